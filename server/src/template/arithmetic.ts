import { JavaDecimal, compareDecimals, readDecimal, wholePart } from './javaDecimal.ts'
import { JavaException } from './javaException.ts'
import type { ArithmeticOperator } from './tree.ts'
import type { JavaValue } from './values.ts'
import { JavaDouble } from './values.ts'

/** A value of one of Java's classes of numbers. */
export type JavaNumber = number | bigint | JavaDouble | JavaDecimal

export function isNumber(value: JavaValue | undefined): value is JavaNumber {
  return (
    typeof value === 'number' ||
    value instanceof JavaDouble ||
    typeof value === 'bigint' ||
    value instanceof JavaDecimal
  )
}

/**
 * Velocity's arithmetic (`MathUtils` of 1.7): integers widen from Integer over Long to BigInteger, a Double makes the
 * result a Double, a BigInteger with a Double a BigDecimal. Division by zero is null.
 */
export function calculate(
  operator: ArithmeticOperator,
  left: JavaNumber,
  right: JavaNumber,
): JavaNumber | null {
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0 && (operator === '/' || operator === '%')) return null
    const result = onIntegers(operator, left, right)
    if (Number.isSafeInteger(result)) return result || 0
    return narrowed(onBigIntegers(operator, BigInt(left), BigInt(right)))
  }
  if ((operator === '/' || operator === '%') && isZero(right)) return null
  if (isInteger(left) && isInteger(right))
    return narrowed(onBigIntegers(operator, BigInt(left), BigInt(right)))
  if (isBig(left) || isBig(right)) return onDecimals(operator, toDecimal(left), toDecimal(right))
  return new JavaDouble(onDoubles(operator, toDouble(left), toDouble(right)))
}

/** Below, at or above zero; NaN is at zero with everything, as in Velocity. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (isInteger(left) && isInteger(right)) return left < right ? -1 : left > right ? 1 : 0
  if (isBig(left) || isBig(right)) return compareDecimals(toDecimal(left), toDecimal(right))
  const [one, other] = [toDouble(left), toDouble(right)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** `number.doubleValue()`. */
export function toDouble(value: JavaNumber): number {
  if (value instanceof JavaDouble) return value.value
  return value instanceof JavaDecimal ? Number(value.toText()) : Number(value)
}

/** `number.intValue()`: the low 32 bits; a Double is cut off at the ends of the range. */
export function toInt(value: JavaNumber): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(BigInt.asIntN(32, BigInt(value)))
  if (value instanceof JavaDecimal) return Number(BigInt.asIntN(32, wholePart(value)))
  const whole = Math.trunc(toDouble(value))
  return Number.isNaN(whole) ? 0 : Math.min(Math.max(whole, -0x80000000), 0x7fffffff)
}

/** `number.longValue()`. */
export function toLong(value: JavaNumber): JavaNumber {
  if (typeof value === 'number' || typeof value === 'bigint')
    return narrowed(BigInt.asIntN(64, BigInt(value)))
  if (value instanceof JavaDecimal) return narrowed(wholePart(value))
  const whole = Math.trunc(toDouble(value))
  if (Number.isNaN(whole)) return 0
  const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]
  const long = whole >= 2 ** 63 ? most : whole <= -(2 ** 63) ? least : BigInt(whole)
  return narrowed(long)
}

/** An integer as it is held: a `number` where that is exact. */
export function narrowed(value: bigint): JavaNumber {
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

function isInteger(value: JavaNumber): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Whether arithmetic with a Double goes over BigDecimal. */
function isBig(value: JavaNumber): boolean {
  if (value instanceof JavaDecimal) return true
  return typeof value === 'bigint' && BigInt.asIntN(64, value) !== value
}

function isZero(value: JavaNumber): boolean {
  if (value instanceof JavaDecimal) return value.unscaled === 0n
  return isInteger(value) ? value === 0 : value.value === 0
}

function onIntegers(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return Math.trunc(left / right)
    case '%':
      return left % right
  }
}

function onBigIntegers(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      checkBits(left, right)
      return left * right
    case '/':
      return left / right
    case '%':
      return modulo(left, right)
  }
}

/** BigInteger's `mod` is never negative and takes no negative modulus; that of two Longs keeps the sign. */
function modulo(left: bigint, right: bigint): bigint {
  if (BigInt.asIntN(64, left) === left && BigInt.asIntN(64, right) === right) return left % right
  if (right < 0n) throw new JavaException('java.lang.ArithmeticException: BigInteger: modulus not positive')
  return ((left % right) + right) % right
}

/** Java refuses numbers of more than 2^31 bits; squaring over and over would take all memory long before. */
const maxDigits = 100_000

function checkBits(left: bigint, right: bigint): void {
  const isSmall = (value: bigint) => BigInt.asIntN(64, value) === value
  if (isSmall(left) && isSmall(right)) return
  if (left.toString(16).length + right.toString(16).length > maxDigits) {
    throw new JavaException('java.lang.ArithmeticException: BigInteger would overflow supported range')
  }
}

function onDoubles(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
  }
}

function onDecimals(operator: ArithmeticOperator, left: JavaDecimal, right: JavaDecimal): JavaDecimal {
  const scale = Math.max(left.scale, right.scale)
  switch (operator) {
    case '+':
      return new JavaDecimal(unscaledAt(left, scale) + unscaledAt(right, scale), scale)
    case '-':
      return new JavaDecimal(unscaledAt(left, scale) - unscaledAt(right, scale), scale)
    case '*':
      checkBits(left.unscaled, right.unscaled)
      return new JavaDecimal(left.unscaled * right.unscaled, left.scale + right.scale)
    case '/':
      return new JavaDecimal(divided(left, right), left.scale)
    case '%':
      throw new JavaException('java.lang.ArithmeticException: Cannot calculate the modulo of BigDecimals.')
  }
}

function unscaledAt({ unscaled, scale }: JavaDecimal, wanted: number): bigint {
  if (wanted - scale > maxDigits) throw new JavaException('java.lang.ArithmeticException: Overflow')
  return unscaled * 10n ** BigInt(wanted - scale)
}

/** The quotient with the scale of the dividend, halves rounded towards zero. */
function divided(left: JavaDecimal, right: JavaDecimal): bigint {
  const dividend =
    right.scale > 0 ? left.unscaled * 10n ** BigInt(Math.min(right.scale, maxDigits)) : left.unscaled
  const divisor =
    right.scale < 0 ? right.unscaled * 10n ** BigInt(Math.min(-right.scale, maxDigits)) : right.unscaled
  const quotient = dividend / divisor
  const rest = dividend % divisor
  const twice = (rest < 0n ? -rest : rest) * 2n
  const size = divisor < 0n ? -divisor : divisor
  if (twice <= size) return quotient
  return dividend < 0n === divisor < 0n ? quotient + 1n : quotient - 1n
}

function toDecimal(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return value
  if (typeof value === 'bigint') return new JavaDecimal(value, 0)
  // Velocity takes any other number by its double, whose exact binary value BigDecimal shows.
  const double = toDouble(value)
  if (!Number.isFinite(double)) throw new JavaException('java.lang.NumberFormatException: Infinite or NaN')
  return exactDecimal(double)
}

function exactDecimal(value: number): JavaDecimal {
  if (Number.isInteger(value)) return new JavaDecimal(BigInt(value), 0)
  let scaled = value
  let halvings = 0
  while (!Number.isInteger(scaled)) {
    scaled *= 2
    halvings++
  }
  // value = scaled / 2^n = scaled × 5^n / 10^n
  return new JavaDecimal(BigInt(scaled) * 5n ** BigInt(halvings), halvings)
}

/** Reads a number's text as Java's `Double.parseDouble`; undefined when Java refuses it. */
export function readDouble(text: string): number | undefined {
  const trimmed = text.trim().replace(/[dDfF]$/, '')
  if (/^[+-]?(?:NaN|Infinity)$/.test(trimmed)) return Number(trimmed.replace('+', ''))
  return readDecimal(trimmed) ? Number(trimmed) : undefined
}
