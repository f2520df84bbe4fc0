import type { Range } from '../base/text.ts'
import { createLineIndex, rangeAt } from '../base/text.ts'

/** A value of the event that a source reads. */
export interface EventRead {
  /** `['requestContext', 'identity', 'sourceIp']`. */
  readonly path: readonly string[]
  readonly range: Range
}

/** A longer source is a bundle, in which nobody looks for a line. */
const longestSource = 1_000_000

/**
 * What a handler in JavaScript, TypeScript or Python can be seen to read of its event: `event.headers.Accept`,
 * `event['headers']`, `event.get('headers')`, `const { headers } = event`, and what is read from names that stand for a
 * part of it. `handler` is the exported name whose first parameter is the event; in sources without it, `event` is.
 */
export function eventReads(file: string, text: string, handler: string | undefined): EventRead[] {
  if (text.length > longestSource) return []
  const isPython = file.endsWith('.py')
  const code = isPython ? withoutPythonComments(text) : withoutComments(text)
  const lines = createLineIndex(text)
  const parameter = handler === undefined ? undefined : parameterOf(code, handler, isPython)
  const names = new Map<string, readonly string[]>([['event', []]])
  const reads: { path: readonly string[]; start: number; end: number }[] = []
  if (parameter?.text.startsWith('{')) {
    for (const each of destructured(parameter.text, parameter.start, [])) {
      names.set(each.name, each.path)
      if (!isContainer(each.path)) reads.push(each)
    }
  } else if (parameter) names.set(parameter.text, [])
  const named = new Set<number>()
  reads.push(...aliases(code, names, named), ...chains(code, names, named))
  const seen = new Set<string>()
  return reads
    .sort((a, b) => a.start - b.start)
    .filter(
      ({ path, start }) =>
        path.length > 0 && !seen.has(`${start} ${path.join('.')}`) && seen.add(`${start} ${path.join('.')}`),
    )
    .map(({ path, start, end }) => ({ path, range: rangeAt(lines, start, end) }))
}

interface Read {
  readonly path: readonly string[]
  readonly start: number
  readonly end: number
}

interface Alias extends Read {
  readonly name: string
}

/** The first parameter of a handler as it is written: a name, or a pattern in braces. */
function parameterOf(
  code: string,
  handler: string,
  isPython: boolean,
): { readonly text: string; readonly start: number } | undefined {
  const name = handler.replace(/[^\w$]/g, '\\$&')
  const head = isPython
    ? new RegExp(`\\bdef\\s+${name}\\s*\\(\\s*`)
    : new RegExp(
        `(?:\\bfunction\\s+${name}\\s*\\(|\\b${name}\\s*(?::[^=\\n]{1,200})?=\\s*(?:async\\s*)?(?:function\\b[^(]{0,80}\\(|\\(|(?=[\\w$]+\\s*=>)))\\s*`,
      )
  const found = head.exec(code)
  if (!found) return undefined
  const start = found.index + found[0].length
  const rest = code.slice(start, start + 2000)
  const text = rest.startsWith('{') ? balanced(rest) : /^[\w$]+/.exec(rest)?.[0]
  return text === undefined ? undefined : { text, start }
}

function balanced(text: string): string | undefined {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{') depth++
    else if (text[index] === '}' && --depth === 0) return text.slice(0, index + 1)
  }
  return undefined
}

/** The names that a pattern `{ a, b: c, d: { e }, 'x-y': z = 1 }` makes, with what each stands for. */
function destructured(pattern: string, offset: number, base: readonly string[]): Alias[] {
  const made: Alias[] = []
  const entry = /\s*(?:\.\.\.\s*[\w$]+|(?:(['"])([^'"]+)\1|([\w$]+))\s*(?::\s*(?:([\w$]+)|(?=\{)))?)/y
  let index = 1
  while (index < pattern.length - 1) {
    entry.lastIndex = index
    const found = entry.exec(pattern)
    if (!found) break
    const key = found[2] ?? found[3]
    index = entry.lastIndex
    if (key !== undefined) {
      const start = offset + found.index + found[0].search(/\S/)
      const path = [...base, key]
      if (pattern[index] === '{') {
        const inner = balanced(pattern.slice(index)) ?? ''
        made.push(...destructured(inner, offset + index, path))
        index += inner.length
      } else if (found[3] !== undefined || found[4] !== undefined) {
        made.push({ name: found[4] ?? key, path, start, end: start + found[0].trim().length })
      }
    }
    // A default value may be anything up to the next comma.
    const comma = pattern.indexOf(',', index)
    if (comma < 0) break
    index = comma + 1
  }
  return made
}

const accessor = `(?:\\s*\\??\\.\\s*get\\(\\s*(['"])(?:[\\w-]+)\\1[^()]*\\)|\\s*\\??\\.\\s*[\\w$]+|\\s*(?:\\?\\.)?\\[\\s*(?:'[\\w-]+'|"[\\w-]+")\\s*\\])`

/** What stands behind the sign of equality: a name and the parts of it. */
const value = new RegExp(
  `\\s*=(?!=)\\s*(?:await\\s+)?\\(?([\\w$]+)((?:${accessor.replaceAll('\\1', '\\3')})*)`,
  'y',
)

/** Names that come to stand for a part of the event are put into `names`; gives what their patterns read. */
function aliases(code: string, names: Map<string, readonly string[]>, named: Set<number>): Read[] {
  const reads: Read[] = []
  for (const found of code.matchAll(/\b(?:const|let|var)\s+|^[ \t]*(?=[\w$]+\s*=)/gm)) {
    const at = found.index + found[0].length
    const rest = code.slice(at, at + 2000)
    const pattern = rest.startsWith('{') ? balanced(rest) : undefined
    // A name in TypeScript may have a type.
    const head = pattern ?? /^[\w$]+(?:\s*:[^=\n;]{1,200})?/.exec(rest)?.[0]
    if (head === undefined) continue
    value.lastIndex = at + head.length
    const given = value.exec(code)
    const [, root = '', parts = ''] = given ?? []
    const base = names.get(root)
    // What a call gives is something else.
    if (!given || base === undefined || /^\s*\(/.test(code.slice(value.lastIndex, value.lastIndex + 20)))
      continue
    const path = [...base, ...partsOf(parts)]
    const start = given.index + given[0].indexOf(root, given[0].indexOf('='))
    const name = /^[\w$]+/.exec(head)?.[0]
    if (pattern !== undefined) {
      named.add(start)
      for (const each of destructured(pattern, at, path)) {
        names.set(each.name, each.path)
        if (!isContainer(each.path)) reads.push(each)
      }
    } else if (name !== undefined && name !== root && isContainer(path)) {
      named.add(start)
      names.set(name, path)
    }
  }
  return reads
}

/** Every read of a part of what a name stands for, but where a part is only given a name. */
function chains(
  code: string,
  names: ReadonlyMap<string, readonly string[]>,
  named: ReadonlySet<number>,
): Read[] {
  const reads: Read[] = []
  const roots = [...names.keys()].map(name => name.replaceAll('$', '\\$')).join('|')
  const chain = new RegExp(`(?<![\\w$.'"])(${roots})((?:${accessor.replaceAll('\\1', '\\3')})+)`, 'g')
  for (const found of code.matchAll(chain)) {
    const [whole, root = '', parts = ''] = found
    if (named.has(found.index)) continue
    const end = found.index + whole.length
    const path = [...(names.get(root) ?? []), ...withoutMethod(partsOf(parts), code.slice(end, end + 1))]
    reads.push({ path, start: found.index, end })
  }
  return reads
}

// `event.body.trim()` reads the body.
function withoutMethod(parts: readonly string[], rest: string): readonly string[] {
  return rest.startsWith('(') ? parts.slice(0, -1) : parts
}

function partsOf(text: string): string[] {
  return [...text.matchAll(/\.\s*get\(\s*['"]([\w-]+)['"]|\[\s*['"]([\w-]+)['"]|\.\s*([\w$]+)/g)].map(
    ([, got, quoted, plain]) => got ?? quoted ?? plain ?? '',
  )
}

/** Parts of an event that hold further ones: a name for another part stands for a mere value. */
function isContainer(path: readonly string[]): boolean {
  const last = path.at(-1)
  return last === undefined || containers.has(last)
}

const containers: ReadonlySet<string> = new Set([
  'headers',
  'multiValueHeaders',
  'queryStringParameters',
  'multiValueQueryStringParameters',
  'pathParameters',
  'stageVariables',
  'requestContext',
  'identity',
  'authorizer',
  'claims',
])

/** The text with blanks in the place of comments, so that places stay; texts in quotes stay, too. */
function withoutComments(text: string): string {
  const token = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[^]*?\*\//g
  return text.replace(token, found => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))
}

function withoutPythonComments(text: string): string {
  const token = /'''[^]*?'''|"""[^]*?"""|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g
  return text.replace(token, found => (/^(#|'''|""")/.test(found) ? found.replace(/[^\n]/g, ' ') : found))
}
