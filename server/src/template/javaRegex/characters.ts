import type { CharacterTest, RegexFlags } from './tree.ts'

/** `\d`, `\w`, `\s`, `\h`, `\v` and their opposites; ASCII only, as Java has them without UNICODE_CHARACTER_CLASS. */
export function shorthand(letter: string): CharacterTest | undefined {
  const test = shorthands.get(letter.toLowerCase())
  return test && letter !== letter.toLowerCase() ? not(test) : test
}

/** `\p{name}`: POSIX classes, `javaLowerCase` and its kin, Unicode categories, scripts, blocks by name. */
export function property(name: string): CharacterTest | undefined {
  const posix = posixClasses.get(name)
  if (posix) return posix
  const unicode = unicodeProperty(name)
  if (!unicode) return undefined
  return codePoint => unicode.test(String.fromCodePoint(codePoint))
}

export function not(test: CharacterTest): CharacterTest {
  return codePoint => !test(codePoint)
}

export function range(from: number, to: number): CharacterTest {
  return codePoint => codePoint >= from && codePoint <= to
}

/** One character, or what differs from it in case only: ASCII letters unless the `u` flag is set. */
export function literal(codePoint: number, flags: RegexFlags): CharacterTest {
  if (!flags.ignoresCase) return other => other === codePoint
  const folded = fold(codePoint, flags.isUnicodeCase)
  return other => other === codePoint || fold(other, flags.isUnicodeCase) === folded
}

/** A range that takes in what differs in case only. */
export function caselessRange(from: number, to: number, flags: RegexFlags): CharacterTest {
  const inside = range(from, to)
  if (!flags.ignoresCase) return inside
  return codePoint =>
    inside(codePoint) ||
    inside(upper(codePoint, flags.isUnicodeCase)) ||
    inside(fold(codePoint, flags.isUnicodeCase))
}

/** The lower case of a letter, for comparing. */
export function fold(codePoint: number, isUnicode: boolean): number {
  if (codePoint < 128) return codePoint >= 65 && codePoint <= 90 ? codePoint + 32 : codePoint
  if (!isUnicode) return codePoint
  return single(String.fromCodePoint(upper(codePoint, true)).toLowerCase(), codePoint)
}

/** Whether two characters are equal where case does not count. */
export function equalsFolded(one: number, other: number): boolean {
  return one === other || fold(one, false) === fold(other, false)
}

/** Ends a line for `.`, `^` and `$`. */
export function isLineTerminator(codePoint: number, isUnixLines: boolean): boolean {
  if (codePoint === 10) return true
  return !isUnixLines && (codePoint === 13 || codePoint === 0x85 || codePoint === 0x2028 || codePoint === 0x2029)
}

export function isWordCharacter(codePoint: number): boolean {
  return isAlphanumeric(codePoint) || codePoint === 95
}

function upper(codePoint: number, isUnicode: boolean): number {
  if (codePoint < 128) return codePoint >= 97 && codePoint <= 122 ? codePoint - 32 : codePoint
  return isUnicode ? single(String.fromCodePoint(codePoint).toUpperCase(), codePoint) : codePoint
}

function single(text: string, otherwise: number): number {
  const codePoint = text.codePointAt(0) ?? otherwise
  return text.length === String.fromCodePoint(codePoint).length ? codePoint : otherwise
}

const isDigit = range(48, 57)
const isUpper = range(65, 90)
const isLower = range(97, 122)
const isAlphabetic: CharacterTest = codePoint => isUpper(codePoint) || isLower(codePoint)
const isAlphanumeric: CharacterTest = codePoint => isAlphabetic(codePoint) || isDigit(codePoint)
const isGraph = range(33, 126)
const isSpace: CharacterTest = codePoint => codePoint === 32 || (codePoint >= 9 && codePoint <= 13)

const shorthands: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['w', isWordCharacter],
  ['s', isSpace],
  ['h', (codePoint: number) => /[ \xa0\u1680\u180e\u2000-\u200a\u202f\u205f\u3000\t]/.test(String.fromCodePoint(codePoint))],
  ['v', (codePoint: number) => (codePoint >= 10 && codePoint <= 13) || isLineTerminator(codePoint, false)],
])

const isHex: CharacterTest = codePoint =>
  isDigit(codePoint) || (codePoint >= 65 && codePoint <= 70) || (codePoint >= 97 && codePoint <= 102)

const posixClasses: ReadonlyMap<string, CharacterTest> = new Map([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', range(0, 127)],
  ['Alpha', isAlphabetic],
  ['Digit', isDigit],
  ['Alnum', isAlphanumeric],
  ['Punct', (codePoint: number) => isGraph(codePoint) && !isAlphanumeric(codePoint)],
  ['Graph', isGraph],
  ['Print', range(32, 126)],
  ['Blank', (codePoint: number) => codePoint === 32 || codePoint === 9],
  ['Cntrl', (codePoint: number) => codePoint < 32 || codePoint === 127],
  ['XDigit', isHex],
  ['Space', isSpace],
  ['all', () => true],
  ['L1', range(0, 255)],
])

const javaMethods: ReadonlyMap<string, string> = new Map([
  ['javaLowerCase', 'Lowercase'],
  ['javaUpperCase', 'Uppercase'],
  ['javaAlphabetic', 'Alphabetic'],
  ['javaIdeographic', 'Ideographic'],
  ['javaTitleCase', 'Lt'],
  ['javaDigit', 'Nd'],
  ['javaLetter', 'L'],
  ['javaWhitespace', 'White_Space'],
  ['javaSpaceChar', 'Z'],
  ['javaISOControl', 'Cc'],
])

const binaryNames = ['Alphabetic', 'Ideographic', 'Lowercase', 'Uppercase', 'White_Space']

function unicodeProperty(name: string): RegExp | undefined {
  const java = javaMethods.get(name)
  if (java !== undefined) return propertyPattern(java)
  const assigned = /^(?:gc|general_category)=(.+)$/i.exec(name)?.[1]
  if (assigned !== undefined) return propertyPattern(`gc=${assigned}`)
  const script = /^(?:sc|script)=(.+)$/i.exec(name)?.[1]
  if (script !== undefined) return propertyPattern(`sc=${titled(script)}`)
  if (!name.startsWith('Is')) return /^[A-Z][a-z]?$/.test(name) ? propertyPattern(`gc=${name}`) : undefined
  const rest = name.slice(2)
  const binary = binaryNames.find(known => known.replaceAll('_', '').toLowerCase() === rest.replaceAll('_', '').toLowerCase())
  if (binary !== undefined) return propertyPattern(binary)
  return propertyPattern(`gc=${rest}`) ?? propertyPattern(`sc=${titled(rest)}`)
}

function titled(name: string): string {
  return name.toLowerCase().replace(/(^|_)[a-z]/g, letter => letter.toUpperCase())
}

function propertyPattern(name: string): RegExp | undefined {
  try {
    return new RegExp(`^\\p{${name}}$`, 'u')
  } catch {
    return undefined
  }
}
