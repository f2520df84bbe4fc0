import { Lexer } from './lexer.ts'
import type { SyntaxFault } from './syntaxFault.ts'
import type { Token, TokenKind } from './tokens.ts'
import type { Expression, ReferenceNode, Span, Template } from './tree.ts'

/** Ends the reading of a statement; caught where the statement began. */
export class ParseFailure extends Error {
  readonly token: Token

  constructor(message: string, token: Token) {
    super(message)
    this.token = token
  }
}

/** How deep blocks, parentheses and operators may nest; Java's stack holds some thousands. */
const maxDepth = 400

/**
 * Where a text stands in the template: from an offset on, as far as its own characters reach; or character by
 * character, where escapes were replaced.
 */
export type Placing = { readonly base: number; readonly limit: number } | readonly number[]

/**
 * What the parser has read and what it will read. Tokens are made when they are asked for and no sooner, because the
 * parser steers the token machine in two places.
 */
export class ParserState {
  readonly text: string
  readonly lexer: Lexer
  readonly faults: SyntaxFault[]
  /** Names of the template's own macros: Velocity takes the backslashes before their calls for escapes. */
  readonly macroNames: Set<string>
  /** References begun in the statement that is read now. */
  started: Started[] = []
  /** The text that Velocity gives for an operand that is null, where that is not the operand's whole text. */
  private literalsHeld: Map<Expression, string> | undefined
  /** Reads a string that Velocity interpolates. */
  readonly parseString: (text: string, placing: Placing) => Template
  /** Where the last token taken ends. */
  lastEnd = 0
  private readonly base: number
  private readonly limit: number
  private readonly places: readonly number[] | undefined
  /** Those taken, then those only looked at. */
  private readonly tokens: Token[] = []
  private taken = 0
  private depth = 0

  constructor(
    text: string,
    placing: Placing,
    shared: Pick<ParserState, 'faults' | 'macroNames' | 'parseString'>,
  ) {
    this.text = text
    const isContiguous = 'base' in placing
    this.base = isContiguous ? placing.base : 0
    this.limit = isContiguous ? placing.limit : 0
    this.places = isContiguous ? undefined : placing
    this.lexer = new Lexer(text)
    this.faults = shared.faults
    this.macroNames = shared.macroNames
    this.parseString = shared.parseString
  }

  peek(ahead = 0): Token {
    const { tokens } = this
    const at = this.taken + ahead
    let token = at < tokens.length ? tokens[at] : undefined
    while (!token) {
      const next = this.lexer.next()
      if (tokens.push(next) > at) token = next
    }
    return token
  }

  take(): Token {
    const token = this.peek()
    this.taken++
    this.lastEnd = token.end
    return token
  }

  /** Takes the next token if it is of this kind. */
  accept(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.take() : undefined
  }

  expect(kind: TokenKind, what: string): Token {
    if (this.peek().kind === kind) return this.take()
    throw this.unexpected(what)
  }

  unexpected(expected: string): ParseFailure {
    const token = this.peek()
    return new ParseFailure(
      `found ${described(token)} where ${expected} is expected, so API Gateway refuses the template`,
      token,
    )
  }

  /** How many tokens were taken; with `tokensSince` the tokens of a node. */
  get count(): number {
    return this.taken
  }

  tokensSince(count: number): readonly Token[] {
    return this.tokens.slice(count, this.taken)
  }

  /** Forgets what was looked at, and goes on at an offset of the text. */
  restart(offset: number): void {
    this.tokens.length = this.taken
    this.lexer.restart(offset)
    this.lastEnd = offset
  }

  /** The offset in the template. */
  place(offset: number): number {
    if (this.places) return this.places[offset] ?? 0
    return this.base + (offset < this.limit ? offset : this.limit)
  }

  span(start: number, end: number): Span {
    return { start: this.place(start), end: this.place(end) }
  }

  fault(code: SyntaxFault['code'], message: string, start: number, end: number): void {
    this.faults.push({ code, message, ...this.span(start, end) })
  }

  /** An error that Velocity meets when all is read. */
  lateFault(message: string, { start, end }: Token): void {
    this.faults.push({ code: 'template-syntax', message, ...this.span(start, end), isLate: true })
  }

  get literals(): Map<Expression, string> {
    return (this.literalsHeld ??= new Map())
  }

  /** Goes one level deeper; `leave` with what it returns goes back, also where a fault has left others open. */
  enter(): number {
    if (this.depth >= maxDepth) {
      const message = `nested deeper than ${maxDepth} levels, which API Gateway's engine may not survive; split it with #set`
      throw new ParseFailure(message, this.peek())
    }
    return this.depth++
  }

  leave(depth: number): void {
    this.depth = depth
  }

  /** The level that `leave` goes back to. */
  get level(): number {
    return this.depth
  }

  /** For operators in a row, which nest to the left. */
  checkChain(length: number): void {
    if (length < maxDepth) return
    throw new ParseFailure(
      `more than ${maxDepth} operators in a row; split the expression with #set`,
      this.peek(),
    )
  }
}

/** A reference whose end may not be known yet. */
export type Started = { -readonly [Key in keyof ReferenceNode]: ReferenceNode[Key] }

function described(token: Token): string {
  if (token.kind === 'endOfText' || token.kind === 'unfinished') return 'the end of the text'
  const image = token.image.trim()
  return image === '' ? 'a blank' : `'${image.length > 40 ? `${image.slice(0, 40)}…` : image}'`
}
