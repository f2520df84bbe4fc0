import type { Outcome } from '../syntax/intrinsicFunctions.ts'
import type { Expression } from './terraformExpression.ts'
import { known, unknown } from '../syntax/intrinsicFunctions.ts'
import { callFunction, isWithinBounds, mappingOf, pairsOf, textOfValue } from './terraformFunctions.ts'

/** What the names in an expression stand for. */
export interface Names {
  /** `var.x`, `local.x`, `each.key`, `aws_x.y.arn`, …: the words and keys that follow each other. */
  readonly reference: (path: readonly (string | number)[]) => Outcome
  /** The keys of the instances of a resource with `count` or `for_each`; undefined for anything else. */
  readonly instances: (path: readonly (string | number)[]) => readonly (string | number)[] | undefined
  /** The text of a file that `file` and `templatefile` name. */
  readonly readFile: (path: string) => string | undefined
  /** Steps that may still be taken, all expressions of a document together. */
  readonly budget: { left: number }
  /** Parses a text as a template. */
  readonly template: (text: string) => Expression | undefined
}

type Unknown = Extract<Outcome, { readonly known: false }>
type Scope = ReadonlyMap<string, unknown>

/** Said where nothing better can be. */
export const notRead: Unknown = { known: false, reason: 'it is known to Terraform only' }

/** The value of an expression, or why it is not known here. Steps are bounded: a hostile one ends. */
export function evaluateExpression(expression: Expression, names: Names): Outcome {
  const outcome = new Evaluation(names).value(expression, new Map())
  return outcome.known && !isWithinBounds(outcome.value) ? notRead : outcome
}

class Evaluation {
  readonly #names: Names
  #depth = 0

  constructor(names: Names) {
    this.#names = names
  }

  value(expression: Expression, scope: Scope): Outcome {
    if (this.#names.budget.left-- <= 0 || this.#depth > 200) return notRead
    this.#depth++
    const found = this.#valueOf(expression, scope)
    this.#depth--
    return found
  }

  #valueOf(expression: Expression, scope: Scope): Outcome {
    if (expression.type === 'literal') return known(expression.value)
    if (expression.type === 'template') return this.#text(expression.parts, scope)
    if (expression.type === 'tuple') return this.#all(expression.items, scope)
    if (expression.type === 'object') return this.#object(expression.entries, scope)
    if (expression.type === 'variable' || expression.type === 'get') return this.#get(expression, scope)
    if (expression.type === 'splat') return this.#splat(expression, scope)
    if (expression.type === 'call') return this.#call(expression, scope)
    if (expression.type === 'unary') return this.#unary(expression.operator, expression.operand, scope)
    if (expression.type === 'binary') return this.#binary(expression, scope)
    if (expression.type === 'for') return this.#loop(expression, scope)
    const test = this.value(expression.test, scope)
    if (!test.known) return test
    return this.value(
      test.value === true || test.value === 'true' ? expression.then : expression.otherwise,
      scope,
    )
  }

  #all(items: readonly Expression[], scope: Scope): Outcome & { readonly value?: unknown } {
    const values: unknown[] = []
    for (const item of items) {
      const outcome = this.value(item, scope)
      if (!outcome.known) return outcome
      values.push(outcome.value)
    }
    return known(values)
  }

  #text(parts: readonly Expression[], scope: Scope): Outcome {
    let text = ''
    for (const part of parts) {
      const outcome = this.value(part, scope)
      if (!outcome.known) return outcome
      const piece = textOfValue(outcome.value)
      if (piece === undefined) return unknown('a text cannot hold a list or a mapping')
      text += piece
      if (!isWithinBounds(text)) return unknown('its text grows too long')
    }
    return known(text)
  }

  #object(entries: readonly (readonly [Expression, Expression])[], scope: Scope): Outcome {
    const pairs: [string, unknown][] = []
    for (const [key, value] of entries) {
      const name = this.value(key, scope)
      const inner = this.value(value, scope)
      if (!name.known) return name
      if (!inner.known) return inner
      pairs.push([String(name.value), inner.value])
    }
    return known(mappingOf(pairs))
  }

  #get(expression: Expression, scope: Scope): Outcome {
    const chain = this.#chain(expression, scope)
    if ('known' in chain) return chain
    const { start, path } = chain
    if (start.type !== 'variable') return walk(this.value(start, scope), path)
    if (scope.has(start.name)) return walk(known(scope.get(start.name)), path)
    return this.#names.reference([start.name, ...path])
  }

  /** What `a.b["c"]` starts at, and the keys behind it; or why a key is not known. */
  #chain(expression: Expression, scope: Scope): { start: Expression; path: (string | number)[] } | Unknown {
    const path: (string | number)[] = []
    let start = expression
    while (start.type === 'get') {
      const key = this.value(start.key, scope)
      if (!key.known) return key
      path.unshift(typeof key.value === 'number' ? key.value : String(key.value))
      start = start.from
    }
    return { start, path }
  }

  /** Of a list each item; of a resource each instance; a single value counts as a list of one, null as none. */
  #splat({ of, path }: Extract<Expression, { type: 'splat' }>, scope: Scope): Outcome {
    const chain = this.#chain(of, scope)
    if ('known' in chain) return chain
    const { start } = chain
    if (start.type === 'variable' && !scope.has(start.name)) {
      const name = [start.name, ...chain.path]
      const keys = this.#names.instances(name)
      if (keys) return allOf(keys.map(key => this.#names.reference([...name, key, ...path])))
    }
    const value = this.value(of, scope)
    if (!value.known) return value
    const items: readonly unknown[] = Array.isArray(value.value) ? value.value : [value.value ?? []].flat()
    return allOf(items.map(item => walk(known(item), path)))
  }

  #call(call: Extract<Expression, { type: 'call' }>, scope: Scope): Outcome {
    // The first that is known stands; the others may be anything.
    if (call.name === 'try' || call.name === 'can') return this.#try(call, scope)
    const given = this.#all(call.arguments, scope)
    if (!given.known) return given
    const values = Array.isArray(given.value) ? (given.value as unknown[]) : []
    const last = values.at(-1)
    const all =
      call.isSpread && Array.isArray(last) ? [...values.slice(0, -1), ...(last as unknown[])] : values
    if (call.name === 'file' || call.name === 'templatefile') return this.#file(call.name, all)
    const result = callFunction(call.name, all)
    return result === undefined ? notRead : known(result)
  }

  #try({ name, arguments: options }: Extract<Expression, { type: 'call' }>, scope: Scope): Outcome {
    const found = options.map(option => this.value(option, scope)).find(outcome => outcome.known)
    return name === 'try' && found ? found : notRead
  }

  #file(name: string, [path, variables]: readonly unknown[]): Outcome {
    const text = typeof path === 'string' ? this.#names.readFile(path) : undefined
    if (text === undefined) return unknown(`the file '${String(path)}' cannot be read`)
    if (name === 'file') return known(text)
    const template = this.#names.template(text)
    if (!template) return unknown(`'${String(path)}' is no template that can be read here`)
    return this.value(template, new Map(pairsOf(variables)?.map(([key, value]) => [String(key), value])))
  }

  #unary(operator: string, operand: Expression, scope: Scope): Outcome {
    const outcome = this.value(operand, scope)
    if (!outcome.known) return outcome
    if (operator === '!') return known(outcome.value !== true && outcome.value !== 'true')
    return typeof outcome.value === 'number' ? known(-outcome.value) : notRead
  }

  #binary({ operator, left, right }: Extract<Expression, { type: 'binary' }>, scope: Scope): Outcome {
    const first = this.value(left, scope)
    const second = this.value(right, scope)
    // One false side decides an `&&` whose other side cannot be known.
    const decisive = operator === '&&' ? false : operator === '||' ? true : undefined
    const sides = [first, second]
    if (decisive !== undefined && sides.some(side => side.known && side.value === decisive))
      return known(decisive)
    if (!first.known) return first
    if (!second.known) return second
    const isSmall = isWithinBounds(first.value) && isWithinBounds(second.value)
    const result = isSmall ? combine(operator, first.value, second.value) : undefined
    return result === undefined ? notRead : known(result)
  }

  #loop(loop: Extract<Expression, { type: 'for' }>, scope: Scope): Outcome {
    const over = this.value(loop.of, scope)
    const pairs = over.known ? pairsOf(over.value) : undefined
    if (!over.known) return over
    if (!pairs) return notRead
    const made: [string, unknown][] = []
    for (const [key, value] of pairs) {
      const [first = '', second] = loop.names
      const inner = new Map([
        ...scope,
        ...(second === undefined
          ? [[first, value] as const]
          : [[first, key] as const, [second, value] as const]),
      ])
      const test = loop.test ? this.value(loop.test, inner) : known(true)
      if (!test.known) return test
      if (test.value !== true) continue
      const name = loop.key ? this.value(loop.key, inner) : known('')
      const item = this.value(loop.value, inner)
      if (!name.known) return name
      if (!item.known) return item
      made.push([String(name.value), item.value])
    }
    const result = loop.key ? mappingOf(made) : made.map(([, value]) => value)
    return isWithinBounds(result) ? known(result) : notRead
  }
}

function allOf(outcomes: readonly Outcome[]): Outcome {
  const missing = outcomes.find(outcome => !outcome.known)
  return missing ?? known(outcomes.map(outcome => (outcome.known ? outcome.value : undefined)))
}

/** Follows keys and positions into a known value. */
export function walk(outcome: Outcome, path: readonly (string | number)[]): Outcome {
  let current = outcome
  for (const key of path) {
    if (!current.known) return current
    const { value } = current
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    if (!isThere) return notRead
    current = known((value as Readonly<Record<string | number, unknown>>)[key])
  }
  return current
}

function combine(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '==') return JSON.stringify(left) === JSON.stringify(right)
  if (operator === '!=') return JSON.stringify(left) !== JSON.stringify(right)
  if (operator === '&&') return left === true && right === true
  if (operator === '||') return left === true || right === true
  if (typeof left !== 'number' || typeof right !== 'number') return undefined
  return arithmetic.get(operator)?.(left, right)
}

const arithmetic = new Map<string, (left: number, right: number) => number | boolean>([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['%', (left, right) => left % right],
  ['<', (left, right) => left < right],
  ['>', (left, right) => left > right],
  ['<=', (left, right) => left <= right],
  ['>=', (left, right) => left >= right],
])
