import { JavaDecimal, readDecimal } from '../javaDecimal.ts'
import { parsePermissiveJson } from '../permissiveJson.ts'
import type { JavaList, JavaMap, JavaValue } from '../values.ts'
import { JavaDouble } from '../values.ts'
import { checkNumber, compareNumbers, decimalOf, intOf, isNumber } from './numbers.ts'
import type { JsonNode, OperandValue } from './operandValues.ts'
import { isJsonNode, JsonOperand, nodeClass, PathText, valueOfNode } from './operandValues.ts'
import { parseJsonPath } from './parsePath.ts'
import { PatternOperand } from './pattern.ts'
import { PathFailure } from './run.ts'
import type { Operator } from './syntax.ts'
import { unescapeText } from './unescape.ts'

/** Compares two operands as json-path does, which is neither symmetric nor free of surprises. */
export function compare(operator: Operator, left: OperandValue, right: OperandValue): boolean {
  return COMPARISONS[operator](left, right)
}

const COMPARISONS: Record<Operator, (left: OperandValue, right: OperandValue) => boolean> = {
  '==': isEqual,
  '!=': (left, right) => !isEqual(left, right),
  '===': isSame,
  '!==': (left, right) => !isSame(left, right),
  '<': (left, right) => order(left, right, difference => difference < 0),
  '<=': (left, right) => order(left, right, difference => difference <= 0),
  '>': (left, right) => order(left, right, difference => difference > 0),
  '>=': (left, right) => order(left, right, difference => difference >= 0),
  '=~': matches,
  in: isIn,
  nin: (left, right) => !isIn(left, right),
  contains,
  size: hasSize,
  empty: isEmpty,
  exists,
  subsetof: (left, right) => both(left, right, (one, other) => one.every(item => holdsItem(other, item))),
  anyof: (left, right) => both(left, right, (one, other) => one.some(item => holdsItem(other, item))),
  noneof: (left, right) => both(left, right, (one, other) => !one.some(item => holdsItem(other, item))),
  // What these three want on their right cannot be written in a path.
  all: neverHolds,
  type: neverHolds,
  matches: neverHolds,
}

function neverHolds(): never {
  throw new PathFailure('invalid', 'The operator has no operand that a path can write')
}

function isEqual(left: OperandValue, right: OperandValue): boolean {
  if (isJsonNode(left) && isJsonNode(right)) return equalNodes(left, right)
  return equals(left, right)
}

function isSame(left: OperandValue, right: OperandValue): boolean {
  return nodeClass(left) === nodeClass(right) && isEqual(left, right)
}

/** A list or map written on the left is still text when json-path compares it, and equals nothing. */
function equalNodes(left: JsonNode, right: JsonNode): boolean {
  return left instanceof JsonOperand ? false : equalValues(left, valueOfNode(right), 0)
}

/** `equals` of json-path's nodes. A string and a number are equal if the text of one is the other. */
function equals(left: OperandValue, right: OperandValue): boolean {
  if (typeof left === 'string') {
    if (isNumber(right)) return left === decimalOf(right).toText()
    return left === right
  }
  if (isNumber(left)) {
    const number = typeof right === 'string' ? readDecimal(right) : right
    return isNumber(number) && compareNumbers(left, number) === 0
  }
  if (left instanceof JsonOperand) return right instanceof JsonOperand && left.text === right.text
  return (left === null || typeof left === 'boolean') && left === right
}

/** `equals` of Java's values: an Integer is no Double, `1.0` no `1.00`. */
function equalValues(left: JavaValue, right: JavaValue, depth: number): boolean {
  if (depth > maxDepth) throw new PathFailure('other', 'java.lang.StackOverflowError')
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equalValues(item, right[index] ?? null, depth + 1))
    )
  if (left instanceof Map) return right instanceof Map && equalMaps(left, right, depth)
  if (left instanceof JavaDouble) return right instanceof JavaDouble && Object.is(left.value, right.value)
  if (left instanceof JavaDecimal)
    return right instanceof JavaDecimal && left.unscaled === right.unscaled && left.scale === right.scale
  return left === right
}

function equalMaps(left: JavaMap, right: JavaMap, depth: number): boolean {
  if (left.size !== right.size) return false
  for (const [name, value] of left) {
    const other = right.get(name)
    if (other === undefined || !equalValues(value, other, depth + 1)) return false
  }
  return true
}

/** How deep lists may lie in each other; some hold themselves. */
const maxDepth = 1000

function order(left: OperandValue, right: OperandValue, holds: (difference: number) => boolean): boolean {
  if (isNumber(left) && isNumber(right)) return holds(compareNumbers(left, right))
  if (typeof left === 'string' && typeof right === 'string')
    return holds(left < right ? -1 : left > right ? 1 : 0)
  return false
}

function matches(left: OperandValue, right: OperandValue): boolean {
  const [pattern, value] = left instanceof PatternOperand ? [left, right] : [right, left]
  if (!(pattern instanceof PatternOperand) || value instanceof PatternOperand) return false
  const list = isJsonNode(value) ? valueOfNode(value) : undefined
  if (Array.isArray(list)) return itemsOf(list).some(item => pattern.matches(inputOf(item)))
  return pattern.matches(inputOf(value))
}

/** What a pattern is tried on; for anything else than text, a number or Boolean that is the empty text. */
function inputOf(value: OperandValue): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value)
  return isNumber(value) ? decimalOf(value).toText() : ''
}

function isIn(left: OperandValue, right: OperandValue): boolean {
  const items = listOf(right)
  return items !== undefined && holdsItem(items, left)
}

function contains(left: OperandValue, right: OperandValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right)
  const items = isJsonNode(left) ? listOf(left) : undefined
  return items !== undefined && holdsItem(items, right)
}

function both(
  left: OperandValue,
  right: OperandValue,
  holds: (left: readonly OperandValue[], right: readonly OperandValue[]) => boolean,
): boolean {
  const rightItems = listOf(right)
  if (!rightItems) return false
  const leftItems = listOf(left)
  return leftItems !== undefined && holds(leftItems, rightItems)
}

function holdsItem(items: readonly OperandValue[], item: OperandValue): boolean {
  return items.some(each => equals(item, each))
}

/** The items of a list; undefined for a map. Anything else makes the whole filter invalid for the item. */
function listOf(value: OperandValue): OperandValue[] | undefined {
  if (!isJsonNode(value)) throw new PathFailure('invalid', 'Expected value list node')
  const list = valueOfNode(value)
  return Array.isArray(list) ? itemsOf(list) : undefined
}

/** json-path cannot hold lists and maps in lists, and takes a string that reads as a path or as JSON for that. */
function itemsOf(list: JavaList): OperandValue[] {
  return list.map((item): OperandValue => {
    if (typeof item === 'string') return itemOfText(item)
    if (item !== null && typeof item === 'object' && !isNumber(item))
      throw new PathFailure('other', 'Could not determine value type')
    return checkNumber(item)
  })
}

function itemOfText(text: string): OperandValue {
  const trimmed = text.trim()
  if (/^[$@]/.test(trimmed) && parseJsonPath(trimmed).fault === undefined) return new PathText(text)
  if (/^(?:\[[^]*\]|\{[^]*\})$/.test(trimmed) && parsePermissiveJson(trimmed).fault === undefined)
    return new JsonOperand(text)
  if (text.length < 2) return text
  const isQuoted = /^(?:'[^]*'|"[^]*")$/.test(text)
  return unescapeText(isQuoted ? text.slice(1, -1) : text, 0)
}

function hasSize(left: OperandValue, right: OperandValue): boolean {
  if (!isNumber(right)) return false
  const size = intOf(right)
  if (typeof left === 'string') return left.length === size
  if (!isJsonNode(left)) return false
  const value = valueOfNode(left)
  return (Array.isArray(value) ? value.length : -1) === size
}

function isEmpty(left: OperandValue, right: OperandValue): boolean {
  if (typeof left === 'string') return (left === '') === booleanOf(right)
  if (!isJsonNode(left)) return false
  const value = valueOfNode(left)
  // json-path casts a map to Collection, which it is not.
  if (value instanceof Map) throw new PathFailure('cast', 'java.lang.ClassCastException')
  return (Array.isArray(value) && value.length === 0) === booleanOf(right)
}

function booleanOf(value: OperandValue): boolean {
  if (typeof value === 'boolean') return value
  throw new PathFailure('invalid', 'Expected boolean node')
}

function exists(left: OperandValue, right: OperandValue): boolean {
  if (typeof left !== 'boolean' && typeof right !== 'boolean')
    throw new PathFailure('other', 'Failed to evaluate exists expression')
  return booleanOf(left) === booleanOf(right)
}
