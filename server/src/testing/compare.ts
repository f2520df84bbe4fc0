import { pointerTo } from '../base/jsonPointer.ts'

/** Where two values differ first. */
export interface Difference {
  /** JSON Pointer; empty for the whole value. */
  readonly pointer: string
  /** `is 3, expected 4`; `is missing`. */
  readonly words: string
}

/** How a value differs from the one that is expected; undefined when it does not. The order of keys does not count. */
export function differenceOf(actual: unknown, expected: unknown): Difference | undefined {
  return compare(actual, expected, { pointer: '', isPart: false })
}

/** The same where keys may be there that are not expected; lists have the same length. */
export function differenceFromPart(actual: unknown, expected: unknown): Difference | undefined {
  return compare(actual, expected, { pointer: '', isPart: true })
}

/**
 * What of a value is compared with an expected one, in the order of the expected keys, so that their texts can be laid side
 * by side: other keys come last, or not at all where only a part is expected.
 */
export function besideExpected(actual: unknown, expected: unknown, isPart: boolean): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    const wanted: readonly unknown[] = expected
    return actual.map((item: unknown, index) => besideExpected(item, wanted[index], isPart))
  }
  if (!isObject(actual) || !isObject(expected)) return actual
  const shared = Object.keys(expected).filter(name => Object.hasOwn(actual, name))
  const others = isPart ? [] : Object.keys(actual).filter(name => !Object.hasOwn(expected, name))
  return Object.fromEntries(
    [...shared, ...others].map(name => [name, besideExpected(actual[name], expected[name], isPart)]),
  )
}

/** A value in a message: JSON on one line, cut where it is long. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

/** Whether data is a mapping of names to values. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

interface Comparison {
  readonly pointer: string
  readonly isPart: boolean
}

function compare(actual: unknown, expected: unknown, how: Comparison): Difference | undefined {
  if (Array.isArray(expected) && Array.isArray(actual)) return compareLists(actual, expected, how)
  if (isObject(expected) && isObject(actual)) return compareObjects(actual, expected, how)
  const isSame = actual === expected && !Array.isArray(expected) && !isObject(expected)
  if (isSame) return undefined
  return { pointer: how.pointer, words: `is ${shown(actual)}, expected ${shown(expected)}` }
}

function compareLists(
  actual: readonly unknown[],
  expected: readonly unknown[],
  how: Comparison,
): Difference | undefined {
  for (const [index, item] of expected.entries()) {
    if (index >= actual.length) break
    const found = compare(actual[index], item, { ...how, pointer: pointerTo(how.pointer, index) })
    if (found) return found
  }
  if (actual.length === expected.length) return undefined
  const count = (length: number) => `${length} ${length === 1 ? 'item' : 'items'}`
  return { pointer: how.pointer, words: `has ${count(actual.length)}, expected ${count(expected.length)}` }
}

function compareObjects(
  actual: Readonly<Record<string, unknown>>,
  expected: Readonly<Record<string, unknown>>,
  how: Comparison,
): Difference | undefined {
  for (const [name, value] of Object.entries(expected)) {
    const pointer = pointerTo(how.pointer, name)
    if (!Object.hasOwn(actual, name)) return { pointer, words: `is missing, expected ${shown(value)}` }
    const found = compare(actual[name], value, { ...how, pointer })
    if (found) return found
  }
  if (how.isPart) return undefined
  const more = Object.keys(actual).find(name => !Object.hasOwn(expected, name))
  if (more === undefined) return undefined
  return { pointer: pointerTo(how.pointer, more), words: `is ${shown(actual[more])}, expected nothing` }
}
