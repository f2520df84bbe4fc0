import type { Fields } from '../../base/headers.ts'

/**
 * Characters of headers or a body that one line shows. AWS's guide speaks of log events of 1,024 bytes; the logs that
 * users publish break off after 1,000 characters.
 */
const shown = 1000

/** A long text as AWS cuts it. */
export function cutText(text: string): string {
  return text.length > shown ? `${text.slice(0, shown)} [TRUNCATED]` : text
}

/** A secret as AWS shows it: asterisks, and its last six characters. */
export function masked(secret: string): string {
  const last = secret.length > 6 ? 6 : 0
  return '*'.repeat(secret.length - last) + secret.slice(secret.length - last)
}

/** Header lines as Java prints a map, lines of one name joined, with what is secret masked. */
export function headersText(fields: Fields): string {
  const joined = new Map<string, { name: string; value: string }>()
  for (const [name, value] of fields) {
    const key = name.toLowerCase()
    const text = secretHeaders.has(key) ? masked(value) : value
    const known = joined.get(key)
    joined.set(key, known ? { name: known.name, value: `${known.value}, ${text}` } : { name, value: text })
  }
  return cutText(mapText([...joined.values()].map(({ name, value }) => [name, value])))
}

/** Parameters as Java prints a map; the last of several values of one name. */
export function parametersText(fields: Iterable<readonly [string, string]>): string {
  return cutText(mapText(new Map(fields)))
}

/** A body as text; bytes that are none are replaced. */
export function bodyText(body: Uint8Array): string {
  // A character has at most four bytes: no more need be decoded.
  return cutText(Buffer.from(body.subarray(0, shown * 4 + 4)).toString('utf8'))
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html: redacted in execution logs. */
const secretHeaders: ReadonlySet<string> = new Set(['authorization', 'x-api-key', 'x-amz-security-token'])

function mapText(entries: Iterable<readonly [string, string]>): string {
  return `{${[...entries].map(([name, value]) => `${name}=${value}`).join(', ')}}`
}
