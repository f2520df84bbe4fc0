import { parseDirective } from './parseDirective.ts'
import { parseAnyReference, parseExpression } from './parseExpression.ts'
import { recover, recoverHeader } from './parseRecovery.ts'
import { ParseFailure } from './parserState.ts'
import type { ParserState } from './parserState.ts'
import type { SpecialToken, TokenKind } from './tokens.ts'
import { specialText } from './tokens.ts'
import type {
  Block,
  CommentNode,
  Expression,
  IfBranch,
  IfNode,
  SetNode,
  Statement,
  TextNode,
} from './tree.ts'

/** Reads statements up to the end of the text or a token that `ends` them; there is no gap between the statements. */
export function parseBody(state: ParserState, ends: (kind: TokenKind) => boolean): Statement[] {
  const body: Statement[] = []
  for (;;) {
    const from = state.lastEnd
    const token = state.peek()
    const { kind } = token
    if (kind === 'endOfText') {
      if (token.start > from) body.push(unclosedComment(state, from, token.start))
      state.lastEnd = token.start
      return body
    }
    if (ends(kind)) {
      if (token.start > from) body.push(lostText(state, from, token.start))
      state.lastEnd = token.start
      return body
    }
    const statement = parseStatement(state, from)
    const start = state.place(from)
    // A lone mark before a directive or reference is not printed: Velocity loses it.
    if (statement.start > start)
      body.push({ kind: 'text', style: 'plain', start, end: statement.start, output: '' })
    body.push(statement)
  }
}

function parseStatement(state: ParserState, from: number): Statement {
  const token = state.peek()
  const begun = state.started.length
  const { level } = state
  try {
    state.enter()
    const statement = parseKnown(state, from)
    state.leave(level)
    while (state.started.length > begun) state.started.pop()
    return statement
  } catch (failure) {
    if (!(failure instanceof ParseFailure)) throw failure
    state.leave(level)
    return recover(state, failure, { start: token.start, begun })
  }
}

const textKinds: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'text',
  'parenOpen',
  'parenClose',
  'integer',
  'float',
  'string',
  'escape',
  'leftCurly',
  'rightCurly',
  'dot',
  'emptyIndex',
])

function parseKnown(state: ParserState, from: number): Statement {
  const { kind } = state.peek()
  switch (kind) {
    case 'identifier':
      return parseAnyReference(state)
    case 'leftCurly':
      return state.peek(1).kind === 'identifier' ? parseAnyReference(state) : parseText(state)
    case 'if':
      return parseIf(state)
    case 'set':
      return parseSet(state)
    case 'word':
    case 'bracketedWord':
      return parseDirective(state, parseBlock)
    case 'lineComment':
    case 'formalComment':
    case 'blockComment':
      return parseComment(state, from)
    case 'textBlock': {
      const { start, end, image } = state.take()
      return {
        kind: 'text',
        style: 'raw',
        start: state.place(start),
        end: state.place(end),
        output: image.slice(3, -3),
      }
    }
    case 'escapedDirective':
      return parseEscapedDirective(state)
    case 'doubleEscape':
      return parseEscape(state)
    default:
      if (textKinds.has(kind)) return parseText(state)
      throw state.unexpected('text, a reference or a directive')
  }
}

function parseText(state: ParserState): TextNode {
  const from = state.lastEnd
  const token = state.take()
  return {
    kind: 'text',
    style: 'plain',
    start: state.place(token.special ? Math.min(from, firstStart(token.special)) : token.start),
    end: state.place(token.end),
    output: token.special ? specialText(token) + token.image : token.image,
  }
}

function firstStart(special: SpecialToken): number {
  return special.before ? firstStart(special.before) : special.start
}

function parseComment(state: ParserState, from: number): CommentNode {
  const { kind, image } = state.take()
  if (kind === 'lineComment') {
    const end = state.accept('lineCommentEnd')?.end ?? state.peek().start
    state.lastEnd = end
    return { ...commentNode(state, from, end), style: 'line', output: image.slice(0, image.indexOf('##')) }
  }
  // What stands before the comment in its token; Velocity looks for '##' first, also within '#*##**#'.
  const mark = Math.max(image.indexOf(image.includes('##') ? '##' : '#*'), 0)
  return { ...commentNode(state, from, state.lastEnd), style: 'block', output: image.slice(0, mark) }
}

function commentNode(state: ParserState, start: number, end: number) {
  return { kind: 'comment', ...state.span(start, end), isClosed: true } as const
}

function unclosedComment(state: ParserState, start: number, end: number): CommentNode {
  const message =
    "'#*' is never closed, so that API Gateway takes the rest of the template for a comment; end it with '*#'"
  state.fault('template-unclosed-comment', message, start, end)
  return { ...commentNode(state, start, end), style: 'block', output: '', isClosed: false }
}

function lostText(state: ParserState, start: number, end: number): TextNode {
  return { kind: 'text', style: 'plain', ...state.span(start, end), output: '' }
}

const ownDirectives: ReadonlySet<string> = new Set(['if', 'end', 'set', 'else', 'elseif'])

/** The directives that API Gateway has, beside `#set`, `#if`, `#else`, `#elseif` and `#end`. */
export const knownDirectives: ReadonlySet<string> = new Set([
  'foreach',
  'include',
  'parse',
  'macro',
  'literal',
  'break',
  'define',
  'stop',
])

/** `\#if`: a directive's backslashes are halved, those before another word stay. */
function parseEscapedDirective(state: ParserState): TextNode {
  const token = state.take()
  const { image, start, end } = token
  const last = image.lastIndexOf('\\')
  const directive = image.slice(last + 1)
  const name = directive.startsWith('#{') ? directive.slice(2, -1) : directive.slice(1)
  const isKnown = knownDirectives.has(name) || ownDirectives.has(name) || state.macroNames.has(name)
  const output = isKnown ? image.slice(0, last >> 1) + directive : image
  // Seen so by '#literal()' around it, too.
  token.image = output
  return { kind: 'text', style: 'escape', ...state.span(start, end), output }
}

const controlKinds: ReadonlySet<TokenKind> = new Set<TokenKind>(['if', 'else', 'elseif', 'end'])

/** `\\` before a directive is one backslash; else both stay. */
function parseEscape(state: ParserState): TextNode {
  const { start } = state.peek()
  let count = 0
  while (state.accept('doubleEscape')) count++
  const next = state.peek()
  const name = next.image.slice(1)
  const isControl = controlKinds.has(next.kind) || knownDirectives.has(name) || state.macroNames.has(name)
  const output = (isControl ? '\\' : '\\\\').repeat(count)
  return { kind: 'text', style: 'escape', ...state.span(start, state.lastEnd), output }
}

function parseSet(state: ParserState): SetNode {
  const { start } = state.take()
  state.accept('whitespace')
  const target = isReferenceStart(state) ? parseAnyReference(state) : undefined
  if (!target) throw state.unexpected('the variable to set')
  state.accept('whitespace')
  state.expect('equals', "'='")
  const value = parseExpression(state)
  state.expect('parenClose', "')' or an operator")
  state.lexer.inSet = false
  warnOfUnseen(state, target)
  return { kind: 'set', start: state.place(start), end: state.place(state.lastEnd), target, value }
}

function isReferenceStart(state: ParserState): boolean {
  const { kind } = state.peek()
  return kind === 'identifier' || kind === 'leftCurly'
}

function warnOfUnseen(state: ParserState, { root, shown, accessors, start, end }: SetNode['target']): void {
  if (accessors.length > 0 || shown.assigned === root.text) return
  const message =
    `'${shown.text}' is not set: Velocity 1.7, which API Gateway runs, takes another name for it here; ` +
    `write '$${root.text}'`
  state.faults.push({ code: 'template-unseen-assignment', message, start, end })
}

function parseIf(state: ParserState): IfNode {
  const { start } = state.peek()
  const branches: IfBranch[] = [parseBranch(state)]
  while (state.peek().kind === 'elseif') branches.push(parseBranch(state))
  const otherwise = state.accept('else') ? parseBlock(state, kind => kind === 'end') : undefined
  closeBlock(state, '#if', start)
  const node = { kind: 'if', start: state.place(start), end: state.place(state.lastEnd), branches } as const
  return otherwise ? { ...node, otherwise } : node
}

function parseBranch(state: ParserState): IfBranch {
  const { image, start, end } = state.take()
  const hash = start + image.indexOf('#')
  const text = image.includes('elseif') ? 'elseif' : 'if'
  const condition = recoverHeader(state, start, () => parseCondition(state))
  const body = parseBlock(state, kind => kind === 'end' || kind === 'else' || kind === 'elseif')
  return {
    kind: 'branch',
    start: state.place(start),
    end: body.end,
    name: { text, ...state.span(hash, end) },
    condition,
    body,
  }
}

function parseCondition(state: ParserState): Expression {
  state.accept('whitespace')
  state.expect('parenOpen', "'('")
  const condition = parseExpression(state)
  state.expect('parenClose', "')' or an operator")
  return condition
}

function parseBlock(state: ParserState, ends: (kind: TokenKind) => boolean): Block {
  const start = state.lastEnd
  const body = parseBody(state, ends)
  return { kind: 'block', start: state.place(start), end: state.place(state.lastEnd), body }
}

function closeBlock(state: ParserState, name: string, start: number): void {
  if (state.accept('end')) return
  const message = `'${name}' has no '#end', so API Gateway refuses the template; add '#end'`
  state.fault('template-syntax', message, start, start + name.length)
}
