import * as scan from './lexerScan.ts'
import { directiveToken } from './lexerDirective.ts'
import type { LexerState, Match, SpecialToken, Token, TokenKind } from './tokens.ts'

interface SavedState {
  readonly state: LexerState
  readonly openParens: number
  readonly closedParens: number
}

/**
 * Velocity 1.7's token machine: a stack of lexical states, driven by the tokens themselves. It is followed to the
 * letter, since templates show its oddities: after `$a#set($b = 1)` the next word is still read as part of a
 * reference. It never fails: what Velocity refuses is a token of kind `unknown` or `unfinished`.
 */
export class Lexer {
  readonly text: string
  state: LexerState = 'default'
  inSet = false
  private offset = 0
  private stack: SavedState[] = []
  private openParens = 0
  private closedParens = 0
  private inComment = false
  private special: SpecialToken | undefined

  constructor(text: string) {
    this.text = text
  }

  /** Goes on at another place, as if the text began there: how the parser gets past a fault. */
  restart(offset: number): void {
    this.offset = offset
    this.state = 'default'
    this.stack = []
    this.openParens = 0
    this.closedParens = 0
    this.inComment = false
    this.inSet = false
    this.special = undefined
  }

  next(): Token {
    let start = this.offset
    let isMore = false
    for (;;) {
      if (this.offset >= this.text.length) return this.token(isMore ? 'unfinished' : 'endOfText', start)
      const match = this.match()
      if (match === undefined) {
        this.offset++
        return this.token('unknown', start)
      }
      const from = this.offset
      this.offset = match.end
      if (match.kind === 'more') {
        isMore = true
        this.mark(from, match.end)
      } else if (match.kind === 'skip') {
        start = this.offset
        isMore = false
      } else if (match.kind === 'special') {
        this.special = { image: this.text.slice(start, this.offset), start, before: this.special }
        this.offset--
        this.popState()
        start = this.offset
        isMore = false
      } else {
        this.act(match.kind)
        return this.token(match.kind, start)
      }
    }
  }

  /** Whether `(` follows, blanks and line ends aside; nothing is read. */
  isBeforeParen(): boolean {
    let at = this.offset
    while (at < this.text.length && scan.isBlank(this.text.charCodeAt(at))) at++
    return this.text[at] === '('
  }

  popState(): void {
    const saved = this.stack.pop()
    if (saved === undefined) {
      this.openParens = 0
      this.state = 'default'
      return
    }
    this.openParens = saved.openParens
    this.closedParens = saved.closedParens
    this.state = saved.state
  }

  private pushState(): void {
    this.stack.push({ state: this.state, openParens: this.openParens, closedParens: this.closedParens })
    this.openParens = 0
  }

  private token(kind: TokenKind, start: number): Token {
    const { special } = this
    this.special = undefined
    // Marks before a dot are lost: Velocity takes it for text.
    const image = kind === 'dot' ? '.' : this.text.slice(start, this.offset)
    return { kind, start, end: this.offset, image, special }
  }

  private match(): Match | undefined {
    const { text, offset } = this
    switch (this.state) {
      case 'default':
        return scan.inText(text, offset)
      case 'reference':
      case 'refModifier':
      case 'refMod2':
      case 'refIndex':
        return scan.inReference(text, offset, this.state)
      case 'preDirective':
      case 'directive':
        return directiveToken(text, offset, this.state)
      case 'lineComment':
      case 'formalComment':
      case 'blockComment':
      case 'textBlock':
        return scan.inComment(text, offset, this.state)
    }
  }

  /** What `$`, `$!`, `#`, `#*`, `#**` and `#[[` do to the state; each may begin any token. */
  private mark(from: number, end: number): void {
    if (this.inComment) return
    if (this.text[from] !== '#') {
      if (this.state === 'reference') this.popState()
      return this.enter('reference')
    }
    if (end - from === 1) {
      if (this.state === 'reference' || this.state === 'refModifier') this.popState()
      return this.enter('preDirective')
    }
    this.inComment = true
    if (this.text[from + 1] === '[') return this.enter('textBlock')
    if (end - from === 2) return this.enter('blockComment')
    this.offset = end - 1
    this.enter('formalComment')
  }

  private enter(state: LexerState): void {
    this.pushState()
    this.state = state
  }

  private act(kind: TokenKind): void {
    switch (kind) {
      case 'set':
        this.enter('directive')
        this.inSet = true
        this.openParens++
        return
      case 'lineComment':
        if (this.state === 'reference') this.popState()
        this.inComment = true
        return this.enter('lineComment')
      case 'lineCommentEnd':
      case 'formalComment':
      case 'blockComment':
      case 'textBlock':
        this.inComment = false
        return this.popState()
      case 'if':
      case 'elseif':
        this.state = 'directive'
        return
      case 'end':
      case 'else':
      case 'indexClose':
      case 'rightCurly':
        return this.popState()
      case 'indexOpen':
        return this.enter('refIndex')
      case 'dot':
        this.offset--
        this.state = 'refModifier'
        return
      case 'methodClose':
        this.state = 'reference'
        return
      case 'parenOpen':
        this.openParens++
        if (this.state === 'refModifier') this.state = 'refMod2'
        return
      case 'parenClose':
        return this.closeParen()
      default:
        return this.actOnLiteral(kind)
    }
  }

  /** A literal outside parentheses ends the directive's state. */
  private actOnLiteral(kind: TokenKind): void {
    if (kind === 'string') {
      if (this.state === 'directive' && !this.inSet && this.openParens === 0) this.popState()
      return
    }
    if (kind !== 'integer' && kind !== 'float') return
    if (kind === 'integer' && this.text.startsWith('..', this.offset - 2)) this.offset -= 2
    if (this.openParens > 0 || this.inSet || this.state === 'refMod2') return
    if (kind === 'integer' && this.state === 'refIndex') return
    this.popState()
  }

  private closeParen(): void {
    if (this.inComment) return
    while (this.openParens === 0) {
      if (this.stack.length === 0) return this.popState()
      this.popState()
    }
    if (this.openParens === this.closedParens + 1) this.popState()
    else this.closedParens++
  }
}
