import { compareDecimals, JavaDecimal, readDecimal } from '../javaDecimal.ts'
import { doubleText } from '../javaText.ts'
import type { JavaValue } from '../values.ts'
import { JavaDouble } from '../values.ts'
import { PathFailure } from './run.ts'

export type JavaNumber = number | bigint | JavaDouble | JavaDecimal

/** Whether a value is a Number. */
export function isNumber(value: unknown): value is JavaNumber {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    value instanceof JavaDouble ||
    value instanceof JavaDecimal
  )
}

/** The value as a JavaScript number if that is exact: an Integer, a small Long, a finite Double. */
export function exactNumber(value: JavaValue | undefined): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof JavaDouble && Number.isFinite(value.value) ? value.value : undefined
}

/** The value itself; filters cannot hold NaN and the infinities, which have no BigDecimal. */
export function checkNumber<T>(value: T): T {
  if (value instanceof JavaDouble && !Number.isFinite(value.value))
    throw new PathFailure('argument', 'java.lang.NumberFormatException')
  return value
}

/** `Number.doubleValue()`. */
export function doubleOf(value: JavaNumber): number {
  if (value instanceof JavaDouble) return value.value
  return value instanceof JavaDecimal ? Number(value.toText()) : Number(value)
}

/** Filters hold every number as the BigDecimal of its text. */
export function decimalOf(value: JavaNumber): JavaDecimal {
  if (value instanceof JavaDecimal) return value
  if (!(value instanceof JavaDouble)) return new JavaDecimal(BigInt(value), 0)
  return readDecimal(doubleText(checkNumber(value).value)) ?? new JavaDecimal(0n, 0)
}

/** Compares by value, whatever the classes: below, at or above zero. */
export function compareNumbers(left: JavaNumber, right: JavaNumber): number {
  const [leftExact, rightExact] = [exactNumber(left), exactNumber(right)]
  if (leftExact !== undefined && rightExact !== undefined) return leftExact - rightExact
  return compareDecimals(decimalOf(left), decimalOf(right))
}

/** `BigDecimal.intValue()`: the whole part, of which the lowest 32 bits count. */
export function intOf(value: JavaNumber): number {
  const exact = exactNumber(value)
  if (exact !== undefined && Math.abs(exact) < 2 ** 31) return Math.trunc(exact)
  const { unscaled, scale } = decimalOf(value)
  // Beyond 32 zeros at the end the lowest bits are all zero.
  if (scale <= -32) return 0
  const whole = scale > 0 ? wholeDigits(unscaled, scale) : unscaled * 10n ** BigInt(-scale)
  return Number(BigInt.asIntN(32, whole))
}

function wholeDigits(unscaled: bigint, scale: number): bigint {
  const digits = String(unscaled < 0n ? -unscaled : unscaled)
  const whole = BigInt(digits.slice(0, -scale) || '0')
  return unscaled < 0n ? -whole : whole
}
