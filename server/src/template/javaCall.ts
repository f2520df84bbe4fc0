import { isNumber } from './arithmetic.ts'
import { isInt } from './javaArguments.ts'
import { callOnArray } from './javaArrayMethods.ts'
import { JavaArray } from './javaClasses.ts'
import { JavaException } from './javaException.ts'
import { getEntry } from './javaEquality.ts'
import { refuseBeyond } from './javaMethodsBeyond.ts'
import { at, jsonArrayMethods, listMethods, setAt } from './javaList.ts'
import { mapMethods, put } from './javaMap.ts'
import { booleanMethods, numberMethod, numberProperty } from './javaNumber.ts'
import { stringMethods } from './javaString.ts'
import type { JavaList, JavaValue } from './values.ts'
import { JsonArray } from './values.ts'

/** `$target.name(args)`: null when the class has no such method for these arguments, or when it gives null. */
export function callMethod(target: JavaValue, name: string, args: readonly JavaValue[]): JavaValue {
  const result = callKnown(target, name, args)
  if (result === undefined) refuseBeyond(target, name)
  return result ?? null
}

function callKnown(target: JavaValue, name: string, args: readonly JavaValue[]): JavaValue | undefined {
  if (typeof target === 'string') return stringMethods.get(name)?.(target, args)
  if (target === null) return null
  if (typeof target === 'boolean') return booleanMethods.get(name)?.(target, args)
  if (Array.isArray(target)) return listMethod(target, name)?.(target, args)
  if (target instanceof Map) return mapMethods.get(name)?.(target, args)
  if (isNumber(target)) {
    const method = numberMethod(target, name)
    if (method) return method(target, args)
  }
  if (target instanceof JavaArray) return callOnArray(target, name, args)
  return typeof target === 'object' && 'call' in target ? target.call(name, args) : undefined
}

function listMethod(target: JavaList, name: string) {
  return listMethods.get(name) ?? (target instanceof JsonArray ? jsonArrayMethods.get(name) : undefined)
}

/** `$target.name`: of a Map its entry, of others what a getter of that name gives. */
export function getProperty(target: JavaValue, name: string): JavaValue {
  if (target instanceof Map) return target.get(name) ?? null
  if (target === null || typeof target === 'boolean') return null
  if (typeof target === 'string') {
    if (name === 'empty' || name === 'Empty') return target === ''
    return name === 'bytes' || name === 'Bytes' ? callMethod(target, 'getBytes', []) : null
  }
  if (Array.isArray(target)) return name === 'empty' || name === 'Empty' ? target.length === 0 : null
  if (isNumber(target)) {
    const property = numberProperty(target, name)
    if (property !== undefined) return property
  }
  return typeof target === 'object' && 'property' in target ? (target.property(name) ?? null) : null
}

/** `$target[index]`: what `get(index)` gives; a negative index counts from the end. */
export function getIndex(target: JavaValue, index: JavaValue): JavaValue {
  const place = fromEnd(target, index)
  if (Array.isArray(target)) return isInt(place) ? at(target, place) : null
  if (target instanceof Map) return getEntry(target, place)
  return callMethod(target, 'get', [place])
}

/** `#set($target[index] = value)`: `set(index, value)` or `put(index, value)`, where there is one. */
export function setIndex(target: JavaValue, index: JavaValue, value: JavaValue): void {
  const place = fromEnd(target, index)
  if (Array.isArray(target)) {
    if (isInt(place)) setAt(target, place, value)
  } else if (target instanceof Map) put(target, place, value)
  else if (target !== null && typeof target === 'object' && 'call' in target) {
    if (target instanceof JavaArray) callOnArray(target, 'set', [place, value])
    else if (target.call('set', [place, value]) === undefined) target.call('put', [place, value])
  }
}

/** `#set($target.name = value)`: a setter of that name, or `put`. */
export function setProperty(target: JavaValue, name: string, value: JavaValue): void {
  if (target instanceof Map) put(target, name, value)
  else if (target !== null && typeof target === 'object' && 'call' in target) {
    const toggled = name.replace(/^./, first =>
      first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase(),
    )
    if (target.call(`set${name}`, [value]) !== undefined) return
    if (target.call(`set${toggled}`, [value]) === undefined) target.call('put', [name, value])
  }
}

function fromEnd(target: JavaValue, index: JavaValue): JavaValue {
  if (!isInt(index) || index >= 0) return index
  const size = callMethod(target, 'size', [])
  if (!isInt(size)) {
    throw new JavaException(
      `a negative index, ${index}, needs an object with a method 'size()'; this one has none`,
    )
  }
  return size + index
}
