import type { LexerState, Match, TokenKind } from './tokens.ts'

/** What stands at an offset of plain text. */
export function inText(text: string, offset: number): Match | undefined {
  const code = text.charCodeAt(offset)
  if (code === dollar) return emptyIndex(text, offset) ?? dollarMark(text, offset)
  if (code === hash) return setDirective(text, offset) ?? lineComment(text, offset) ?? hashMark(text, offset)
  if (code === backslash) return dollarMark(text, offset) ?? escape(text, offset)
  if (code === space || code === tab) {
    const set = setDirective(text, offset)
    if (set) return set
  }
  let end = offset + 1
  for (; end < text.length; end++) {
    const next = text.charCodeAt(end)
    if (next === dollar || next === hash || next === backslash) break
  }
  return { kind: 'text', end }
}

/** What stands at an offset of a reference, of a method's arguments or of an index. */
export function inReference(text: string, offset: number, state: LexerState): Match | undefined {
  const code = text.charCodeAt(offset)
  const canBeSet = state !== 'refIndex'
  if (code === dollar) {
    return (state === 'reference' ? emptyIndex(text, offset) : undefined) ?? dollarMark(text, offset)
  }
  if (code === hash) {
    const set = canBeSet ? setDirective(text, offset) : undefined
    return set ?? (state === 'reference' ? lineComment(text, offset) : undefined) ?? hashMark(text, offset)
  }
  if (code === backslash) {
    const mark = dollarMark(text, offset)
    if (mark) return mark
  }
  if (canBeSet && (code === space || code === tab)) {
    const set = setDirective(text, offset)
    if (set) return set
  }
  if (state === 'reference' || state === 'refModifier') {
    return referenceToken(text, offset, code, state) ?? { kind: 'special', end: offset + 1 }
  }
  if (isBlank(code)) return { kind: 'whitespace', end: blanksEnd(text, offset) }
  if (code === quote || code === apostrophe) return stringLiteral(text, offset)
  return number(text, offset) ?? argumentToken(text, offset, code, state)
}

/** What stands at an offset of a comment or of `#[[` text. */
export function inComment(text: string, offset: number, state: LexerState): Match {
  const code = text.charCodeAt(offset)
  if (code === dollar || code === hash || code === backslash) {
    const mark = code === hash ? hashMark(text, offset) : dollarMark(text, offset)
    if (mark) return mark
  }
  if (state === 'lineComment' && (code === lineFeed || code === carriageReturn)) {
    return { kind: 'lineCommentEnd', end: lineEnd(text, offset) }
  }
  if (state === 'formalComment' && text.startsWith('*#', offset))
    return { kind: 'formalComment', end: offset + 2 }
  if (state === 'blockComment' && text.startsWith('*#', offset))
    return { kind: 'blockComment', end: offset + 2 }
  if (state !== 'textBlock') return { kind: 'skip', end: offset + 1 }
  if (text.startsWith(']]#', offset)) return { kind: 'textBlock', end: offset + 3 }
  return { kind: 'more', end: offset + 1 }
}

/** `$`, `$!` and the backslashes before and within them. */
export function dollarMark(text: string, offset: number): Match | undefined {
  let at = backslashesEnd(text, offset)
  if (text.charCodeAt(at) !== dollar) return undefined
  const end = at + 1
  at = backslashesEnd(text, end)
  return { kind: 'more', end: text.charCodeAt(at) === exclamation ? at + 1 : end }
}

/** `#`, `#*`, `#**` and `#[[`. */
export function hashMark(text: string, offset: number): Match {
  const next = text.charCodeAt(offset + 1)
  if (next === bracket && text.charCodeAt(offset + 2) === bracket) return { kind: 'more', end: offset + 3 }
  if (next !== star) return { kind: 'more', end: offset + 1 }
  const isFormal =
    text.charCodeAt(offset + 2) === star && offset + 3 < text.length && text.charCodeAt(offset + 3) !== hash
  return { kind: 'more', end: offset + (isFormal ? 4 : 2) }
}

export function lineComment(text: string, offset: number): Match | undefined {
  return text.charCodeAt(offset + 1) === hash ? { kind: 'lineComment', end: offset + 2 } : undefined
}

/** `"..."` or `'...'`, where a doubled quote stands for one. The longest match counts, as in Velocity's own lexer. */
export function stringLiteral(text: string, offset: number): Match | undefined {
  const mark = text[offset] ?? ''
  let accepted: number | undefined
  for (let at = offset + 1; ;) {
    const close = text.indexOf(mark, at)
    if (close < 0) break
    accepted = close + 1
    if (text[accepted] !== mark) break
    at = accepted + 1
  }
  return accepted === undefined ? undefined : { kind: 'string', end: accepted }
}

/** An integer (with `..` after it) or a floating point literal, whichever is longer. */
export function number(text: string, offset: number): Match | undefined {
  const first = text.charCodeAt(offset)
  if (!isDigit(first) && first !== minus && first !== point) return undefined
  const from = first === minus ? offset + 1 : offset
  let at = digitsEnd(text, from)
  const hasDigits = at > from
  if (hasDigits && text.startsWith('..', at)) return { kind: 'integer', end: at + 2 }
  if (text.charCodeAt(at) === point) {
    const fraction = digitsEnd(text, at + 1)
    if (!hasDigits && fraction === at + 1) return undefined
    at = fraction
    return { kind: 'float', end: exponentEnd(text, at) ?? at }
  }
  if (!hasDigits) return undefined
  const exponent = exponentEnd(text, at)
  return exponent === undefined ? { kind: 'integer', end: at } : { kind: 'float', end: exponent }
}

export function blanksEnd(text: string, offset: number): number {
  let at = offset
  while (isBlank(text.charCodeAt(at))) at++
  return at
}

/** Past blanks and one line end, where a line end follows; else the offset itself. */
export function restOfLineEnd(text: string, offset: number): number {
  let at = offset
  while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab) at++
  const code = text.charCodeAt(at)
  return code === lineFeed || code === carriageReturn ? lineEnd(text, at) : offset
}

export function isBlank(code: number): boolean {
  return code === space || code === tab || code === lineFeed || code === carriageReturn
}

export function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

const dollar = 36
const hash = 35
const backslash = 92
const space = 32
const tab = 9
const lineFeed = 10
const carriageReturn = 13
const exclamation = 33
const star = 42
const quote = 34
const apostrophe = 39
const minus = 45
const point = 46
const bracket = 91
const underscore = 95

const referenceMarks: ReadonlyMap<string, TokenKind> = new Map([
  ['[', 'indexOpen'],
  ['{', 'leftCurly'],
  ['}', 'rightCurly'],
])

function referenceToken(text: string, offset: number, code: number, state: LexerState): Match | undefined {
  if (isLetter(code) || code === underscore) return identifier(text, offset)
  if (code === point) return dot(text, offset)
  if (code === 40 && state === 'refModifier') return { kind: 'parenOpen', end: offset + 1 }
  const kind = referenceMarks.get(text[offset] ?? '')
  return kind && { kind, end: offset + 1 }
}

const argumentMarks: ReadonlyMap<string, TokenKind> = new Map([
  ['[', 'leftBracket'],
  [']', 'rightBracket'],
  [',', 'comma'],
  [':', 'colon'],
  ['{', 'mapOpen'],
  ['}', 'mapClose'],
  [')', 'methodClose'],
])

function argumentToken(text: string, offset: number, code: number, state: LexerState): Match | undefined {
  if (state === 'refIndex') {
    if (code === 93) return { kind: 'indexClose', end: offset + 1 }
    return truth(text, offset)
  }
  if (isLetter(code) || code === underscore) return identifier(text, offset)
  if (code === point) {
    if (text.charCodeAt(offset + 1) === point) return { kind: 'doubleDot', end: offset + 2 }
    return dot(text, offset)
  }
  const kind = argumentMarks.get(text[offset] ?? '')
  return kind && { kind, end: offset + 1 }
}

function truth(text: string, offset: number): Match | undefined {
  const code = text.charCodeAt(offset)
  if (code === 116 && text.startsWith('true', offset)) return { kind: 'true', end: offset + 4 }
  if (code === 102 && text.startsWith('false', offset)) return { kind: 'false', end: offset + 5 }
  return undefined
}

function identifier(text: string, offset: number): Match {
  let end = offset + 1
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end)
    if (!isLetter(code) && !isDigit(code) && code !== minus && code !== underscore) break
  }
  const known = truth(text, offset)
  return known?.end === end ? known : { kind: 'identifier', end }
}

/** A dot counts only before a letter, which is given back to be read as the name. */
function dot(text: string, offset: number): Match | undefined {
  return isLetter(text.charCodeAt(offset + 1)) ? { kind: 'dot', end: offset + 2 } : undefined
}

/** `$[`, `$![`, `$\![` and `$.` are text. */
function emptyIndex(text: string, offset: number): Match | undefined {
  const next = text.charCodeAt(offset + 1)
  if (isLetter(next)) return undefined
  if (next === bracket || next === point) return { kind: 'emptyIndex', end: offset + 2 }
  if (text.startsWith('![', offset + 1)) return { kind: 'emptyIndex', end: offset + 3 }
  if (text.startsWith('\\![', offset + 1)) return { kind: 'emptyIndex', end: offset + 4 }
  return undefined
}

const setPattern = /[ \t]*#(?:set|\{set\}) *\(/y

function setDirective(text: string, offset: number): Match | undefined {
  // A cheap look first: most blanks of a template stand between words.
  let at = offset
  while (text.charCodeAt(at) === space || text.charCodeAt(at) === tab) at++
  if (text.charCodeAt(at) !== hash) return undefined
  const next = text[at + 1]
  if (next !== 's' && next !== '{') return undefined
  setPattern.lastIndex = offset
  return setPattern.test(text) ? { kind: 'set', end: setPattern.lastIndex } : undefined
}

const directiveNamePattern = /#(?:[a-zA-Z_@][a-zA-Z0-9_@]*|\{[a-zA-Z_][a-zA-Z0-9_@]*\})/y

function escape(text: string, offset: number): Match {
  const end = backslashesEnd(text, offset)
  directiveNamePattern.lastIndex = end
  if ((end - offset) % 2 === 1 && directiveNamePattern.test(text)) {
    return { kind: 'escapedDirective', end: directiveNamePattern.lastIndex }
  }
  return text.charCodeAt(offset + 1) === backslash
    ? { kind: 'doubleEscape', end: offset + 2 }
    : { kind: 'escape', end: offset + 1 }
}

/** The last run of backslashes that was measured: each token within a long run asks where the run ends. */
let lastRun = { text: '', from: 0, end: 0 }

function backslashesEnd(text: string, offset: number): number {
  if (text.charCodeAt(offset) !== backslash) return offset
  if (lastRun.text === text && offset >= lastRun.from && offset < lastRun.end) return lastRun.end
  let end = offset + 1
  while (text.charCodeAt(end) === backslash) end++
  lastRun = { text, from: offset, end }
  return end
}

function lineEnd(text: string, offset: number): number {
  return text.startsWith('\r\n', offset) ? offset + 2 : offset + 1
}

function digitsEnd(text: string, offset: number): number {
  let at = offset
  while (isDigit(text.charCodeAt(at))) at++
  return at
}

function exponentEnd(text: string, offset: number): number | undefined {
  const mark = text[offset]
  if (mark !== 'e' && mark !== 'E') return undefined
  const sign = text[offset + 1]
  const from = sign === '+' || sign === '-' ? offset + 2 : offset + 1
  const end = digitsEnd(text, from)
  return end > from ? end : undefined
}
