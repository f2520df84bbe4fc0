import { setOf } from './characters.ts'
import type { CharacterSet } from './regexTree.ts'

/** `\d`, `\w`, `\s`, `\h`, `\v`; the capital letters are their opposites. */
export function shorthandSet(letter: string, isUnicode: boolean): CharacterSet | undefined {
  const [ascii, unicode] = SHORTHANDS.get(letter) ?? []
  return isUnicode ? unicode : ascii
}

const SHORTHANDS: ReadonlyMap<string, readonly [CharacterSet, CharacterSet]> = new Map([
  ['d', [setOf(/[0-9]/), setOf(/\p{Nd}/u)]],
  ['w', [setOf(/[a-zA-Z_0-9]/), setOf(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u)]],
  ['s', [setOf(/[ \t\n\u000b\f\r]/), setOf(/\p{White_Space}/u)]],
  ['h', both(setOf(/[ \u00a0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\t]/))],
  ['v', both(setOf(/[\n\u000b\f\r\u0085\u2028\u2029]/))],
])

function both(set: CharacterSet): readonly [CharacterSet, CharacterSet] {
  return [set, set]
}

/** The set that `\p{name}` names; undefined for a name that Java or we do not know. */
export function propertySet(name: string, isUnicode: boolean): CharacterSet | undefined {
  const posix = POSIX.get(name)
  if (posix) return isUnicode ? (unicodeProperty(UNICODE_POSIX.get(name) ?? '') ?? posix) : posix
  const java = JAVA.get(name)
  if (java) return setOf(java)
  const [, key, value] = /^(\w+)=(.+)$/.exec(name) ?? []
  if (key !== undefined && value !== undefined) return keyedProperty(key, value)
  if (name.startsWith('Is'))
    return unicodeProperty(name.slice(2)) ?? unicodeProperty(`Script=${titled(name.slice(2))}`)
  if (name === 'L1') return codePoint => codePoint >= 0 && codePoint <= 0xff
  if (name === 'LD') return setOf(/[\p{L}\p{Nd}]/u)
  return /^[A-Z][a-z&]?$/.test(name) ? unicodeProperty(name === 'LC' ? 'LC' : name) : undefined
}

function keyedProperty(key: string, value: string): CharacterSet | undefined {
  if (/^(?:general_category|gc)$/i.test(key)) return unicodeProperty(value)
  return /^(?:script|sc)$/i.test(key) ? unicodeProperty(`Script=${titled(value)}`) : undefined
}

/** Java takes names of scripts in any case; JavaScript as Unicode writes them. */
function titled(name: string): string {
  return name.toLowerCase().replace(/(?:^|_)[a-z]/g, letter => letter.toUpperCase())
}

function unicodeProperty(name: string): CharacterSet | undefined {
  const canonical = BINARY.get(name.toLowerCase()) ?? name
  if (!/^[\w=]+$/.test(canonical)) return undefined
  try {
    return setOf(new RegExp(`\\p{${canonical}}`, 'u'))
  } catch {
    return undefined
  }
}

/** Binary properties, which Java takes in any case and without the underscore. */
const BINARY: ReadonlyMap<string, string> = new Map([
  ['alphabetic', 'Alphabetic'],
  ['ideographic', 'Ideographic'],
  ['letter', 'L'],
  ['lowercase', 'Lowercase'],
  ['uppercase', 'Uppercase'],
  ['titlecase', 'Lt'],
  ['punctuation', 'P'],
  ['control', 'Cc'],
  ['white_space', 'White_Space'],
  ['whitespace', 'White_Space'],
  ['digit', 'Nd'],
  ['hex_digit', 'Hex_Digit'],
  ['join_control', 'Join_Control'],
  ['noncharacter_code_point', 'Noncharacter_Code_Point'],
  ['assigned', 'Assigned'],
])

const POSIX: ReadonlyMap<string, CharacterSet> = new Map([
  ['Lower', setOf(/[a-z]/)],
  ['Upper', setOf(/[A-Z]/)],
  ['ASCII', setOf(/[\u0000-\u007f]/)],
  ['Alpha', setOf(/[a-zA-Z]/)],
  ['Digit', setOf(/[0-9]/)],
  ['Alnum', setOf(/[a-zA-Z0-9]/)],
  ['Punct', setOf(/[!-/:-@[-`{-~]/)],
  ['Graph', setOf(/[!-~]/)],
  ['Print', setOf(/[ -~]/)],
  ['Blank', setOf(/[ \t]/)],
  ['Cntrl', setOf(/[\u0000-\u001f\u007f]/)],
  ['XDigit', setOf(/[0-9a-fA-F]/)],
  ['Space', setOf(/[ \t\n\u000b\f\r]/)],
])

const UNICODE_POSIX: ReadonlyMap<string, string> = new Map([
  ['Lower', 'Lowercase'],
  ['Upper', 'Uppercase'],
  ['Alpha', 'Alphabetic'],
  ['Digit', 'Nd'],
  ['Punct', 'P'],
  ['Cntrl', 'Cc'],
  ['XDigit', 'Hex_Digit'],
  ['Space', 'White_Space'],
])

const JAVA: ReadonlyMap<string, RegExp> = new Map([
  ['javaLowerCase', /\p{Lowercase}/u],
  ['javaUpperCase', /\p{Uppercase}/u],
  ['javaAlphabetic', /\p{Alphabetic}/u],
  ['javaDigit', /\p{Nd}/u],
  ['javaLetter', /\p{L}/u],
  ['javaLetterOrDigit', /[\p{L}\p{Nd}]/u],
  ['javaSpaceChar', /[\p{Zs}\p{Zl}\p{Zp}]/u],
  ['javaWhitespace', /[\t-\r\u001c-\u001f\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/u],
  ['javaTitleCase', /\p{Lt}/u],
])
