import type { JavaValue } from '../values.ts'
import { compare } from './comparisons.ts'
import type { Nested } from './nested.ts'
import { checkNumber, compareNumbers, exactNumber } from './numbers.ts'
import type { OperandValue } from './operandValues.ts'
import { JsonOperand } from './operandValues.ts'
import { PatternOperand } from './pattern.ts'
import type { Run } from './run.ts'
import { PathFailure } from './run.ts'
import type { Condition, JsonPath, Operand, Operator } from './syntax.ts'

/** Whether a condition holds for an item. */
export type Predicate = (item: JavaValue, run: Run) => boolean

/** Compiles the condition of a filter. What json-path finds invalid while it looks at an item does not hold for it. */
export function compileCondition(condition: Condition, nested: Nested): Predicate {
  const holds = compile(condition, nested)
  return (item, run) => {
    try {
      return holds(item, run)
    } catch (error) {
      if (error instanceof PathFailure && (error.kind === 'invalid' || error.kind === 'missing')) return false
      throw error
    }
  }
}

function compile(condition: Condition, nested: Nested): Predicate {
  switch (condition.type) {
    case 'or': {
      const operands = condition.operands.map(operand => compile(operand, nested))
      return (item, run) => operands.some(holds => holds(item, run))
    }
    case 'and': {
      const operands = condition.operands.map(operand => compile(operand, nested))
      return (item, run) => operands.every(holds => holds(item, run))
    }
    case 'not': {
      const holds = compile(condition.operand, nested)
      return (item, run) => !holds(item, run)
    }
    case 'exists':
      return compileExists(condition.path, condition.shouldExist, nested)
    case 'comparison':
      return compileComparison(condition.left, condition.operator, condition.right, nested)
  }
}

/** json-path asks for existence below the item even where the path begins with `$`. */
function compileExists(path: JsonPath, shouldExist: boolean, nested: Nested): Predicate {
  const { evaluate } = nested.compile(path)
  return (item, run) => (evaluate(item, run.root, true, run.work) !== undefined) === shouldExist
}

function compileComparison(left: Operand, operator: Operator, right: Operand, nested: Nested): Predicate {
  const leftOf = compileOperand(left, nested)
  const rightOf = compileOperand(right, nested)
  const ordered = ORDERS.get(operator)
  const literal = right.type === 'number' ? plainNumber(right) : undefined
  if (!ordered || literal === undefined)
    return (item, run) => compare(operator, leftOf(item, run), rightOf(item, run))
  return (item, run) => {
    const value = leftOf(item, run)
    // Most comparisons are of a plain number with a plain number.
    if (typeof value === 'number') return ordered(value - literal)
    return compare(operator, value, rightOf(item, run))
  }
}

const ORDERS: ReadonlyMap<Operator, (difference: number) => boolean> = new Map([
  ['==', difference => difference === 0],
  ['!=', difference => difference !== 0],
  ['<', difference => difference < 0],
  ['<=', difference => difference <= 0],
  ['>', difference => difference > 0],
  ['>=', difference => difference >= 0],
] as const)

function plainNumber({ value }: Operand & { type: 'number' }): number | undefined {
  const number = Number(value.toText())
  const isSame = exactNumber(number) !== undefined && Number.isSafeInteger(number)
  return isSame && compareNumbers(value, number) === 0 ? number : undefined
}

type OperandOf = (item: JavaValue, run: Run) => OperandValue

function compileOperand(operand: Operand, nested: Nested): OperandOf {
  switch (operand.type) {
    case 'path':
      return compilePathOperand(operand.path, nested)
    case 'json': {
      const value = new JsonOperand(operand.text)
      return () => value
    }
    case 'pattern': {
      const value = new PatternOperand(operand.source, operand.flags)
      return () => value
    }
    case 'null':
      return () => null
    default: {
      const { value } = operand
      return () => value
    }
  }
}

function compilePathOperand(path: JsonPath, nested: Nested): OperandOf {
  const compiled = nested.compile(path)
  if (compiled.root === '@')
    return (item, run) => checkNumber(compiled.evaluate(item, run.root, run.isStrict, run.work))
  return (_, run) => {
    const { rootResults } = run.work
    if (!rootResults.has(compiled))
      rootResults.set(compiled, checkNumber(compiled.evaluate(run.root, run.root, run.isStrict, run.work)))
    return rootResults.get(compiled)
  }
}
