import type { Expression } from './expression.ts'
import { MathFault } from './expression.ts'
import { mathFunctions } from './functions.ts'
import type { MathScope, MathValue, Series } from './values.ts'
import { combine, mapValues } from './values.ts'

/** Evaluates a metric math expression. Throws a `MathFault`. */
export function evaluate(expression: Expression, scope: MathScope): MathValue {
  switch (expression.type) {
    case 'number':
      return expression
    case 'text':
      return { type: 'word', value: expression.value }
    case 'name':
      return scope.valueOf(expression.name) ?? word(expression.name)
    case 'list':
      return { type: 'array', items: expression.items.flatMap(item => seriesIn(evaluate(item, scope))) }
    case 'negative': {
      const value = evaluate(expression.of, scope)
      if (value.type === 'number') return { type: 'number', value: -value.value }
      return mapValues(value, each => -each, "'-'")
    }
    case 'operation': {
      const { operator } = expression
      const operate = operations.get(operator)
      if (!operate) throw new MathFault(`the operator '${operator}' is not known`)
      return combine(evaluate(expression.left, scope), evaluate(expression.right, scope), operate, operator)
    }
    case 'call': {
      const { name } = expression
      const call = mathFunctions.get(name)
      if (!call) throw new MathFault(`the function ${name} is not evaluated`)
      return call(
        expression.args.map(arg => evaluate(arg, scope)),
        scope,
      )
    }
  }
}

/** Words that functions take; any other name is the id of a query that is not there. */
function word(name: string): MathValue {
  if (/^[A-Z][A-Z0-9_]*$/.test(name)) return { type: 'word', value: name }
  throw new MathFault(`there is no query '${name}'`)
}

function seriesIn(value: MathValue): readonly Series[] {
  if (value.type === 'series') return [value]
  if (value.type === 'array') return value.items
  throw new MathFault('a list in brackets takes time series')
}

const operations: ReadonlyMap<string, (left: number, right: number) => number> = new Map([
  ['+', (left, right) => left + right],
  ['-', (left, right) => left - right],
  ['*', (left, right) => left * right],
  ['/', (left, right) => left / right],
  ['^', (left, right) => left ** right],
  ['==', (left, right) => Number(left === right)],
  ['!=', (left, right) => Number(left !== right)],
  ['<', (left, right) => Number(left < right)],
  ['<=', (left, right) => Number(left <= right)],
  ['>', (left, right) => Number(left > right)],
  ['>=', (left, right) => Number(left >= right)],
  ['&&', (left, right) => Number(left !== 0 && right !== 0)],
  ['||', (left, right) => Number(left !== 0 || right !== 0)],
])
