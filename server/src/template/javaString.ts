import type { JavaMethod, JavaMethods } from './javaArguments.ts'
import { elementsOf, incomparable, isInt, isText, wrongArguments } from './javaArguments.ts'
import { JavaArray, JavaCharacter } from './javaClasses.ts'
import { JavaException } from './javaException.ts'
import { regexMatches, regexReplace, regexSplit } from './regexText.ts'
import { stringHash, toJavaText } from './javaText.ts'
import { checkedText } from './limits.ts'
import type { JavaValue } from './values.ts'

/**
 * The methods of `java.lang.String` as of Java 8; `replaceAll`, `replaceFirst`, `split` and `matches` take Java's
 * regular expressions.
 */
export const stringMethods: JavaMethods<string> = new Map<string, JavaMethod<string>>([
  ['charAt', ints(1, (text, at) => new JavaCharacter(unitAt(text, at)))],
  ['codePointAt', ints(1, (text, at) => (checkIndex(text, at), text.codePointAt(at) ?? 0))],
  ['compareTo', compareTo],
  ['compareToIgnoreCase', texts(1, (text, other) => compare(folded(text), folded(other)))],
  ['concat', texts(1, (text, other) => checkedText(text + other))],
  ['contains', texts(1, (text, other) => text.includes(other))],
  ['contentEquals', texts(1, (text, other) => text === other)],
  ['endsWith', texts(1, (text, other) => text.endsWith(other))],
  ['equals', (text, args) => (args.length === 1 ? text === args[0] : undefined)],
  ['equalsIgnoreCase', (text, [other, ...rest]) => equalsIgnoreCase(text, other, rest)],
  ['getBytes', none(text => new JavaArray('byte', bytesOf(text)))],
  ['hashCode', none(stringHash)],
  ['indexOf', search((text, part, from) => text.indexOf(part, from ?? 0))],
  ['intern', none(text => text)],
  ['isEmpty', none(text => text === '')],
  ['join', (_, args) => join(args)],
  ['lastIndexOf', search(lastIndexOf)],
  ['length', none(text => text.length)],
  ['matches', texts(1, (text, pattern) => regexMatches(text, pattern))],
  ['replace', replace],
  ['replaceAll', texts(2, (text, pattern, by) => regexReplace(text, pattern, by, 'all'))],
  ['replaceFirst', texts(2, (text, pattern, by) => regexReplace(text, pattern, by, 'first'))],
  ['split', split],
  ['startsWith', startsWith],
  ['subSequence', ints(2, substring)],
  ['substring', (text, args) => ints(args.length === 2 ? 2 : 1, substring)(text, args)],
  ['toCharArray', none(text => new JavaArray('char', [...charsOf(text)]))],
  ['toLowerCase', none(text => text.toLowerCase())],
  ['toString', none(text => text)],
  ['toUpperCase', none(text => text.toUpperCase())],
  ['trim', none(text => text.replace(/^[\0- ]+/, '').replace(/[\0- ]+$/, ''))],
  ['valueOf', (_, args) => (args.length === 1 ? toJavaText(args[0] ?? null) : undefined)],
])

function none(run: (text: string) => JavaValue): JavaMethod<string> {
  return (text, args) => {
    if (args.length > 0) throw wrongArguments()
    return run(text)
  }
}

function ints(
  count: 1 | 2,
  run: (text: string, one: number, other?: number) => JavaValue,
): JavaMethod<string> {
  return (text, args) => {
    const [one, other] = args
    if (args.length !== count || !isInt(one)) return undefined
    if (count === 1) return run(text, one)
    return isInt(other) ? run(text, one, other) : undefined
  }
}

function texts(
  count: 1 | 2,
  run: (text: string, one: string, other: string) => JavaValue,
): JavaMethod<string> {
  return (text, args) => {
    if (args.length !== count) return undefined
    const [one, other] = args
    if (args.includes(null)) throw nullPointer()
    if (!isText(one) || (count === 2 && !isText(other))) return undefined
    return run(text, one, isText(other) ? other : '')
  }
}

function nullPointer(): JavaException {
  return new JavaException('java.lang.NullPointerException')
}

function outOfRange(what: string): JavaException {
  return new JavaException(`java.lang.StringIndexOutOfBoundsException: ${what}`)
}

function checkIndex(text: string, at: number): void {
  if (at < 0 || at >= text.length) throw outOfRange(`index ${at}, length ${text.length}`)
}

function unitAt(text: string, at: number): string {
  checkIndex(text, at)
  return text[at] ?? ''
}

function compareTo(text: string, args: readonly JavaValue[]): JavaValue | undefined {
  const [other] = args
  if (args.length !== 1 || other === undefined) return undefined
  if (!isText(other)) throw incomparable(other)
  return compare(text, other)
}

function compare(text: string, other: string): number {
  const shorter = Math.min(text.length, other.length)
  for (let at = 0; at < shorter; at++) {
    const difference = text.charCodeAt(at) - other.charCodeAt(at)
    if (difference !== 0) return difference
  }
  return text.length - other.length
}

function folded(text: string): string {
  return [...charsOf(text)].map(({ char }) => lowerUnit(char)).join('')
}

function lowerUnit(char: string): string {
  const upper = char.toUpperCase()
  const lower = (upper.length === 1 ? upper : char).toLowerCase()
  return lower.length === 1 ? lower : char
}

function equalsIgnoreCase(text: string, other: JavaValue | undefined, rest: readonly JavaValue[]) {
  if (rest.length > 0 || other === undefined) return undefined
  if (other === null) return false
  if (!isText(other)) return undefined
  return text.length === other.length && folded(text) === folded(other)
}

function search(run: (text: string, part: string, from: number | undefined) => number): JavaMethod<string> {
  return (text, args) => {
    const [part, from] = args
    if (args.length < 1 || args.length > 2 || (args.length === 2 && !isInt(from))) return undefined
    const start = isInt(from) ? from : undefined
    if (part === null) throw nullPointer()
    if (isText(part)) return run(text, part, start)
    return isInt(part) ? run(text, codePointText(part), start) : undefined
  }
}

/** A code point as text; one that is none is found nowhere. */
function codePointText(code: number): string {
  return code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\0'.repeat(2)
}

function lastIndexOf(text: string, part: string, from: number | undefined): number {
  if (from !== undefined && from < 0) return -1
  return text.lastIndexOf(part, from)
}

function replace(text: string, args: readonly JavaValue[]): JavaValue | undefined {
  const [part, by] = args
  if (args.length !== 2) return undefined
  if (part instanceof JavaCharacter && by instanceof JavaCharacter)
    return text.replaceAll(part.char, () => by.char)
  if (part === null || by === null) throw nullPointer()
  if (!isText(part) || !isText(by)) return undefined
  if (part !== '' && by.length > part.length) {
    const count = text.split(part).length - 1
    checkedText(' '.repeat(Math.min(text.length + count * (by.length - part.length), maxRepeat)))
  }
  return text.replaceAll(part, () => by)
}

const maxRepeat = 64 * 1024 * 1024

function split(text: string, args: readonly JavaValue[]): JavaValue | undefined {
  const [pattern, limit] = args
  if (args.length < 1 || args.length > 2 || (args.length === 2 && !isInt(limit))) return undefined
  if (pattern === null) throw nullPointer()
  if (!isText(pattern)) return undefined
  return new JavaArray('java.lang.String', regexSplit(text, pattern, isInt(limit) ? limit : 0))
}

function startsWith(text: string, args: readonly JavaValue[]): JavaValue | undefined {
  const [part, from] = args
  if (part === null && args.length <= 2) throw nullPointer()
  if (!isText(part)) return undefined
  if (args.length === 1) return text.startsWith(part)
  if (args.length !== 2 || !isInt(from)) return undefined
  return from >= 0 && from + part.length <= text.length && text.startsWith(part, from)
}

function substring(text: string, from: number, to = text.length): string {
  if (from < 0 || to > text.length || from > to) {
    throw outOfRange(`begin ${from}, end ${to}, length ${text.length}`)
  }
  return text.slice(from, to)
}

function join(args: readonly JavaValue[]): JavaValue | undefined {
  const [separator, ...rest] = args
  if (!isText(separator)) return undefined
  const [only] = rest
  const elements = rest.length === 1 ? (elementsOf(only) ?? rest) : rest
  if (elements !== rest && elements.some(element => element !== null && !isText(element))) {
    throw new JavaException('java.lang.ClassCastException: an element is no java.lang.CharSequence')
  }
  if (!elements.every(element => element === null || isText(element))) return undefined
  return checkedText(elements.map(element => element ?? 'null').join(separator))
}

function* charsOf(text: string): Iterable<JavaCharacter> {
  for (let at = 0; at < text.length; at++) yield new JavaCharacter(text[at] ?? '')
}

function bytesOf(text: string): number[] {
  return [...new TextEncoder().encode(text)].map(byte => (byte << 24) >> 24)
}
