import { parseJson } from './answer.ts'
import { isObject } from './compare.ts'

/** Characters of a text and bytes of other bodies that a saved test repeats. */
const longestText = 20_000
const longestBytes = 4000

/**
 * What a saved test expects of a body: its JSON, but of values that are others each time (UUIDs, instants, tokens) only
 * their shape. Undefined for what is too long to be repeated.
 */
export function savedBody(body: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  if (body.length === 0) return { empty: true }
  const text = textOf(body)
  if (text === undefined) {
    return body.length > longestBytes ? undefined : { base64: Buffer.from(body).toString('base64') }
  }
  const parsed = parseJson(text)
  if (text.length > longestText) return undefined
  if (!('value' in parsed)) return { text: escaped(text) }
  const changing = new Map<string, string>()
  const stable = withoutChanging(parsed.value, '$', changing)
  if (changing.size === 0) return { json: escapedAll(parsed.value) }
  const paths = Object.fromEntries([...changing].map(([path, matches]) => [path, { matches }]))
  return { ...(stable !== undefined && { contains: escapedAll(stable) }), paths }
}

/** A text in which nothing is a placeholder. */
export function escaped(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** Data in which nothing is a placeholder. */
export function escapedAll(value: unknown): unknown {
  if (typeof value === 'string') return escaped(value)
  if (Array.isArray(value)) return value.map(escapedAll)
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [escaped(name), escapedAll(part)]))
}

/** Text of which a saved test may expect the shape alone. */
const shapes: readonly { readonly found: RegExp; readonly pattern: string }[] = [
  {
    found: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
    pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  },
  {
    found: /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/,
    pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T',
  },
  { found: /^ey[\w-]+\.[\w-]+\.[\w-]*$/, pattern: '^ey[0-9A-Za-z_-]+[.]' },
]

function withoutChanging(value: unknown, path: string, changing: Map<string, string>): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => withoutChanging(item, `${path}[${index}]`, changing) ?? item)
  }
  if (isObject(value)) {
    const kept = Object.entries(value).flatMap(([name, part]) => {
      const inner = withoutChanging(part, pathTo(path, name), changing)
      return inner === undefined ? [] : [[name, inner] as const]
    })
    return Object.fromEntries(kept)
  }
  const shape = typeof value === 'string' ? shapes.find(({ found }) => found.test(value)) : undefined
  if (!shape) return value
  changing.set(path, shape.pattern)
  return undefined
}

function pathTo(path: string, name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return `${path}.${name}`
  return `${path}['${name.replace(/['\\]/g, '\\$&')}']`
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
  } catch {
    return undefined
  }
}
