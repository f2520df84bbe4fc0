import type { TestFailure } from '../protocol/testRun.ts'
import type { Node } from '../syntax/node.ts'
import { entryOf } from '../syntax/node.ts'
import { differenceOf, shown } from './compare.ts'
import { failureAt, prettyText } from './failure.ts'
import type { Variables } from './placeholders.ts'
import { textAt, textOf, valueAt } from './placeholders.ts'

/** Something with a name that a test looks at. */
export interface Looked {
  /** `header Location`, `$.items[0].id`. */
  readonly name: string
  /** Undefined where it is not there. */
  readonly actual: unknown
}

/** Holds a value against what is written: the value itself, or `matches`, `contains` and `absent`. */
export function matchValue(node: Node, { name, actual }: Looked, variables: Variables): TestFailure[] {
  const operators = operatorsOf(node)
  if (operators.length > 0) {
    return operators.flatMap(({ key, value }) => {
      const wrong = checks[key]({ name, actual }, value, variables)
      return wrong === undefined ? [] : [failureAt(value, wrong)]
    })
  }
  const expected = valueAt(node, variables)
  // Headers and the like are texts, a number in YAML means its digits.
  const comparable = typeof actual === 'string' && typeof expected !== 'object' ? textOf(expected) : expected
  const found = differenceOf(actual, comparable)
  if (!found) return []
  const isLong = typeof expected === 'object' && expected !== null
  const place = found.pointer === '' ? name : `${name} at ${found.pointer}`
  return [
    failureAt(node, `${place} ${found.words}`, {
      ...((isLong || shown(actual).length > 40) && {
        expected: prettyText(expected),
        actual: prettyText(actual),
      }),
    }),
  ]
}

/** Whether a regular expression is found in a text; a text says that it is not. */
export function mismatchOf({ name, actual }: Looked, pattern: string): string | undefined {
  if (actual === undefined) return `${name} is not there, expected it to match ${pattern}`
  // A placeholder may have made something else of it.
  const expression = expressionOf(pattern)
  if (!expression) return `${name} cannot be matched: ${pattern} is no regular expression`
  return expression.test(textOf(actual))
    ? undefined
    : `${name} is ${shown(actual)}, expected it to match ${pattern}`
}

/** A regular expression of a test; undefined for a text that is none. */
export function expressionOf(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern)
  } catch {
    return undefined
  }
}

type Operator = 'matches' | 'contains' | 'absent'

const checks: Readonly<
  Record<Operator, (looked: Looked, value: Node, variables: Variables) => string | undefined>
> = {
  matches: (looked, value, variables) => mismatchOf(looked, textAt(value, variables)),
  contains: ({ name, actual }, value, variables) => {
    const part = textAt(value, variables)
    if (actual !== undefined && textOf(actual).includes(part)) return undefined
    return `${name} is ${shown(actual)}, expected it to contain ${shown(part)}`
  },
  absent: ({ name, actual }, value, variables) => {
    const isWanted = valueAt(value, variables) === true
    if ((actual === undefined) === isWanted) return undefined
    return isWanted ? `${name} is ${shown(actual)}, expected none` : `${name} is not there`
  },
}

/** The operators of a value that has nothing but such. */
function operatorsOf(node: Node): { key: Operator; value: Node }[] {
  if (node.type !== 'mapping' || node.entries.some(({ name }) => !Object.hasOwn(checks, name))) return []
  return (['matches', 'contains', 'absent'] as const).flatMap(key => {
    const value = entryOf(node, key)?.value
    return value ? [{ key, value }] : []
  })
}
