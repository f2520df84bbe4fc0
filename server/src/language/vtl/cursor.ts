import type { Span, Template, TemplateNode } from '../../template/tree.ts'
import { childrenOf } from '../../template/tree.ts'

/** What is being written at a place of a template. `span` is the word there, which a proposal replaces. */
export type TemplateCursor =
  | { readonly kind: 'directive'; readonly span: Span; readonly isBraced: boolean }
  | { readonly kind: 'variable'; readonly span: Span; readonly isBraced: boolean }
  /** `chain` is the reference up to the dot: `$order.items.get(0)`. */
  | { readonly kind: 'member'; readonly span: Span; readonly chain: string; readonly isBraced: boolean }
  /** In a string that names a member or key of what stands before it. */
  | {
      readonly kind: 'key'
      readonly span: Span
      readonly chain: string
      readonly quote: string
    }
  /** In the argument of `$input.path` and `$input.json`; `path` is what stands of it before the word. */
  | { readonly kind: 'path'; readonly span: Span; readonly path: string; readonly quote: string }

/**
 * Tells what is being written at an offset by the text before it alone, so that nothing hangs on whether the rest can be
 * read. Undefined in comments, in raw text and where nothing of VTL is written.
 */
export function cursorAt(text: string, offset: number, template: Template): TemplateCursor | undefined {
  if (isInComment(template, offset, text)) return undefined
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(lineStart, offset)
  const inString = stringCursor(text, lineStart, line)
  if (inString) return inString
  const start = offset - (/[\w-]*$/.exec(line)?.[0].length ?? 0)
  const end = offset + (/^[\w-]*/.exec(text.slice(offset, offset + 200))?.[0].length ?? 0)
  const span = { start, end }
  const before = text.slice(0, start)
  const mark = /(?<escape>\\*)(?:(?<hash>#)|\$!?)(?<brace>\{?)$/.exec(before)
  if (mark) {
    if ((mark.groups?.['escape']?.length ?? 0) % 2 === 1) return undefined
    const isBraced = mark.groups?.['brace'] === '{'
    return { kind: mark.groups?.['hash'] ? 'directive' : 'variable', span, isBraced }
  }
  if (!before.endsWith('.')) return undefined
  const from = chainStart(text, start - 1)
  if (from === undefined) return undefined
  const written = text.slice(from, start - 1)
  return { kind: 'member', span, chain: plainChain(written), isBraced: written.includes('{') }
}

/** The reference whose method is being called at an offset, and which of its arguments is written there. */
export interface OpenCall {
  readonly chain: string
  readonly method: string
  readonly argument: number
}

export function callAt(text: string, offset: number): OpenCall | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const open: { at: number; argument: number }[] = []
  let quote = ''
  for (let at = lineStart; at < offset; at++) {
    const char = text.charAt(at)
    if (quote !== '') quote = char === quote ? '' : quote
    else if ((char === '"' || char === "'") && open.length > 0) quote = char
    else if (char === '(' || char === '[' || (char === '{' && open.length > 0)) open.push({ at, argument: 0 })
    else if (char === ')' || char === ']' || char === '}') open.pop()
    else if (char === ',') for (const last of open.slice(-1)) last.argument++
  }
  const call = open.findLast(({ at }) => text[at] === '(')
  if (!call) return undefined
  const method = /\.([A-Za-z_][\w-]*)$/.exec(text.slice(lineStart, call.at))?.[1]
  if (method === undefined) return undefined
  const dot = call.at - method.length - 1
  const from = chainStart(text, dot)
  return from === undefined
    ? undefined
    : { chain: plainChain(text.slice(from, dot)), method, argument: call.argument }
}

function stringCursor(text: string, lineStart: number, line: string): TemplateCursor | undefined {
  const found =
    /\$!?\{?input\.(?<method>json|path)\(\s*(?<quote>['"])(?<written>(?:(?!\k<quote>).|\k<quote>\k<quote>)*)$/.exec(
      line,
    )
  if (found?.groups) {
    const { quote = '', written = '' } = found.groups
    const word = /(?:[^.[\]'"()@\s$]*|\$)$/.exec(written)?.[0] ?? ''
    const start = lineStart + line.length - word.length
    const rest =
      /^[^.[\]'"()\s]*/.exec(text.slice(lineStart + line.length, lineStart + line.length + 200))?.[0] ?? ''
    const span = { start, end: lineStart + line.length + rest.length }
    return { kind: 'path', span, path: written.slice(0, written.length - word.length), quote }
  }
  const key =
    /(?<owner>\.params|\.get|\.containsKey|\[)\(?\s*(?<quote>['"])(?<written>(?:(?!\k<quote>).)*)$/.exec(line)
  if (!key?.groups) return undefined
  const { owner = '', quote = '', written = '' } = key.groups
  const at = lineStart + key.index
  const chainEnd = owner === '.params' ? at + owner.length : at
  const from = chainStart(text, chainEnd)
  if (from === undefined) return undefined
  const end = lineStart + line.length
  const rest = /^[^'"\s]*/.exec(text.slice(end, end + 200))?.[0] ?? ''
  const span = { start: end - written.length, end: end + rest.length }
  return { kind: 'key', span, chain: plainChain(text.slice(from, chainEnd)), quote }
}

/** `${a.b` and `$!{a.b` as `$a.b`. */
function plainChain(written: string): string {
  return written.replace(/^\$!?\{?/, '$')
}

/** Where the reference begins that ends before an offset; undefined where none does. */
function chainStart(text: string, end: number): number | undefined {
  let at = end
  for (let hops = 0; hops < 100; hops++) {
    while (text[at - 1] === ')' || text[at - 1] === ']') {
      const open = openingBefore(text, at - 1)
      if (open === undefined) return undefined
      at = open
    }
    const name = /[A-Za-z_][\w-]*$/.exec(text.slice(Math.max(at - 200, 0), at))?.[0]
    if (name === undefined) return undefined
    at -= name.length
    const mark = /\$!?\{?$/.exec(text.slice(Math.max(at - 3, 0), at))?.[0]
    if (mark !== undefined) return at - mark.length
    if (text[at - 1] !== '.') return undefined
    at--
  }
  return undefined
}

/** The bracket that the one at an offset closes, strings in between taken as a whole. */
function openingBefore(text: string, close: number): number | undefined {
  let depth = 0
  for (let at = close; at >= 0 && close - at < 2000; at--) {
    const char = text.charAt(at)
    if (char === ')' || char === ']') depth++
    else if (char === '(' || char === '[') {
      depth--
      if (depth === 0) return at
    } else if (char === '"' || char === "'") {
      at = text.lastIndexOf(char, at - 1)
      if (at < 0) return undefined
    }
  }
  return undefined
}

/** Comments and raw text; at the end of a comment's line it still goes on. */
function isInComment(node: TemplateNode, offset: number, text: string): boolean {
  if (offset <= node.start || offset > node.end) return false
  if (node.kind === 'comment') {
    const goesOn = node.style === 'line' ? text[node.end - 1] !== '\n' : !node.isClosed
    return goesOn || offset < node.end
  }
  if (node.kind === 'text') return node.style === 'raw' && offset < node.end
  return childrenOf(node).some(child => isInComment(child, offset, text))
}
