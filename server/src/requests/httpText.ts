import type { ImportedBody, ImportedFile, ImportedPart, ImportedRequest } from './importedRequest.ts'

/** The methods that API Gateway takes, and `.http` files know. */
const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Why a request cannot stand in a `.http` file; undefined where it can. */
export function unwritable({ method, url }: ImportedRequest): string | undefined {
  if (!methods.has(method)) return `API Gateway takes no '${oneLine(method).slice(0, 20)}' requests`
  return oneLine(url) === '' ? 'it has no URL' : undefined
}

/**
 * Requests as the text of a `.http` file. Whatever their texts hold, each is one request with these headers and this body
 * when the file is read again; what cannot be written is left out, and a comment says so.
 */
export function httpText(file: Pick<ImportedFile, 'title' | 'variables' | 'secrets' | 'requests'>): string {
  const variables = file.variables.map(([name, value]) => `@${name} = ${oneLine(value)}`)
  const secrets = file.secrets.map(
    name => `# {{${name}}} is a secret: its value belongs into http-client.private.env.json`,
  )
  const head = [comment(`Imported from ${file.title}`), ...secrets, ...variables]
  return [`${head.join('\n')}\n`, ...file.requests.map(block)].join('\n')
}

function block({ name, method, url, headers, body, remarks }: ImportedRequest): string {
  const lines: string[] = []
  const left: string[] = []
  const written = body && bodyOf(body, headers)
  if (typeof written === 'string') left.push(written)
  const all = typeof written === 'object' ? [...(written.headers ?? headers)] : headers
  const fields = all.flatMap(([field, value]) => {
    if (isField(field)) return [`${field}: ${oneLine(value)}`]
    left.push(`The header '${oneLine(field).slice(0, 40)}' is left out: this is no name of a header`)
    return []
  })
  lines.push(`### ${oneLine(name)}`.trimEnd())
  lines.push(...[...remarks, ...left].flatMap(remark => remark.split(/\r\n|\r|\n/)).map(comment))
  lines.push(`${method} ${urlText(url)}`, ...fields)
  if (typeof written === 'object') lines.push('', written.text)
  return `${lines.join('\n')}\n`
}

interface WrittenBody {
  readonly text: string
  readonly headers?: ImportedRequest['headers']
}

/** The text of a body; a text alone says why it is left out. */
function bodyOf(body: ImportedBody, headers: ImportedRequest['headers']): WrittenBody | string | undefined {
  if (body.type === 'file') {
    return oneLine(body.path) === ''
      ? 'The body is a file that is not named'
      : { text: `< ${oneLine(body.path)}` }
  }
  if (body.type === 'multipart') return multipart(body.parts, headers)
  if (body.text.trim() === '') return undefined
  const text = writableText(body.text, headers)
  if (text !== undefined) return { text }
  const line = linesOf(body.text).find(isReadOtherwise) ?? body.text
  return `The body is left out: a .http file cannot hold its line '${line.slice(0, 40)}'. Save it as a file and write '< FILE'`
}

/** A text such that it is read as it is; undefined where there is none. */
function writableText(text: string, headers: ImportedRequest['headers']): string | undefined {
  const type = headers.findLast(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  // One field may stand on each line of a form: line ends of its own would be lost.
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    return writable([text.trim().replace(/\r\n|\r|\n/g, '%0A')])
  }
  return (
    writable(linesOf(text)) ?? (isJson(text) ? writable(linesOf(text).map(line => ` ${line}`)) : undefined)
  )
}

function writable(lines: readonly string[]): string | undefined {
  const isFile =
    lines.filter(line => line.trim() !== '').length === 1 && lines.some(line => fileLine.test(line))
  return isFile || lines.some(isReadOtherwise) ? undefined : lines.join('\n')
}

/** A line that begins a request, or that handles an answer. */
function isReadOtherwise(line: string): boolean {
  return /^(###|>|<>\s)/.test(line) || fileLine.test(line)
}

const fileLine = /^<(?:@\w*)?\s+\S/

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function multipart(
  parts: readonly ImportedPart[],
  headers: ImportedRequest['headers'],
): WrittenBody | string {
  const values = parts.map(part => ('path' in part ? '' : part.value))
  let boundary = 'gatehouse'
  for (let count = 2; values.some(value => value.includes(`--${boundary}`)); count++)
    boundary = `gatehouse${count}`
  const unfit = parts.find(part => 'value' in part && linesOf(part.value).some(isReadOtherwise))
  if (unfit) {
    return `The body is left out: a .http file cannot hold its field '${oneLine(unfit.name).slice(0, 40)}' as it is`
  }
  const lines = parts.flatMap(part => {
    const name = part.name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
    const head = [`--${boundary}`, `Content-Disposition: form-data; name="${name}"`]
    if ('value' in part) return [...head, '', ...linesOf(part.value)]
    const file = part.path.split(/[\\/]/).at(-1) ?? ''
    return [
      `${head.join('\n')}; filename="${oneLine(file).replaceAll('"', '%22')}"`,
      '',
      `< ${oneLine(part.path)}`,
    ]
  })
  const others = headers.filter(([name]) => name.toLowerCase() !== 'content-type')
  const type = ['Content-Type', `multipart/form-data; boundary=${boundary}`] as const
  return { text: [...lines, `--${boundary}--`].join('\n'), headers: [type, ...others] }
}

/** A token (RFC 9110) that does not begin as a comment, variables among it. */
function isField(name: string): boolean {
  return /^[\w!$%&'*+.^`|~{}-]+$/.test(name)
}

function urlText(url: string): string {
  return oneLine(url).replaceAll(' ', '%20')
}

/** A line that is a comment and no note, whatever it says. */
function comment(text: string): string {
  const line = oneLine(text)
  return line.startsWith('@') ? `# (${line})` : `# ${line}`.trimEnd()
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
