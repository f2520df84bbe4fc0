import type { Condition, Operator } from './comparison.ts'
import { meets, readOperand } from './comparison.ts'
import type { FilterPattern } from './match.ts'

type Test = (event: unknown) => boolean

/** A pattern for events in JSON: `{ ($.status = 5*) && ($.latency > 100) }`. A text says what is wrong with it. */
export function readJsonPattern(pattern: string): FilterPattern | string {
  const inner = /^\{(.*)\}$/s.exec(pattern)?.[1]
  if (inner === undefined) return "it begins with '{' and does not end with '}'"
  const reader = new Reader(inner)
  let test: Test
  try {
    test = reader.alternatives()
    reader.requireEnd()
  } catch (error) {
    if (error instanceof PatternFault) return error.message
    throw error
  }
  return event => {
    const value = parsed(event)
    if (value === undefined || !test(value)) return undefined
    return { field: reference => textAt(value, reference) }
  }
}

class PatternFault extends Error {}

/** Reads conditions from left to right; `&&` binds closer than `||`. Throws a `PatternFault`. */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  alternatives(): Test {
    const tests = [this.#conjunction()]
    while (this.#take(/\s*\|\|/y) !== undefined) tests.push(this.#conjunction())
    return event => tests.some(test => test(event))
  }

  requireEnd(): void {
    if (this.#take(/\s*$/y) === undefined) throw new PatternFault(`'${this.#rest()}' is not understood`)
  }

  #conjunction(): Test {
    const tests = [this.#primary()]
    while (this.#take(/\s*&&/y) !== undefined) tests.push(this.#primary())
    return event => tests.every(test => test(event))
  }

  #primary(): Test {
    if (this.#take(/\s*\(/y) !== undefined) {
      const test = this.alternatives()
      if (this.#take(/\s*\)/y) === undefined) throw new PatternFault("a ')' is missing")
      return test
    }
    const selector = this.#take(/\s*(\$(?:\.[\w-]+|\.\*|\[\d+\]|\[\*\]|\.?\[(?:"[^"]*"|'[^']*')\])*)/y)
    if (selector === undefined)
      throw new PatternFault(`'${this.#rest()}' does not begin with a selector as $.status`)
    const path = readSelector(selector)
    return this.#word(path) ?? this.#comparison(path)
  }

  #word(path: Path): Test | undefined {
    const word = this.#take(/\s+(IS\s+NULL|IS\s+TRUE|IS\s+FALSE|NOT\s+EXISTS|EXISTS)\b/iy)
    switch (word?.toUpperCase().replace(/\s+/, ' ')) {
      case 'IS NULL':
        return event => valuesAt(event, path).includes(null)
      case 'IS TRUE':
        return event => valuesAt(event, path).includes(true)
      case 'IS FALSE':
        return event => valuesAt(event, path).includes(false)
      case 'NOT EXISTS':
        return event => valuesAt(event, path).length === 0
      case 'EXISTS':
        return event => valuesAt(event, path).length > 0
      default:
        return undefined
    }
  }

  #comparison(path: Path): Test {
    const operator = this.#take(/\s*(!=|<=|>=|=|<|>)/y)
    const source = this.#take(/\s*("(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()&|]+)/y)
    if (operator === undefined || source === undefined)
      throw new PatternFault(`'${this.#rest()}' is no comparison`)
    const operand = readOperand(source)
    if (typeof operand === 'string') throw new PatternFault(operand)
    // One of the six, as just read.
    const condition: Condition = { operator: operator as Operator, operand }
    // What is a list or an object, or is missing, meets no condition, not even '!='.
    return event => valuesAt(event, path).some(value => isScalar(value) && meets(value, condition))
  }

  #take(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at
    const found = expression.exec(this.#text)
    if (!found) return undefined
    this.#at = expression.lastIndex
    return found[1] ?? found[0]
  }

  #rest(): string {
    return this.#text.slice(this.#at).trim()
  }
}

/** Names, indexes and `*` for any. */
type Path = readonly (string | number)[]

const any = '*'

function readSelector(selector: string): Path {
  const steps = selector.matchAll(/\.([\w-]+)|\.\*|\[(\d+)\]|\[\*\]|\[["']([^"']*)["']\]/g)
  return [...steps].map(([, name, index, quoted]) =>
    index === undefined ? (name ?? quoted ?? any) : Number(index),
  )
}

function valuesAt(event: unknown, path: Path): unknown[] {
  let found = [event]
  for (const step of path) found = found.flatMap(value => childrenOf(value, step))
  return found
}

function childrenOf(value: unknown, step: string | number): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (step === any) return Object.values(value)
  if (typeof step === 'number')
    return Array.isArray(value) && step < value.length ? [value[step] as unknown] : []
  // Its keys are its own, as just checked.
  return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : []
}

function textAt(event: unknown, reference: string): string | undefined {
  const [value] = reference.startsWith('$.') ? valuesAt(event, readSelector(reference)) : []
  return isScalar(value) ? String(value) : undefined
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}

function parsed(event: string): unknown {
  try {
    return JSON.parse(event) as unknown
  } catch {
    return undefined
  }
}
