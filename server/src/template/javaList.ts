import type { JavaMethod, JavaMethods } from './javaArguments.ts'
import { elementsOf, isInt, nothing, wrongArguments } from './javaArguments.ts'
import { JavaArray, JavaIterator, ListIteration } from './javaClasses.ts'
import { noteChange } from './javaChanges.ts'
import { javaEquals, javaHash } from './javaEquality.ts'
import { JavaException } from './javaException.ts'
import { toJavaText } from './javaText.ts'
import { jsonListText } from './jsonText.ts'
import { checkSize } from './limits.ts'
import { spliceList, subListOf } from './subList.ts'
import type { JavaList, JavaValue } from './values.ts'

/** The methods of `java.util.ArrayList` that a template can call. */
export const listMethods: JavaMethods<JavaList> = new Map<string, JavaMethod<JavaList>>([
  ['add', add],
  ['addAll', addAll],
  ['clear', none(list => (spliceList(list, 0, list.length, []), nothing))],
  ['clone', none(list => [...list])],
  ['contains', one((list, value) => indexIn(list, value) >= 0)],
  ['containsAll', collection((list, values) => values.every(value => indexIn(list, value) >= 0))],
  ['ensureCapacity', one((_, value) => (isInt(value) ? nothing : undefined))],
  ['equals', one((list, value) => javaEquals(list, value))],
  ['get', one((list, index) => (isInt(index) ? at(list, index) : undefined))],
  ['hashCode', none(list => javaHash(list))],
  ['indexOf', one(indexIn)],
  ['isEmpty', none(list => list.length === 0)],
  ['iterator', none(list => new JavaIterator(new ListIteration(list)))],
  ['lastIndexOf', one((list, value) => list.findLastIndex(item => javaEquals(item, value)))],
  ['listIterator', none(list => new JavaIterator(new ListIteration(list)))],
  ['remove', one((list, value) => (isInt(value) ? removeAt(list, value) : removeValue(list, value)))],
  ['removeAll', collection((list, values) => keep(list, item => indexIn(values, item) < 0))],
  ['retainAll', collection((list, values) => keep(list, item => indexIn(values, item) >= 0))],
  ['set', set],
  ['size', none(list => list.length)],
  ['subList', subList],
  ['toArray', toArray],
  ['toString', none(list => toJavaText(list))],
  ['trimToSize', none(list => (noteChange(list), nothing))],
])

/** What the lists have besides that json-smart makes of a payload: `net.minidev.json.JSONArray`. */
export const jsonArrayMethods: JavaMethods<JavaList> = new Map<string, JavaMethod<JavaList>>([
  ['appendElement', one((list, value) => (add(list, [value]), list))],
  ['toJSONString', toJsonString],
])

/** `list.get(index)`, and what `$list[index]` does. */
export function at(list: readonly JavaValue[], index: number): JavaValue {
  checkIndex(list, index)
  return list[index] ?? null
}

/** `list.set(index, value)`: the element that was there. */
export function setAt(list: JavaList, index: number, value: JavaValue): JavaValue {
  checkIndex(list, index)
  const before = list[index] ?? null
  list[index] = value
  return before
}

function none(run: (list: JavaList) => JavaValue): JavaMethod<JavaList> {
  return (list, args) => {
    if (args.length > 0) throw wrongArguments()
    return run(list)
  }
}

function one(run: (list: JavaList, value: JavaValue) => JavaValue | undefined): JavaMethod<JavaList> {
  return (list, args) => (args.length === 1 ? run(list, args[0] ?? null) : undefined)
}

function collection(run: (list: JavaList, values: readonly JavaValue[]) => JavaValue): JavaMethod<JavaList> {
  return one((list, value) => {
    const values = elementsOf(value)
    if (value === null) throw new JavaException('java.lang.NullPointerException')
    return values && run(list, values)
  })
}

function checkIndex(list: readonly JavaValue[], index: number): void {
  if (index >= 0 && index < list.length) return
  throw new JavaException(
    `java.lang.IndexOutOfBoundsException: Index ${index} out of bounds for length ${list.length}`,
  )
}

function indexIn(list: readonly JavaValue[], value: JavaValue): number {
  return typeof value === 'object' && value !== null
    ? list.findIndex(item => javaEquals(item, value))
    : list.indexOf(value)
}

function add(list: JavaList, args: readonly JavaValue[]): JavaValue | undefined {
  const [first, second] = args
  checkSize(list.length + 1)
  if (args.length === 1 && first !== undefined) {
    spliceList(list, list.length, 0, [first])
    return true
  }
  if (args.length !== 2 || !isInt(first) || second === undefined) return undefined
  insert(list, first, [second])
  return nothing
}

function insert(list: JavaList, index: number, values: readonly JavaValue[]): void {
  if (index < 0 || index > list.length) {
    throw new JavaException(`java.lang.IndexOutOfBoundsException: Index: ${index}, Size: ${list.length}`)
  }
  checkSize(list.length + values.length)
  spliceList(list, index, 0, values)
}

function addAll(list: JavaList, args: readonly JavaValue[]): JavaValue | undefined {
  const index = args.length === 2 ? args[0] : list.length
  const source = args.at(-1)
  if (args.length < 1 || args.length > 2 || !isInt(index)) return undefined
  if (source === null) throw new JavaException('java.lang.NullPointerException')
  const values = elementsOf(source)
  if (!values) return undefined
  // A list may be added to itself: what it held before is added.
  insert(list, index, [...values])
  return values.length > 0
}

function removeAt(list: JavaList, index: number): JavaValue {
  const before = at(list, index)
  spliceList(list, index, 1, [])
  return before
}

function removeValue(list: JavaList, value: JavaValue): JavaValue {
  const index = indexIn(list, value)
  if (index >= 0) removeAt(list, index)
  return index >= 0
}

function keep(list: JavaList, isKept: (item: JavaValue) => boolean): boolean {
  const kept = list.filter(isKept)
  if (kept.length === list.length) return false
  spliceList(list, 0, list.length, kept)
  return true
}

function set(list: JavaList, args: readonly JavaValue[]): JavaValue | undefined {
  const [index, value] = args
  if (args.length !== 2 || !isInt(index) || value === undefined) return undefined
  return setAt(list, index, value)
}

/** `toArray()`, and `toArray(Object[])`, for which Velocity takes any value as an array of one. */
function toArray(list: JavaList, args: readonly JavaValue[]): JavaValue {
  if (args.length > 1) throw wrongArguments()
  return new JavaArray('java.lang.Object', args.length === 1 && list.length === 0 ? [null] : [...list])
}

/** Of the list, or of another: the static method. */
function toJsonString(list: JavaList, args: readonly JavaValue[]): JavaValue {
  const [other] = args
  if (args.length > 1 || (args.length === 1 && !Array.isArray(other))) throw wrongArguments()
  return jsonListText(Array.isArray(other) ? other : list)
}

function subList(list: JavaList, args: readonly JavaValue[]): JavaValue | undefined {
  const [from, to] = args
  if (args.length !== 2 || !isInt(from) || !isInt(to)) return undefined
  if (from < 0) throw new JavaException(`java.lang.IndexOutOfBoundsException: fromIndex = ${from}`)
  if (to > list.length) throw new JavaException(`java.lang.IndexOutOfBoundsException: toIndex = ${to}`)
  if (from > to)
    throw new JavaException(`java.lang.IllegalArgumentException: fromIndex(${from}) > toIndex(${to})`)
  return subListOf(list, from, to)
}
