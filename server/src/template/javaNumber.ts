import type { JavaNumber } from './arithmetic.ts'
import {
  calculate,
  compareNumbers,
  isNumber,
  narrowed,
  readDouble,
  toDouble,
  toInt,
  toLong,
} from './arithmetic.ts'
import type { JavaMethod, JavaMethods } from './javaArguments.ts'
import { incomparable, isInt, isText, wrongArguments } from './javaArguments.ts'
import { javaEquals, javaHash } from './javaEquality.ts'
import { JavaException } from './javaException.ts'
import { toJavaText } from './javaText.ts'
import type { JavaValue } from './values.ts'
import { JavaDouble } from './values.ts'

/** The methods of `java.lang.Boolean`. */
export const booleanMethods: JavaMethods<boolean> = new Map<string, JavaMethod<boolean>>([
  ['booleanValue', (self, args) => bare(args) ?? self],
  ['compareTo', compareBooleans],
  ['equals', (self, args) => (args.length === 1 ? self === args[0] : undefined)],
  ['hashCode', (self, args) => javaHash(isBoolean(args) ? args[0] : (bare(args) ?? self))],
  ['parseBoolean', (_, args) => readBoolean(args)],
  ['toString', (self, args) => String(isBoolean(args) ? args[0] : (bare(args) ?? self))],
  ['valueOf', (_, args) => (isBoolean(args) ? args[0] : readBoolean(args))],
])

/**
 * The methods of Integer, Long, Double and BigInteger; the static ones are called on any number:
 * `#set($i = 0)$i.parseInt("42")`.
 */
export function numberMethod(self: JavaNumber, name: string): JavaMethod<JavaNumber> | undefined {
  const common = commonMethods.get(name)
  if (common) return common
  switch (classOf(self)) {
    case 'int':
      return intMethods.get(name) ?? integerMethods.get(name)
    case 'long':
      return longMethods.get(name) ?? integerMethods.get(name)
    case 'double':
      return doubleMethods.get(name)
    case 'big':
      return bigMethods.get(name)
  }
}

/** `$number.infinite`, `$number.naN`. */
export function numberProperty(self: JavaNumber, name: string): JavaValue | undefined {
  if (!(self instanceof JavaDouble)) return undefined
  if (name === 'infinite' || name === 'Infinite')
    return !Number.isFinite(self.value) && !Number.isNaN(self.value)
  return name === 'naN' || name === 'NaN' ? Number.isNaN(self.value) : undefined
}

function compareBooleans(self: boolean, args: readonly JavaValue[]): JavaValue | undefined {
  const [other] = args
  if (args.length !== 1 || other === undefined) return undefined
  if (typeof other !== 'boolean') throw incomparable(other)
  return Number(self) - Number(other)
}

/** Refuses arguments where the method takes none. */
function bare(args: readonly JavaValue[]): undefined {
  if (args.length > 0) throw wrongArguments()
}

function isBoolean(args: readonly JavaValue[]): args is readonly [boolean] {
  return args.length === 1 && typeof args[0] === 'boolean'
}

function readBoolean(args: readonly JavaValue[]): boolean | undefined {
  const [text] = args
  return args.length === 1 && isText(text) ? text.toLowerCase() === 'true' : undefined
}

type NumberClass = 'big' | 'double' | 'int' | 'long'

function classOf(value: JavaNumber): NumberClass {
  if (value instanceof JavaDouble) return 'double'
  if (isInt(value)) return 'int'
  if (typeof value === 'number') return 'long'
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value ? 'long' : 'big'
}

const commonMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  ['byteValue', none(self => (toInt(self) << 24) >> 24)],
  ['compareTo', sameClass((self, other) => Math.sign(order(self, other)))],
  ['doubleValue', none(self => new JavaDouble(toDouble(self)))],
  ['equals', (self, args) => (args.length === 1 ? javaEquals(self, args[0] ?? null) : undefined)],
  ['floatValue', none(self => new JavaDouble(floatOf(toDouble(self))))],
  ['hashCode', (self, args) => javaHash(given(self, args) ?? bare(args) ?? self)],
  ['intValue', none(toInt)],
  ['longValue', none(toLong)],
  ['shortValue', none(self => (toInt(self) << 16) >> 16)],
])

const integerMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  ['compare', pair((one, other) => Math.sign(order(one, other)))],
  ['max', pair((one, other) => (order(one, other) >= 0 ? one : other))],
  ['min', pair((one, other) => (order(one, other) <= 0 ? one : other))],
  ['signum', (_, args) => (args.length === 1 && isWhole(args[0]) ? Math.sign(order(args[0], 0)) : undefined)],
  ['sum', pair((one, other) => calculate('+', one, other))],
  ['toString', toText],
])

const intMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  ['bitCount', bits(value => value.replaceAll('0', '').length)],
  ['parseInt', (_, args) => readInteger(args, 32)],
  ['toBinaryString', bits(value => value)],
  [
    'toHexString',
    (_, args) => (args.length === 1 && isInt(args[0]) ? (args[0] >>> 0).toString(16) : undefined),
  ],
  [
    'toOctalString',
    (_, args) => (args.length === 1 && isInt(args[0]) ? (args[0] >>> 0).toString(8) : undefined),
  ],
  ['valueOf', (_, args) => (args.length === 1 && isInt(args[0]) ? args[0] : readInteger(args, 32))],
])

const longMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  ['parseLong', (_, args) => readInteger(args, 64)],
  ['toBinaryString', long(value => value.toString(2))],
  ['toHexString', long(value => value.toString(16))],
  ['toOctalString', long(value => value.toString(8))],
  ['valueOf', (_, args) => (args.length === 1 && isWhole(args[0]) ? args[0] : readInteger(args, 64))],
])

const doubleMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  [
    'compare',
    (_, args) => doubles(args, (one, other) => Math.sign(order(new JavaDouble(one), new JavaDouble(other)))),
  ],
  ['isInfinite', test(value => !Number.isFinite(value) && !Number.isNaN(value))],
  ['isNaN', test(value => Number.isNaN(value))],
  ['max', (_, args) => doubles(args, (one, other) => new JavaDouble(Math.max(one, other)))],
  ['min', (_, args) => doubles(args, (one, other) => new JavaDouble(Math.min(one, other)))],
  ['parseDouble', (_, args) => parseDouble(args)],
  ['sum', (_, args) => doubles(args, (one, other) => new JavaDouble(one + other))],
  ['toString', toText],
  [
    'valueOf',
    (_, args) =>
      isPrimitive(args[0]) && args.length === 1 ? new JavaDouble(toDouble(args[0])) : parseDouble(args),
  ],
])

const bigMethods: JavaMethods<JavaNumber> = new Map<string, JavaMethod<JavaNumber>>([
  ['abs', none(self => (order(self, 0) < 0 ? calculate('-', 0, self) : self))],
  ['negate', none(self => calculate('-', 0, self))],
  ['signum', none(self => Math.sign(order(self, 0)))],
  ['toString', none(toJavaText)],
])

function none(run: (self: JavaNumber) => JavaValue): JavaMethod<JavaNumber> {
  return (self, args) => {
    if (args.length > 0) throw wrongArguments()
    return run(self)
  }
}

function sameClass(run: (self: JavaNumber, other: JavaNumber) => JavaValue): JavaMethod<JavaNumber> {
  return (self, [other, ...rest]) => {
    if (rest.length > 0 || other === undefined) return undefined
    if (!isNumber(other) || classOf(other) !== classOf(self)) throw incomparable(other)
    return run(self, other)
  }
}

function isWhole(value: JavaValue | undefined): value is number | bigint {
  if (typeof value === 'number') return true
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value
}

function pair(run: (one: JavaNumber, other: JavaNumber) => JavaValue): JavaMethod<JavaNumber> {
  return (self, [one, other, ...rest]) => {
    if (rest.length > 0 || !isWhole(one) || !isWhole(other)) return undefined
    // An Integer's method takes no Long.
    return isInt(self) && !(isInt(one) && isInt(other)) ? undefined : run(one, other)
  }
}

/** Orders as `Double.compare` does where doubles are compared: NaN is greatest, -0.0 below 0.0. */
function order(one: JavaNumber, other: JavaNumber): number {
  if (one instanceof JavaDouble && other instanceof JavaDouble) {
    if (Number.isNaN(one.value) || Number.isNaN(other.value)) {
      return Number(Number.isNaN(one.value)) - Number(Number.isNaN(other.value))
    }
    if (one.value === 0 && other.value === 0)
      return Number(Object.is(other.value, -0)) - Number(Object.is(one.value, -0))
  }
  return compareNumbers(one, other)
}

function bits(run: (binary: string) => JavaValue): JavaMethod<JavaNumber> {
  return (_, args) => (args.length === 1 && isInt(args[0]) ? run((args[0] >>> 0).toString(2)) : undefined)
}

function long(run: (value: bigint) => JavaValue): JavaMethod<JavaNumber> {
  return (_, args) =>
    args.length === 1 && isWhole(args[0]) ? run(BigInt.asUintN(64, BigInt(args[0]))) : undefined
}

/** `toString()`, `toString(number)`, `toString(integer, radix)`. */
function toText(self: JavaNumber, args: readonly JavaValue[]): JavaValue | undefined {
  const [value, radix] = args
  if (args.length !== 2) return toJavaText(given(self, args) ?? bare(args) ?? self)
  const whole = self instanceof JavaDouble ? undefined : given(self, [value ?? null])
  if (!isWhole(whole) || !isInt(radix)) throw wrongArguments()
  return whole.toString(radix < 2 || radix > 36 ? 10 : radix)
}

/** The argument of a static method that takes one number of the class of `self`; undefined when it is none. */
function given(self: JavaNumber, args: readonly JavaValue[]): JavaNumber | undefined {
  const [value] = args
  if (args.length !== 1 || !isNumber(value)) return undefined
  const own = classOf(self)
  if (own === 'int') return isInt(value) ? value : undefined
  if (own === 'long') return isWhole(value) ? value : undefined
  return own === 'double' && isPrimitive(value) ? new JavaDouble(toDouble(value)) : undefined
}

/** What Java takes for a parameter of type `double`: no BigInteger and no BigDecimal. */
function isPrimitive(value: JavaValue | undefined): value is JavaDouble | number | bigint {
  return value instanceof JavaDouble || isWhole(value)
}

function readInteger(args: readonly JavaValue[], bitCount: 32 | 64): JavaValue | undefined {
  const [text, radix = 10] = args
  if (args.length < 1 || args.length > 2 || !isInt(radix)) return undefined
  if (text === null) throw notANumber('null')
  if (!isText(text)) return undefined
  const value = radix >= 2 && radix <= 36 ? parseDigits(text, radix) : undefined
  if (value === undefined || BigInt.asIntN(bitCount, value) !== value) throw notANumber(`"${text}"`)
  return narrowed(value)
}

function parseDigits(text: string, radix: number): bigint | undefined {
  const match = /^([+-]?)([0-9a-zA-Z]{1,70})$/.exec(text)
  if (!match) return undefined
  let value = 0n
  for (const digit of match[2] ?? '') {
    const worth = Number.parseInt(digit, 36)
    if (worth >= radix) return undefined
    value = value * BigInt(radix) + BigInt(worth)
  }
  return match[1] === '-' ? -value : value
}

function notANumber(text: string): JavaException {
  return new JavaException(`java.lang.NumberFormatException: For input string: ${text}`)
}

function doubles(
  args: readonly JavaValue[],
  run: (one: number, other: number) => JavaValue,
): JavaValue | undefined {
  const [one, other] = args
  return args.length === 2 && isPrimitive(one) && isPrimitive(other)
    ? run(toDouble(one), toDouble(other))
    : undefined
}

/** `isNaN()`, and the static `isNaN(number)`. */
function test(run: (value: number) => boolean): JavaMethod<JavaNumber> {
  return (self, args) => run(toDouble(given(self, args) ?? bare(args) ?? self))
}

function parseDouble(args: readonly JavaValue[]): JavaValue | undefined {
  const [text] = args
  if (args.length !== 1) return undefined
  if (text === null) throw new JavaException('java.lang.NullPointerException')
  if (!isText(text)) return undefined
  const value = readDouble(text)
  if (value === undefined) throw notANumber(`"${text}"`)
  return new JavaDouble(value)
}

/** A float's value, as the double that prints the float's own digits. */
function floatOf(value: number): number {
  const float = Math.fround(value)
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(float.toPrecision(digits))
    if (Math.fround(short) === float) return short
  }
  return float
}
