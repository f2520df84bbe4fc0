import type { BodyShape } from '../../server/src/protocol/requests.ts'

/** What is being written at a place of a JSON text, complete or not. */
export interface BodySite {
  /** Names of the properties that lead to the object or value; `undefined` for any element of an array. */
  readonly path: readonly (string | undefined)[]
  readonly kind: 'name' | 'value'
  /** Where the name or value begins, its quote included. */
  readonly from: number
  /** Where it ends: after its closing quote, where it has one. */
  readonly to: number
  /** What is written of it, without quotes. */
  readonly typed: string
  /** Of a name: other names of the object, and whether a colon follows. */
  readonly names: readonly string[]
  readonly hasColon: boolean
}

interface Open {
  readonly isObject: boolean
  readonly names: string[]
  /** The property whose value is next. */
  key?: string | undefined
}

const part = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g

/** Reads the text up to a place, and beyond it for the names of the same object. Undefined where nothing is to be written. */
export function bodySite(text: string, at: number): BodySite | undefined {
  const open: Open[] = []
  let last = ''
  let current: { from: number; to: number; text: string } | undefined
  part.lastIndex = 0
  for (let match = part.exec(text); match; match = part.exec(text)) {
    const [token] = match
    if (match.index >= at) break
    const end = match.index + token.length
    const isClosed = /^"(?:[^"\\]|\\.)*"$/.test(token)
    const isInside = at < end || (at === end && !isClosed && !/^[{}[\],:]$/.test(token))
    if (isInside) {
      current = { from: match.index, to: end, text: token }
      break
    }
    step(open, token, last)
    last = token
  }
  const top = open.at(-1)
  const isName = top?.isObject === true && top.key === undefined
  const isPlace = last === '' || '{[,:'.includes(last)
  if (!isPlace) return undefined
  const rest = text.slice(current?.to ?? at)
  const typed = text.slice(current?.from ?? at, at).replace(/^"/, '')
  return {
    path: open.slice(0, isName ? -1 : undefined).flatMap(each => [each.isObject ? each.key : undefined]),
    kind: isName ? 'name' : 'value',
    from: current?.from ?? at,
    to: current?.to ?? at,
    typed,
    names: isName ? [...top.names, ...namesAfter(rest)] : [],
    hasColon: /^\s*:/.test(rest),
  }
}

/** The part of a shape that a path leads to. */
export function shapeAt(shape: BodyShape, path: BodySite['path']): BodyShape | undefined {
  return path.reduce<BodyShape | undefined>(
    (found, name) => (name === undefined ? found?.items : own(found?.properties, name)),
    shape,
  )
}

/** The text that a member of the outermost object has, however little else is written; undefined while it is open. */
export function memberText(text: string, name: string): string | undefined {
  let depth = 0
  let before: readonly string[] = []
  for (const [token] of text.slice(0, longestRest).matchAll(part)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    const [key = '', colon] = before
    if (depth === 1 && colon === ':' && unquoted(key) === name) {
      return /^"(?:[^"\\]|\\.)*"$/.test(token) ? unquoted(token) : undefined
    }
    before = [before.at(-1) ?? '', token]
  }
  return undefined
}

function own(properties: BodyShape['properties'], name: string): BodyShape | undefined {
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined
}

function step(open: Open[], token: string, last: string): void {
  const top = open.at(-1)
  if (token === '{' || token === '[') open.push({ isObject: token === '{', names: [] })
  else if (token === '}' || token === ']') {
    open.pop()
    const outer = open.at(-1)
    if (outer) outer.key = undefined
  } else if (token === ',') {
    if (top) top.key = undefined
  } else if (token === ':') {
    if (top) top.key = unquoted(last)
  } else if (top?.isObject && top.key === undefined && token.startsWith('"')) {
    top.names.push(unquoted(token))
  }
}

/** Names of the object whose rest this is. */
function namesAfter(rest: string): string[] {
  const names: string[] = []
  let depth = 0
  let last = ''
  for (const [token] of rest.slice(0, longestRest).matchAll(part)) {
    if (token === '{' || token === '[') depth++
    else if (token === '}' || token === ']') depth--
    else if (token === ':' && depth === 0 && last.startsWith('"')) names.push(unquoted(last))
    if (depth < 0) break
    last = token
  }
  return names
}

/** Characters: completion answers at once. */
const longestRest = 100_000

function unquoted(token: string): string {
  return token.replace(/^"|"$/g, '')
}
