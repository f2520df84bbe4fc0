import { isDigit, isLetter } from './lexerScan.ts'
import type { ParserState } from './parserState.ts'
import type { Token, TokenKind } from './tokens.ts'
import { tokenLiteral } from './tokens.ts'
import type { Accessor, Expression, MethodNode, ReferenceMarks, ReferenceNode } from './tree.ts'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Reads `$name` or `${name}` with what follows; `argument` and `index` read what stands in parentheses and brackets. */
export function parseReference(state: ParserState, readers: ReferenceReaders): ReferenceNode {
  const { count } = state
  const first = state.take()
  const isFormal = first.kind === 'leftCurly'
  const name = isFormal ? state.expect('identifier', 'a name') : first
  const accessors: Accessor[] = []
  const mark = markedStart(first, name, isFormal)
  const node: Mutable<ReferenceNode> = {
    kind: 'reference',
    start: state.place(mark.start),
    end: state.place(name.end),
    root: {
      text: mark.root,
      start: state.place(isFormal ? name.start : name.end - mark.root.length),
      end: state.place(name.end),
    },
    isQuiet: mark.isQuiet,
    isFormal,
    accessors,
    shown: noMarks,
  }
  state.started.push(node)
  parseAccessors(state, readers, accessors)
  if (isFormal) state.expect('rightCurly', "'}'")
  node.end = state.place(state.lastEnd)
  node.shown = marks(state, { mark, first, count })
  return node
}

const noMarks: ReferenceMarks = { prefix: '', assigned: '', text: '' }

/** How the parts of a reference are read; given by the reader of expressions. */
export interface ReferenceReaders {
  readonly argument: (state: ParserState) => Expression
  readonly index: (state: ParserState) => Expression
}

const argumentStarts: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'whitespace',
  'string',
  'integer',
  'float',
  'leftBracket',
  'mapOpen',
  'true',
  'false',
  'identifier',
  'leftCurly',
  'methodClose',
])

function parseAccessors(state: ParserState, readers: ReferenceReaders, accessors: Accessor[]): void {
  parseIndexes(state, readers, accessors)
  while (state.peek().kind === 'dot' && state.peek(1).kind === 'identifier') {
    const dot = state.take()
    const isMethod = state.peek(1).kind === 'parenOpen' && argumentStarts.has(state.peek(2).kind)
    const token = state.take()
    const end = state.place(token.end)
    const name = { text: token.image, start: state.place(token.start), end }
    if (isMethod) parseMethod(state, readers, accessors, { dot, name })
    else accessors.push({ kind: 'property', start: state.place(dot.start), end, name })
    parseIndexes(state, readers, accessors)
  }
}

function parseMethod(
  state: ParserState,
  readers: ReferenceReaders,
  accessors: Accessor[],
  { dot, name }: { readonly dot: Token; readonly name: MethodNode['name'] },
): void {
  const args: Expression[] = []
  const node: Mutable<MethodNode> = {
    kind: 'method',
    start: state.place(dot.start),
    end: unfinished,
    name,
    arguments: args,
  }
  accessors.push(node)
  state.take()
  if (state.peek().kind !== 'methodClose') {
    args.push(readers.argument(state))
    while (state.accept('comma')) args.push(readers.argument(state))
  }
  state.expect('methodClose', "')' or ','")
  node.end = state.place(state.lastEnd)
}

/** The end of a method that was not read to its end. */
export const unfinished = -1

function parseIndexes(state: ParserState, readers: ReferenceReaders, accessors: Accessor[]): void {
  while (state.peek().kind === 'indexOpen') {
    const { start } = state.take()
    const index = readers.index(state)
    state.expect('indexClose', "']'")
    accessors.push({ kind: 'index', ...state.span(start, state.lastEnd), index })
  }
}

interface MarkedStart {
  readonly start: number
  readonly root: string
  readonly isQuiet: boolean
  /** Half of the backslashes before it. */
  readonly halved: string
  /** What stands between the backslashes and its own `$`. */
  readonly between: string
  readonly escaped: boolean
  /** `$\!name`, and a word without `$`: the text that stands for its name. */
  readonly unread: 'slashed' | 'word' | undefined
}

/** Takes the marks before a reference's name apart as `ASTReference.getRoot` of Velocity 1.7 does. */
function markedStart(first: Token, name: Token, isFormal: boolean): MarkedStart {
  const { image, start } = first
  if (image === '${' || (image.startsWith('$') && isLetter(image.charCodeAt(1)))) {
    const root = isFormal ? name.image : image.slice(1)
    return { start, root, isQuiet: false, halved: '', between: '', escaped: false, unread: undefined }
  }
  const root = isFormal ? name.image : nameAtEnd(image)
  const slashed = image.includes('\\!')
  const dollar = slashed ? -1 : image.lastIndexOf('$')
  if (dollar < 0) {
    const unread = slashed ? 'slashed' : 'word'
    return { start, root, isQuiet: false, halved: '', between: '', escaped: false, unread }
  }
  let slashes = 0
  while (image[slashes] === '\\') slashes++
  const kept = dollar === 0 ? image : image.slice(dollar)
  first.image = kept
  return {
    start: start + dollar,
    root,
    isQuiet: kept.startsWith('$!'),
    halved: image.slice(0, slashes >> 1),
    between: image.slice(slashes, dollar),
    escaped: slashes % 2 === 1,
    unread: undefined,
  }
}

/** The name that the marks of a reference lead to: it begins with a letter or '_'. */
function nameAtEnd(image: string): string {
  let start = image.length
  for (let at = start - 1; at >= 0; at--) {
    const code = image.charCodeAt(at)
    if (isLetter(code) || code === underscore) start = at
    else if (!isDigit(code) && code !== minus) break
  }
  return start === image.length ? image : image.slice(start)
}

const underscore = 95
const minus = 45

function marks(
  state: ParserState,
  { mark, first, count }: { readonly mark: MarkedStart; readonly first: Token; readonly count: number },
): ReferenceMarks {
  const text = state.text.slice(mark.start, state.lastEnd)
  const assigned = first.image.slice(1)
  if (mark.unread === 'slashed') return { prefix: '', literal: '', unread: 'slashed', assigned, text }
  if (mark.unread === 'word') return { prefix: '', literal: first.image, unread: 'word', assigned, text }
  if (mark.escaped) {
    // Of its tokens: the marks before a dot are lost in '\$a$!.b'.
    const literal = state.tokensSince(count).map(tokenLiteral).join('')
    return { prefix: mark.halved, literal, assigned, text }
  }
  return { prefix: mark.halved + mark.between, assigned, text }
}
