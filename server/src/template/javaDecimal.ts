import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/**
 * A BigDecimal: unscaled × 10^-scale. json-smart makes one of a number with a fraction or an exponent that is longer
 * than 18 characters, and JSONPath's filters compare numbers as such. Two with the same digits but another scale (`1.0`,
 * `1.00`) print otherwise.
 */
export class JavaDecimal extends JavaObject {
  readonly unscaled: bigint
  readonly scale: number

  constructor(unscaled: bigint, scale: number) {
    super()
    this.unscaled = unscaled
    this.scale = scale
  }

  override toText(): string {
    return decimalText(this)
  }

  override property(): undefined {
    return undefined
  }

  override call(name: string, args: readonly JavaValue[]): JavaValue | undefined {
    return args.length === 0 && name === 'toString' ? decimalText(this) : undefined
  }
}

/** Reads decimal text as `new BigDecimal(text)` does; undefined when it is none. */
export function readDecimal(text: string): JavaDecimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,10}))?$/.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  if (whole === '' && fraction === '') return undefined
  const scale = fraction.length - Number(exponent)
  if (Math.abs(scale) > MAX_SCALE) return undefined
  const digits = BigInt(whole + fraction)
  return new JavaDecimal(sign === '-' ? -digits : digits, scale)
}

/** BigDecimal's scale is an int. */
const MAX_SCALE = 2_147_483_647

/** The text of `BigDecimal.toString()`. */
function decimalText({ unscaled, scale }: JavaDecimal): string {
  const sign = unscaled < 0n ? '-' : ''
  const digits = String(unscaled < 0n ? -unscaled : unscaled)
  const exponent = digits.length - 1 - scale
  if (scale === 0) return sign + digits
  if (scale > 0 && exponent >= -6) return sign + withPoint(digits, scale)
  const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits
  return `${sign}${mantissa}${exponent === 0 ? '' : `E${exponent > 0 ? '+' : ''}${String(exponent)}`}`
}

function withPoint(digits: string, scale: number): string {
  const padded = digits.padStart(scale + 1, '0')
  return `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
}

/** `longValue()`: the low 64 bits without the fraction, of one beyond 10^18 what keeps the work bounded: zero. */
export function wholePart({ unscaled, scale }: JavaDecimal): bigint {
  const whole = scale > 0 ? cutDigits(unscaled, scale) : scale > -19 ? unscaled * 10n ** BigInt(-scale) : 0n
  return BigInt.asIntN(64, whole)
}

function cutDigits(unscaled: bigint, scale: number): bigint {
  const digits = String(unscaled < 0n ? -unscaled : unscaled)
  const cut = BigInt(digits.slice(0, -scale) || '0')
  return unscaled < 0n ? -cut : cut
}

/** Compares two by value (`1.0` equals `1.00`), as `BigDecimal.compareTo`: below, at or above zero. */
export function compareDecimals(left: JavaDecimal, right: JavaDecimal): number {
  const [leftSign, rightSign] = [signOf(left), signOf(right)]
  if (leftSign !== rightSign || leftSign === 0) return leftSign - rightSign
  const [leftDigits, rightDigits] = [digitsOf(left), digitsOf(right)]
  const magnitude = leftDigits.length - left.scale - (rightDigits.length - right.scale)
  if (magnitude !== 0) return magnitude > 0 ? leftSign : -leftSign
  // Both begin at the same power of ten, so their digits compare as text.
  const length = Math.max(leftDigits.length, rightDigits.length)
  const [leftText, rightText] = [leftDigits.padEnd(length, '0'), rightDigits.padEnd(length, '0')]
  return leftText === rightText ? 0 : leftText > rightText ? leftSign : -leftSign
}

function signOf({ unscaled }: JavaDecimal): number {
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0
}

function digitsOf({ unscaled }: JavaDecimal): string {
  return String(unscaled < 0n ? -unscaled : unscaled)
}
