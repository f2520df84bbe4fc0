import { parseDirectiveArgument } from './parseExpression.ts'
import { recoverHeader } from './parseRecovery.ts'
import { ParseFailure } from './parserState.ts'
import type { ParserState } from './parserState.ts'
import type { Token, TokenKind } from './tokens.ts'
import { tokenLiteral } from './tokens.ts'
import type { Block, DirectiveNode, Expression } from './tree.ts'

type ParseBlock = (state: ParserState, ends: (kind: TokenKind) => boolean) => Block

/** Reads `#name`, `#name(...)` or `#name(...)...#end`; what API Gateway does not know is a line of text to it. */
export function parseDirective(state: ParserState, parseBlock: ParseBlock): DirectiveNode {
  const count = state.count
  const token = state.take()
  const { image, start } = token
  const isBracketed = token.kind === 'bracketedWord'
  const name = isBracketed ? image.slice(2, -1) : image.slice(1)
  const place = isBracketed ? token.end - 1 : token.end
  const header = {
    kind: 'directive',
    start: state.place(start),
    name: { text: name, ...state.span(place - name.length, place) },
  } as const
  state.lexer.state = 'directive'
  if (!state.lexer.isBeforeParen()) return parseBare(state, header, token)
  const args: Expression[] = []
  const isBlock = blockDirectives.has(name) || name.startsWith('@')
  const read = () => parseArguments(state, name, args)
  if (!isBlock) {
    read()
    checkLine(state, name, args, token)
    const literal = imagesOf(state.tokensSince(count))
    return { ...header, end: state.place(state.lastEnd), arguments: args, hasParens: true, literal }
  }
  const failed = recoverHeader(state, start, () => {
    read()
    return noFault
  })
  const block = { name, token, args, failed, count }
  return {
    ...header,
    ...parseBlockOf(state, block, parseBlock),
    arguments: failed === noFault ? args : [failed],
    hasParens: true,
  }
}

const blockDirectives: ReadonlySet<string> = new Set(['foreach', 'macro', 'literal', 'define'])

/** Stands for a header without a fault. */
const noFault: Expression = { kind: 'word', start: 0, end: 0, text: '' }

function parseBare(
  state: ParserState,
  header: Pick<DirectiveNode, 'kind' | 'name' | 'start'>,
  token: Token,
): DirectiveNode {
  const name = header.name.text
  state.lexer.popState()
  if (blockDirectives.has(name)) {
    const needs = name === 'literal' ? `'#${name}()'` : `'#${name}(…)'`
    const message = `'#${name}' has no parentheses, so API Gateway refuses the template; write ${needs}`
    if (name === 'macro') state.fault('template-syntax', message, token.start, token.end)
    else state.lateFault(message, token)
  }
  // Velocity prints a block macro's name, not its token: they are not the same where '$' came between, as in '#$@@x'.
  const literal = name.startsWith('@') ? `#${name}` : token.image
  return { ...header, end: state.place(token.end), arguments: [], hasParens: false, literal }
}

function parseArguments(state: ParserState, name: string, args: Expression[]): void {
  state.accept('whitespace')
  state.expect('parenOpen', "'('")
  for (;;) {
    const hasBlank = state.peek().kind === 'whitespace'
    const isComma = state.peek(hasBlank ? 1 : 0).kind === 'comma'
    if (hasBlank && !isComma && state.peek(1).kind === 'parenClose') break
    if (!hasBlank && state.peek().kind === 'parenClose') break
    state.accept('whitespace')
    if (state.accept('comma')) state.accept('whitespace')
    const before = state.peek()
    const argument = parseDirectiveArgument(state)
    if (!argument) throw state.unexpected("an argument or ')'")
    checkWord(name, argument, args.length, before)
    if (name === 'literal' && !state.literals.has(argument)) {
      state.literals.set(argument, state.text.slice(before.start, state.lastEnd))
    }
    args.push(argument)
  }
  state.accept('whitespace')
  state.expect('parenClose', "')'")
}

const knownNames: ReadonlySet<string> = new Set([...blockDirectives, 'include', 'parse', 'break', 'stop'])

/** Only `#foreach` takes a word, as its second argument, and `#macro`, which must have one as its first. */
function checkWord(name: string, argument: Expression, index: number, token: Token): void {
  const isWord = argument.kind === 'word'
  if (name === 'macro' && index === 0) {
    if (isWord) return
    throw new ParseFailure(
      "'#macro' has no name, so API Gateway refuses the template; give it one as first word",
      token,
    )
  }
  if (!isWord || !knownNames.has(name) || (name === 'foreach' && index === 1)) return
  const message = `'${argument.text}' is no argument of '#${name}', so API Gateway refuses the template; write a reference or a literal`
  throw new ParseFailure(message, token)
}

function checkLine(state: ParserState, name: string, args: readonly Expression[], token: Token): void {
  if ((name === 'stop' || name === 'break') && args.length > 1) {
    const message = `'#${name}' takes one argument at most, so API Gateway refuses the template; leave the others out`
    state.lateFault(message, token)
  }
  const isDisabled = name === 'evaluate' || state.macroNames.has(name)
  if (!isDisabled) return
  const message = `API Gateway does not run '#${name}(…)' and prints it as text; write what it stands for instead`
  state.fault('template-disabled-directive', message, token.start, token.end)
}

interface OpenBlock {
  readonly name: string
  readonly token: Token
  readonly args: readonly Expression[]
  readonly failed: Expression
  readonly count: number
}

function parseBlockOf(
  state: ParserState,
  { name, token, args, failed, count }: OpenBlock,
  parseBlock: ParseBlock,
): Pick<DirectiveNode, 'body' | 'end' | 'literal'> {
  const bodyCount = state.count
  const body = parseBlock(state, kind => kind === 'end')
  const isEmpty = state.count === bodyCount
  const bodyTokens = name === 'literal' ? state.tokensSince(bodyCount) : []
  const hasEnd = state.accept('end') !== undefined
  if (!hasEnd) {
    const message = `'#${name}' has no '#end', so API Gateway refuses the template; add '#end'`
    state.fault('template-syntax', message, token.start, token.end)
  } else if (failed === noFault) checkBlock(state, { name, token, args, isEmpty })
  const literal =
    name === 'literal'
      ? literalText(state, args, bodyTokens)
      : name.startsWith('@')
        ? imagesOf(state.tokensSince(count))
        : ''
  return { body, end: state.place(state.lastEnd), literal }
}

function checkBlock(
  state: ParserState,
  { name, token, args, isEmpty }: Pick<OpenBlock, 'args' | 'name' | 'token'> & { readonly isEmpty: boolean },
): void {
  const refuse = (why: string) => state.lateFault(`${why}, so API Gateway refuses the template`, token)
  if (name === 'define' && args.length !== 1) refuse("'#define' takes one argument, the variable's name")
  if (name === 'literal' && args.length === 0 && isEmpty) refuse("'#literal()' has an empty block")
  if (name !== 'macro') return
  const [first] = args
  if (first?.kind !== 'word') return refuse("'#macro' has no name")
  state.macroNames.add(first.text)
  const message = `API Gateway does not take macros from a template: '#${first.text}(…)' is printed as text; write what it stands for instead`
  state.fault('template-disabled-directive', message, token.start, token.end)
}

/** What `#literal` prints: its block as written, or its first argument. */
function literalText(state: ParserState, args: readonly Expression[], tokens: readonly Token[]): string {
  const [first] = args
  if (first?.kind === 'reference') return first.shown.text
  if (first) return state.literals.get(first) ?? ''
  return tokens.map(tokenLiteral).join('')
}

function imagesOf(tokens: readonly Token[]): string {
  return tokens.map(({ image }) => image).join('')
}
