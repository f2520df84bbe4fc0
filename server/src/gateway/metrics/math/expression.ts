import type { Token } from './tokens.ts'
import { readTokens } from './tokens.ts'

/** A metric math expression as a tree. */
export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'text'; readonly value: string }
  /** The id of a query, or a word that a function takes, such as `REPEAT`. */
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: 'negative'; readonly of: Expression }
  | {
      readonly type: 'operation'
      readonly operator: string
      readonly left: Expression
      readonly right: Expression
    }

/** What cannot be done with an expression, in words for the user. */
export class MathFault extends Error {}

/**
 * Reads a metric math expression. Throws a `MathFault`.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax
 */
export function readExpression(text: string): Expression {
  const tokens = readTokens(text)
  if (typeof tokens === 'string') throw new MathFault(tokens)
  const reader = new Reader(tokens)
  const expression = reader.operation(0)
  reader.requireEnd()
  return expression
}

/** Operators from the loosest to the closest. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/'],
]

class Reader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  operation(level: number): Expression {
    const operators = levels[level]
    if (!operators) return this.#power()
    let left = this.operation(level + 1)
    for (;;) {
      const operator = this.#takeSign(...operators)
      if (operator === undefined) return left
      left = { type: 'operation', operator, left, right: this.operation(level + 1) }
    }
  }

  requireEnd(): void {
    if (this.#at < this.#tokens.length) throw new MathFault(`'${this.#found()}' is not expected`)
  }

  #power(): Expression {
    if (this.#takeSign('-') !== undefined) return { type: 'negative', of: this.#power() }
    const base = this.#primary()
    if (this.#takeSign('^') === undefined) return base
    return { type: 'operation', operator: '^', left: base, right: this.#power() }
  }

  #primary(): Expression {
    if (this.#takeSign('(') !== undefined) {
      const inner = this.operation(0)
      this.#require(')')
      return inner
    }
    if (this.#takeSign('[') !== undefined) return { type: 'list', items: this.#itemsUntil(']') }
    const token = this.#tokens[this.#at]
    if (!token || token.type === 'sign') throw new MathFault(`a value is missing before '${this.#found()}'`)
    this.#at++
    if (token.type !== 'name') return token
    if (this.#takeSign('(') === undefined) return { type: 'name', name: token.value }
    return { type: 'call', name: token.value, args: this.#itemsUntil(')') }
  }

  #itemsUntil(end: string): Expression[] {
    const items: Expression[] = []
    if (this.#takeSign(end) !== undefined) return items
    do items.push(this.operation(0))
    while (this.#takeSign(',') !== undefined)
    this.#require(end)
    return items
  }

  #require(sign: string): void {
    if (this.#takeSign(sign) === undefined)
      throw new MathFault(`'${sign}' is missing before '${this.#found()}'`)
  }

  #takeSign(...signs: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at]
    if (token?.type !== 'sign' || !signs.includes(token.value)) return undefined
    this.#at++
    return token.value
  }

  #found(): string {
    return String(this.#tokens[this.#at]?.value ?? 'the end')
  }
}
