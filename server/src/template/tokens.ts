/**
 * The tokens of Velocity 1.7 as its grammar (apache/velocity-engine 1.7, `src/parser/Parser.jjt`) tells them apart;
 * what is cut where decides what a malformed template prints, so the same cuts are made here.
 */
export type TokenKind =
  | 'and'
  | 'blockComment'
  | 'bracketedWord'
  | 'colon'
  | 'comma'
  | 'divide'
  | 'dot'
  | 'doubleDot'
  | 'doubleEscape'
  | 'else'
  | 'elseif'
  | 'emptyIndex'
  | 'end'
  | 'endOfText'
  | 'eq'
  | 'equals'
  | 'escape'
  | 'escapedDirective'
  | 'false'
  | 'float'
  | 'formalComment'
  | 'ge'
  | 'gt'
  | 'identifier'
  | 'if'
  | 'indexClose'
  | 'indexOpen'
  | 'integer'
  | 'le'
  | 'leftBracket'
  | 'leftCurly'
  | 'lineComment'
  | 'lineCommentEnd'
  | 'lt'
  | 'mapClose'
  | 'mapOpen'
  | 'methodClose'
  | 'minus'
  | 'modulus'
  | 'multiply'
  | 'ne'
  | 'not'
  | 'or'
  | 'parenClose'
  | 'parenOpen'
  | 'plus'
  | 'rightBracket'
  | 'rightCurly'
  | 'set'
  | 'special'
  | 'string'
  | 'text'
  | 'textBlock'
  | 'true'
  | 'unknown'
  | 'unfinished'
  | 'whitespace'
  | 'word'

/** Lexical states of Velocity's grammar; the names are the grammar's. */
export type LexerState =
  | 'default'
  | 'reference'
  | 'refModifier'
  | 'refMod2'
  | 'refIndex'
  | 'preDirective'
  | 'directive'
  | 'lineComment'
  | 'formalComment'
  | 'blockComment'
  | 'textBlock'

/** One match: what was found and where it ends. `more` goes on with the same token, `skip` forgets it. */
export interface Match {
  readonly kind: TokenKind | 'more' | 'skip'
  readonly end: number
}

export interface Token {
  readonly kind: TokenKind
  /** Offset where its text begins; what lies between the last token's end and this was skipped (a comment's text). */
  readonly start: number
  readonly end: number
  /** Its text as later steps see it: the marks before a reference's `$` are cut off once they are understood. */
  image: string
  /** A lone `#` or `$` before it, which no directive or reference followed. */
  readonly special: SpecialToken | undefined
}

export interface SpecialToken {
  readonly image: string
  readonly start: number
  readonly before: SpecialToken | undefined
}

/** The text that the lone marks before a token print: `#`, `$` and the backslashes that lead to a `$`. */
export function specialText(token: Token): string {
  const { special } = token
  if (special === undefined || special.image.startsWith('##')) return ''
  let text = ''
  for (let one: SpecialToken | undefined = special; one; one = one.before) text = marksOf(one.image) + text
  return text
}

/** A token's text with that of the lone marks before it. */
export function tokenLiteral(token: Token): string {
  if (token.kind === 'blockComment') return ''
  return token.special === undefined ? token.image : specialText(token) + token.image
}

function marksOf(image: string): string {
  let text = ''
  for (let index = 0; index < image.length; index++) {
    const char = image[index]
    if (char === '#' || char === '$') text += char
    if (char !== '\\') continue
    let after = index
    while (image[after] === '\\') after++
    if (image[after] !== '$') continue
    text += image.slice(index, after + 1)
    index = after + 1
  }
  return text
}
