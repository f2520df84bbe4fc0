import { compareNumbers, isNumber } from './arithmetic.ts'
import { javaEquals } from './javaEquality.ts'
import { toJavaText } from './javaText.ts'
import type { JavaValue } from './values.ts'
import { JavaObject } from './values.ts'

/** `==`: numbers by value, values of one class by `equals`, others by their text. */
export function looselyEqual(left: JavaValue, right: JavaValue): boolean {
  if (typeof left === typeof right && typeof left !== 'object') return left === right
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  if (left !== null && right !== null && classOf(left) === classOf(right)) return javaEquals(left, right)
  const [leftText, rightText] = [textOf(left), textOf(right)]
  return leftText === rightText
}

/** Whether `#if` takes it for true: all but Boolean false and what has no text. */
export function isTrue(value: JavaValue): boolean {
  if (typeof value === 'boolean') return value
  if (value instanceof JavaObject) return value.toText() !== null
  return value !== null
}

function textOf(value: JavaValue): string | null {
  return value instanceof JavaObject ? value.toText() : value === null ? null : toJavaText(value)
}

function classOf(value: JavaValue): unknown {
  if (Array.isArray(value)) return Array
  return typeof value === 'object' && value !== null ? value.constructor : typeof value
}
