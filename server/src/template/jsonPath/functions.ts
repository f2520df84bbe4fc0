import { toJavaText } from '../javaText.ts'
import { parsePermissiveJson } from '../permissiveJson.ts'
import type { JavaValue } from '../values.ts'
import { JavaDouble } from '../values.ts'
import type { CompiledPath, Nested } from './nested.ts'
import type { JavaNumber } from './numbers.ts'
import { doubleOf, isNumber } from './numbers.ts'
import type { Run } from './run.ts'
import { PathFailure } from './run.ts'
import type { FunctionArgument, FunctionSegment } from './syntax.ts'

/** What a function makes of a value. */
export type Call = (value: JavaValue, run: Run) => JavaValue

/** The functions that a path may end in, and what each gives. */
export const functionDocs: ReadonlyMap<string, string> = new Map([
  ['length', 'The number of items of a list or of members of an object'],
  ['size', 'The same as `length()`'],
  ['min', 'The least of the numbers in a list, as a Double'],
  ['max', 'The greatest of the numbers in a list, as a Double'],
  ['avg', 'The mean of the numbers in a list, as a Double'],
  ['sum', 'The sum of the numbers in a list, as a Double'],
  ['stddev', 'The standard deviation of the numbers in a list, as a Double'],
  ['concat', 'The strings in a list and the arguments, one after the other'],
  ['append', 'The list with the arguments added to it; the payload holds them from then on'],
  ['keys', 'The names of the members of an object'],
  ['first', 'The first item of a list'],
  ['last', 'The last item of a list of at least two'],
  ['index', 'The item of a list at the index given, from the end if negative'],
])

/** Compiles a call. A function that does not exist is found only when it is called, as in json-path. */
export function compileFunction({ name, arguments: args }: FunctionSegment, nested: Nested): Call {
  const values = args.map(argument => compileArgument(argument, nested))
  if (name === 'length' || name === 'size') return compileLength(args, values, nested)
  const aggregate = AGGREGATES.get(name)
  if (aggregate) return (value, run) => aggregate(numbersOf(value, evaluated(values, run)))
  const item = ITEMS.get(name)
  if (item) return (value, run) => itemAt(value, item(evaluated(values, run)))
  if (name === 'concat') return (value, run) => concat(value, evaluated(values, run))
  if (name === 'append') return (value, run) => append(value, evaluated(values, run))
  if (name === 'keys')
    return (value, run) => (evaluated(values, run), value instanceof Map ? [...value.keys()] : null)
  return () => {
    throw new PathFailure('invalid', `Function with name: ${name} does not exist.`)
  }
}

type Argument = (run: Run) => JavaValue

/** A path as an argument is looked up in the whole payload, wherever the function is called. */
function compileArgument(argument: FunctionArgument, nested: Nested): Argument {
  if (argument.type === 'json') return () => jsonOf(argument.text)
  const { evaluate } = nested.compile(argument.path)
  return run => {
    const value = evaluate(run.root, run.root, run.isStrict, run.work)
    if (value === undefined) throw new PathFailure('missing', 'An argument of the function leads nowhere')
    return value
  }
}

/** Read anew for each call: what `append` adds may be changed later. */
function jsonOf(text: string): JavaValue {
  const { value, fault } = parsePermissiveJson(text)
  if (fault) throw new PathFailure('other', fault.message)
  return value
}

function evaluated(values: readonly Argument[], run: Run): JavaValue[] {
  return values.map(value => value(run))
}

/** `length($.path)` counts the members of what the path gives below the value; without a list there, the value's own. */
function compileLength(args: readonly FunctionArgument[], values: readonly Argument[], nested: Nested): Call {
  const [first] = args
  if (!first) return lengthOf
  const members: CompiledPath | undefined =
    first.type === 'path' ? nested.compileMembers(first.path) : undefined
  return (value, run) => {
    evaluated(values, run)
    if (!members) throw new PathFailure('other', 'java.lang.NullPointerException')
    if (value === null) throw new PathFailure('argument', 'root can not be null')
    const counted = members.evaluate(value, value, run.isStrict, run.work)
    if (counted === undefined) throw new PathFailure('missing', 'The argument of the function leads nowhere')
    return Array.isArray(counted) ? counted.length : lengthOf(value)
  }
}

function lengthOf(value: JavaValue): JavaValue {
  if (Array.isArray(value)) return value.length
  return value instanceof Map ? value.size : null
}

const AGGREGATES: ReadonlyMap<string, (numbers: readonly number[]) => JavaDouble> = new Map([
  [
    'min',
    numbers =>
      new JavaDouble(numbers.reduce((least, number) => (least > number ? number : least), Number.MAX_VALUE)),
  ],
  // json-path begins at Double.MIN_VALUE, the least number above zero.
  [
    'max',
    numbers =>
      new JavaDouble(numbers.reduce((most, number) => (most < number ? number : most), Number.MIN_VALUE)),
  ],
  ['avg', numbers => new JavaDouble(sumOf(numbers) / numbers.length)],
  ['sum', numbers => new JavaDouble(sumOf(numbers))],
  ['stddev', numbers => new JavaDouble(deviationOf(numbers))],
])

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}

function deviationOf(numbers: readonly number[]): number {
  const [sum, count] = [sumOf(numbers), numbers.length]
  const squares = sumOf(numbers.map(number => number * number))
  return Math.sqrt(squares / count - (sum * sum) / count / count)
}

function numbersOf(value: JavaValue, args: readonly JavaValue[]): number[] {
  const numbers = Array.isArray(value) ? value.filter(isNumber).map(doubleOf) : []
  numbers.push(...flat(args).filter(isNumber).map(doubleOf))
  if (numbers.length > 0) return numbers
  throw new PathFailure('other', 'Aggregation function attempted to calculate value using empty array')
}

/** Arguments that are lists count as their items. */
function flat(args: readonly JavaValue[]): JavaValue[] {
  return args.flatMap(argument => (Array.isArray(argument) ? argument : [argument]))
}

const ITEMS: ReadonlyMap<string, (args: readonly JavaValue[]) => number> = new Map([
  ['first', () => 0],
  ['last', () => -1],
  ['index', indexIn],
])

function indexIn(args: readonly JavaValue[]): number {
  const number: JavaNumber | undefined = flat(args).find(isNumber)
  if (number === undefined) throw new PathFailure('index', 'The function index needs a number')
  return Math.trunc(doubleOf(number))
}

/** An item by index. One from the end is refused where it is the first: json-path compares with zero. */
function itemAt(value: JavaValue, index: number): JavaValue {
  if (!Array.isArray(value))
    throw new PathFailure('other', 'Aggregation function attempted to calculate value using empty array')
  const real = index < 0 ? value.length + index : index
  if (index < 0 && real <= 0)
    throw new PathFailure('other', `Target index:${index} larger than object count:${value.length}`)
  const item = value[real]
  if (item === undefined) throw new PathFailure('index', `Index ${real} is outside of the list`)
  return item
}

function concat(value: JavaValue, args: readonly JavaValue[]): string {
  const own = Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
  const added = flat(args).filter(item => item !== null)
  return own.join('') + added.map(toJavaText).join('')
}

function append(value: JavaValue, args: readonly JavaValue[]): JavaValue {
  if (Array.isArray(value)) value.push(...args)
  return value
}
