import { calculate, compareNumbers, isNumber, toInt } from './arithmetic.ts'
import type { Compilation } from './compilation.ts'
import { located, slotOf } from './compilation.ts'
import { DefinedBlock } from './definedBlock.ts'
import type { Link } from './execution.ts'
import type { Frame } from './frame.ts'
import { RenderFailure } from './frame.ts'
import { callMethod, getIndex, getProperty } from './javaCall.ts'
import { JavaException } from './javaException.ts'
import { put } from './javaMap.ts'
import { toJavaText } from './javaText.ts'
import { checkedText, maxElements } from './limits.ts'
import type {
  Accessor,
  ArithmeticOperator,
  BinaryNode,
  Expression,
  Name,
  ReferenceNode,
  Span,
  StringNode,
  Template,
} from './tree.ts'
import { looselyEqual } from './velocityEquality.ts'
import type { JavaMap, JavaValue } from './values.ts'

/** How the statements of an interpolated string are compiled; given, since statements hold expressions. */
export type CompileBody<Code> = (compilation: Compilation<Code>, template: Template) => Code

/** Compiles what an expression is worth. */
export function compileValue<Code>(
  compilation: Compilation<Code>,
  node: Expression,
  compileBody: CompileBody<Code>,
): Code {
  const { builder } = compilation
  const value = (child: Expression) => compileValue(compilation, child, compileBody)
  switch (node.kind) {
    case 'number':
    case 'boolean': {
      const constant = node.value
      return builder.leaf(() => constant)
    }
    case 'string':
      return compileString(compilation, node, compileBody)
    case 'reference':
      return compileReference(compilation, node, compileBody)
    case 'list':
      return builder.many(node.items.map(value), items => items)
    case 'map':
      return builder.many(
        node.entries.flatMap(entry => [value(entry.key), value(entry.value)]),
        mapOf,
      )
    case 'range':
      return builder.two(value(node.from), value(node.to), (from, to) => rangeOf(from, to, node))
    case 'group':
      return value(node.expression)
    case 'not':
      return compileCondition(compilation, node, compileBody)
    case 'binary':
      if (!isArithmetic(node.operator)) return compileCondition(compilation, node, compileBody)
      return builder.two(value(node.left), value(node.right), arithmetic(node, node.operator))
    case 'word':
    case 'malformed':
      return builder.leaf(() => null)
  }
}

/** Compiles whether an expression holds; a literal other than `true`, and arithmetic, never do. */
export function compileCondition<Code>(
  compilation: Compilation<Code>,
  node: Expression,
  compileBody: CompileBody<Code>,
): Code {
  const { builder } = compilation
  const condition = (child: Expression) => compileCondition(compilation, child, compileBody)
  const no = builder.leaf(() => false)
  switch (node.kind) {
    case 'boolean':
      return compileValue(compilation, node, compileBody)
    case 'reference':
      if (node.shown.unread) return builder.leaf(() => node.shown.unread === 'slashed')
      return builder.truth(compileReference(compilation, node, compileBody))
    case 'group':
      return condition(node.expression)
    case 'not':
      return builder.one(condition(node.operand), holds => holds !== true)
    case 'binary': {
      const { operator } = node
      if (operator === '&&') return builder.branch(condition(node.left), condition(node.right), no)
      if (operator === '||') {
        return builder.branch(
          condition(node.left),
          builder.leaf(() => true),
          condition(node.right),
        )
      }
      if (isArithmetic(operator)) return no
      const [left, right] = [node.left, node.right].map(child =>
        compileValue(compilation, child, compileBody),
      )
      return left && right ? builder.two(left, right, comparisons[operator]) : no
    }
    case 'number':
    case 'string':
    case 'list':
    case 'map':
    case 'range':
    case 'word':
    case 'malformed':
      return no
  }
}

/** Compiles the value of a reference: what is missing anywhere on the way is the empty string on API Gateway. */
export function compileReference<Code>(
  compilation: Compilation<Code>,
  node: ReferenceNode,
  compileBody: CompileBody<Code>,
): Code {
  const { builder } = compilation
  if (node.shown.unread) return builder.leaf(() => null)
  const links = node.accessors.map(accessor => compileAccessor(compilation, accessor, compileBody))
  return builder.stop(node, builder.chain(compileRoot(compilation, node), links, ''))
}

/** Compiles a reference up to one of its accessors, for `#set`: null when something on the way is missing. */
export function compileTarget<Code>(
  compilation: Compilation<Code>,
  node: ReferenceNode,
  compileBody: CompileBody<Code>,
): Code {
  const links = node.accessors
    .slice(0, -1)
    .map(accessor => compileAccessor(compilation, accessor, compileBody))
  return compilation.builder.chain(compileRoot(compilation, node), links, null)
}

function compileRoot<Code>(compilation: Compilation<Code>, { root }: ReferenceNode): Code {
  const slot = slotOf(compilation, root.text)
  return compilation.builder.variable(slot)
}

function compileAccessor<Code>(
  compilation: Compilation<Code>,
  accessor: Accessor,
  compileBody: CompileBody<Code>,
): Link<Code> {
  const value = (child: Expression) => compileValue(compilation, child, compileBody)
  switch (accessor.kind) {
    case 'property':
      return { args: [], property: accessor.name.text, run: propertyReader(accessor.name) }
    case 'method':
      return { args: accessor.arguments.map(value), run: methodCaller(accessor.name) }
    case 'index':
      return { args: [value(accessor.index)], run: indexReader(accessor) }
  }
}

function propertyReader(name: Name): Link<unknown>['run'] {
  const { text } = name
  return target => {
    try {
      return getProperty(target, text)
    } catch (failure) {
      throw located(failure, name)
    }
  }
}

function methodCaller(name: Name): Link<unknown>['run'] {
  const { text } = name
  return (target, args, frame) => {
    try {
      frame.tickCall(costOf(target))
      return callMethod(target, text, args)
    } catch (failure) {
      throw located(failure, name)
    }
  }
}

function indexReader(place: Span): Link<unknown>['run'] {
  return (target, [index = null]) => {
    try {
      return getIndex(target, index)
    } catch (failure) {
      throw located(failure, place)
    }
  }
}

/** Steps that a method may take: it goes over a text or list as a rule. */
function costOf(target: JavaValue): number {
  if (typeof target === 'string') return 1 + (target.length >> 6)
  return Array.isArray(target) ? 1 + (target.length >> 4) : target instanceof Map ? 1 + (target.size >> 4) : 1
}

function compileString<Code>(
  compilation: Compilation<Code>,
  node: StringNode,
  compileBody: CompileBody<Code>,
): Code {
  const { builder } = compilation
  const { value, template } = node
  if (!template) return builder.leaf(() => value)
  // The blank that Velocity puts after the text, see `parseString.ts`.
  const blank = value.includes('##') ? 0 : 1
  return builder.capture(compileBody(compilation, template), text =>
    checkedText(blank > 0 && text.length > 0 ? text.slice(0, -blank) : text),
  )
}

function mapOf(values: readonly JavaValue[]): JavaMap {
  const map: JavaMap = new Map()
  for (let index = 0; index < values.length; index += 2)
    put(map, values[index] ?? null, values[index + 1] ?? null)
  return map
}

function rangeOf(from: JavaValue, to: JavaValue, place: Span): JavaValue {
  if (!isNumber(from) || !isNumber(to)) return null
  const [first, last] = [toInt(from), toInt(to)]
  const count = Math.abs(first - last) + 1
  if (count > maxElements)
    throw new RenderFailure(`a range of ${count} numbers, more than ${maxElements}`, place)
  const step = first >= last ? -1 : 1
  return Array.from({ length: count }, (_, index) => first + index * step)
}

const arithmeticOperators: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%'])

function isArithmetic(operator: BinaryNode['operator']): operator is ArithmeticOperator {
  return arithmeticOperators.has(operator)
}

function arithmetic(node: BinaryNode, operator: ArithmeticOperator) {
  const [leftLiteral, rightLiteral] = node.literals
  return (left: JavaValue, right: JavaValue, frame: Frame): JavaValue => {
    if (typeof left === 'number' && typeof right === 'number') return calculate(operator, left, right)
    try {
      if (operator !== '+' || (typeof left !== 'string' && typeof right !== 'string')) {
        return isNumber(left) && isNumber(right) ? calculate(operator, left, right) : null
      }
      const text = checkedText(textOf(left, leftLiteral) + textOf(right, rightLiteral))
      frame.tick(1 + (text.length >> 8))
      return text
    } catch (failure) {
      throw located(failure, node)
    }
  }
}

function textOf(value: JavaValue, literal: string): string {
  if (value === null) return literal
  if (!(value instanceof DefinedBlock)) return toJavaText(value)
  const text = value.toText()
  // A block within itself has no text, and Java's 'concat' takes no null.
  if (text === null) throw new JavaException('java.lang.NullPointerException')
  return text
}

const comparisons: Readonly<
  Record<'!=' | '<' | '<=' | '==' | '>' | '>=', (left: JavaValue, right: JavaValue) => boolean>
> = {
  '==': (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? left === right : looselyEqual(left, right),
  '!=': (left, right) => !looselyEqual(left, right),
  '<': (left, right) => isNumber(left) && isNumber(right) && compareNumbers(left, right) < 0,
  '<=': (left, right) => isNumber(left) && isNumber(right) && compareNumbers(left, right) <= 0,
  '>': (left, right) => isNumber(left) && isNumber(right) && compareNumbers(left, right) > 0,
  '>=': (left, right) => isNumber(left) && isNumber(right) && compareNumbers(left, right) >= 0,
}
