import {
  blanksEnd,
  dollarMark,
  hashMark,
  isBlank,
  isDigit,
  isLetter,
  lineComment,
  number,
  restOfLineEnd,
  stringLiteral,
} from './lexerScan.ts'
import type { LexerState, Match, TokenKind } from './tokens.ts'

/** What stands at an offset after `#` (preDirective) or within a directive's parentheses (directive). */
export function directiveToken(
  text: string,
  offset: number,
  state: LexerState & ('preDirective' | 'directive'),
): Match | undefined {
  const char = text[offset] ?? ''
  if (char === '$' || char === '\\') {
    const mark = dollarMark(text, offset)
    if (mark) return mark
  }
  if (char === '#') return lineComment(text, offset) ?? hashMark(text, offset)
  const word = wordAt(text, offset)
  if (state === 'preDirective') {
    return keyword(text, offset, word) ?? word ?? number(text, offset) ?? { kind: 'special', end: offset + 1 }
  }
  if (word) return operatorWord(text, offset, word)
  if (isBlank(text.charCodeAt(offset))) return { kind: 'whitespace', end: blanksEnd(text, offset) }
  if (char === '"' || char === "'") return stringLiteral(text, offset)
  if (char === ')') return { kind: 'parenClose', end: restOfLineEnd(text, offset + 1) }
  return number(text, offset) ?? mark(text, offset)
}

function wordAt(text: string, offset: number): Match | undefined {
  const isBracketed = text[offset] === '{'
  const from = isBracketed ? offset + 1 : offset
  const first = text.charCodeAt(from)
  if (!isLetter(first) && first !== underscore && (isBracketed || first !== at)) return undefined
  let end = from + 1
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (!isLetter(code) && !isDigit(code) && code !== underscore && code !== at) break
  }
  if (!isBracketed) return { kind: 'word', end }
  return text[end] === '}' ? { kind: 'bracketedWord', end: end + 1 } : undefined
}

const underscore = 95
const at = 64

/** `#if`, `#elseif`, `#else`, `#end`; the last two take the rest of an otherwise empty line with them. */
function keyword(text: string, offset: number, word: Match | undefined): Match | undefined {
  const kind = word && keywords.get(text.slice(offset, word.end))
  if (!word || !kind) return undefined
  return { kind, end: kind === 'if' || kind === 'elseif' ? word.end : restOfLineEnd(text, word.end) }
}

const keywords: ReadonlyMap<string, TokenKind> = new Map([
  ['if', 'if'],
  ['{if}', 'if'],
  ['elseif', 'elseif'],
  ['{elseif}', 'elseif'],
  ['else', 'else'],
  ['{else}', 'else'],
  ['end', 'end'],
  ['{end}', 'end'],
])

const words: ReadonlyMap<string, TokenKind> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['and', 'and'],
  ['or', 'or'],
  ['lt', 'lt'],
  ['le', 'le'],
  ['gt', 'gt'],
  ['ge', 'ge'],
  ['eq', 'eq'],
  ['ne', 'ne'],
  ['not', 'not'],
])

function operatorWord(text: string, offset: number, word: Match): Match {
  const known = word.end - offset <= 5 ? words.get(text.slice(offset, word.end)) : undefined
  return known ? { kind: known, end: word.end } : word
}

const doubleMarks: ReadonlyMap<string, TokenKind> = new Map([
  ['..', 'doubleDot'],
  ['&&', 'and'],
  ['||', 'or'],
  ['<=', 'le'],
  ['>=', 'ge'],
  ['==', 'eq'],
  ['!=', 'ne'],
])

const singleMarks: ReadonlyMap<string, TokenKind> = new Map([
  ['[', 'leftBracket'],
  [']', 'rightBracket'],
  [',', 'comma'],
  [':', 'colon'],
  ['{', 'mapOpen'],
  ['}', 'mapClose'],
  ['(', 'parenOpen'],
  ['-', 'minus'],
  ['+', 'plus'],
  ['*', 'multiply'],
  ['/', 'divide'],
  ['%', 'modulus'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['!', 'not'],
  ['=', 'equals'],
])

function mark(text: string, offset: number): Match | undefined {
  const double = doubleMarks.get(text.slice(offset, offset + 2))
  if (double) return { kind: double, end: offset + 2 }
  const single = singleMarks.get(text[offset] ?? '')
  return single && { kind: single, end: offset + 1 }
}
