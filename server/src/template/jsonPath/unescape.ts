import { PathSyntaxError } from './syntax.ts'

/** Resolves the backslashes in a name or a string of a path; `\uXXXX` is a code unit, an unknown one is its letter. */
export function unescapeText(text: string, offset: number): string {
  if (!text.includes('\\')) return text
  let plain = ''
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index)
    if (character !== '\\') plain += character
    else if (text.charAt(++index) !== 'u')
      plain += ESCAPES.get(text.charAt(index)) ?? (text.charAt(index) || '\\')
    else {
      const digits = text.slice(index + 1, index + 5)
      index += 4
      // json-path drops what is left of an escape that the text cuts off.
      if (digits.length === 4) plain += codeUnit(digits, offset)
    }
  }
  return plain
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['r', '\r'],
  ['f', '\f'],
  ['t', '\t'],
  ['n', '\n'],
  ['b', '\b'],
])

function codeUnit(digits: string, offset: number): string {
  // `Integer.parseInt` takes a sign, and the cast to char wraps a negative number.
  if (/^[+-]?[0-9a-fA-F]+$/.test(digits)) return String.fromCharCode(Number.parseInt(digits, 16) & 0xffff)
  throw new PathSyntaxError(`'\\u${digits}' is no character`, offset, offset + 1, false)
}
