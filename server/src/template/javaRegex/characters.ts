import type { CharacterSet, Fold, PlaceTest, RegexFlags } from './regexTree.ts'

/** The code point at a position; a lone surrogate is one of its own. */
export function codePointAt(text: string, position: number): number {
  return text.codePointAt(position) ?? -1
}

/** UTF-16 code units that a code point takes. */
export function widthOf(codePoint: number): 1 | 2 {
  return codePoint > 0xffff ? 2 : 1
}

/** Folds case as the flags say; undefined where case counts. */
export function foldOf({ ignoresCase, unicodeCase }: RegexFlags): Fold | undefined {
  if (!ignoresCase) return undefined
  return unicodeCase ? unicodeFold : asciiFold
}

function asciiFold(codePoint: number): number {
  return codePoint >= 65 && codePoint <= 90 ? codePoint + 32 : codePoint
}

function unicodeFold(codePoint: number): number {
  const upper = singleCodePoint(String.fromCodePoint(codePoint).toUpperCase()) ?? codePoint
  return singleCodePoint(String.fromCodePoint(upper).toLowerCase()) ?? upper
}

function singleCodePoint(text: string): number | undefined {
  const codePoint = codePointAt(text, 0)
  return text.length === widthOf(codePoint) ? codePoint : undefined
}

/** A set of the code points from `low` to `high`, whatever their case if that does not count. */
export function rangeSet(low: number, high: number, fold: Fold | undefined): CharacterSet {
  if (!fold) return codePoint => codePoint >= low && codePoint <= high
  if (low === high) {
    const folded = fold(low)
    return codePoint => codePoint === low || fold(codePoint) === folded
  }
  const isInside: CharacterSet = codePoint => codePoint >= low && codePoint <= high
  return codePoint => isInside(codePoint) || isInside(fold(codePoint)) || isInside(raise(fold(codePoint)))
}

function raise(codePoint: number): number {
  return singleCodePoint(String.fromCodePoint(codePoint).toUpperCase()) ?? codePoint
}

/** A set by a JavaScript expression of one character. */
export function setOf(expression: RegExp): CharacterSet {
  return codePoint => codePoint >= 0 && expression.test(String.fromCodePoint(codePoint))
}

export function negated(set: CharacterSet): CharacterSet {
  return codePoint => codePoint >= 0 && !set(codePoint)
}

/** `.` */
export function dotSet({ dotAll, unixLines }: RegexFlags): CharacterSet {
  if (dotAll) return codePoint => codePoint >= 0
  return unixLines
    ? codePoint => codePoint >= 0 && codePoint !== 10
    : codePoint => codePoint >= 0 && !isLineEnd(codePoint)
}

function isLineEnd(codePoint: number): boolean {
  return (
    codePoint === 10 || codePoint === 13 || codePoint === 0x85 || codePoint === 0x2028 || codePoint === 0x2029
  )
}

/** `^` */
export function caretPlace({ isMultiline, unixLines }: RegexFlags): PlaceTest {
  if (!isMultiline) return (_, position) => position === 0
  return (text, position) => {
    if (position === 0) return true
    // Java lets no line begin at the very end of the text.
    if (position === text.length) return false
    const before = text.charCodeAt(position - 1)
    if (unixLines) return before === 10
    return isLineEnd(before) && !(before === 13 && text.charCodeAt(position) === 10)
  }
}

/** `$`; `\Z` is the same without MULTILINE. */
export function dollarPlace({ isMultiline, unixLines }: RegexFlags): PlaceTest {
  const isEnd = unixLines ? (code: number) => code === 10 : isLineEnd
  return (text, position) => {
    if (position === text.length) return true
    const code = text.charCodeAt(position)
    if (!isEnd(code) || isSecondOfTwo(text, position, unixLines)) return false
    if (isMultiline) return true
    const width = code === 13 && text.charCodeAt(position + 1) === 10 ? 2 : 1
    return position + width === text.length
  }
}

/** Between `\r` and `\n` no line ends. */
function isSecondOfTwo(text: string, position: number, unixLines: boolean): boolean {
  return (
    !unixLines && text.charCodeAt(position) === 10 && position > 0 && text.charCodeAt(position - 1) === 13
  )
}

/** `\b`; Java before 19 counts letters of all scripts as parts of words. */
export const wordBoundary: PlaceTest = (text, position) =>
  isWordBefore(text, position) !== isWordAt(text, position)

function isWordAt(text: string, position: number): boolean {
  return position < text.length && isWordPart(codePointAt(text, position))
}

function isWordBefore(text: string, position: number): boolean {
  if (position === 0) return false
  const code = text.charCodeAt(position - 1)
  const isPair = code >= 0xdc00 && code <= 0xdfff && position > 1
  const pair = isPair ? codePointAt(text, position - 2) : code
  return isWordPart(pair > 0xffff ? pair : code)
}

const isWordPart = setOf(/[_\p{L}\p{Nd}]/u)
