import type { JavaMethod, JavaMethods } from './javaArguments.ts'
import { isMap, nothing, wrongArguments } from './javaArguments.ts'
import { MapView } from './javaClasses.ts'
import { noteChange } from './javaChanges.ts'
import { findKey, getEntry, javaEquals, javaHash, putEntry } from './javaEquality.ts'
import { JavaException } from './javaException.ts'
import { toJavaText } from './javaText.ts'
import { checkSize } from './limits.ts'
import type { JavaMap, JavaValue } from './values.ts'

/** The methods of `java.util.LinkedHashMap` that a template can call, as of Java 8. */
export const mapMethods: JavaMethods<JavaMap> = new Map<string, JavaMethod<JavaMap>>([
  ['clear', none(map => (map.clear(), noteChange(map), nothing))],
  ['clone', none(map => new Map(map))],
  ['containsKey', one((map, key) => findKey(map, key) !== undefined)],
  ['containsValue', one((map, value) => [...map.values()].some(held => javaEquals(held, value)))],
  ['entrySet', none(map => new MapView(map, 'entries'))],
  ['equals', one((map, other) => javaEquals(map, other))],
  ['get', one(getEntry)],
  ['getOrDefault', two((map, key, value) => (findKey(map, key) === undefined ? value : getEntry(map, key)))],
  ['hashCode', none(map => javaHash(map))],
  ['isEmpty', none(map => map.size === 0)],
  ['keySet', none(map => new MapView(map, 'keys'))],
  ['put', two(put)],
  ['putAll', one(putAll)],
  ['putIfAbsent', two((map, key, value) => getEntry(map, key) ?? put(map, key, value))],
  ['remove', (map, args) => (args.length === 2 ? two(removePair)(map, args) : one(remove)(map, args))],
  ['replace', (map, args) => (args.length === 3 ? replacePair(map, args) : two(replace)(map, args))],
  ['size', none(map => map.size)],
  ['toString', none(map => toJavaText(map))],
  ['values', none(map => new MapView(map, 'values'))],
])

/** `map.put(key, value)`: what was there before. */
export function put(map: JavaMap, key: JavaValue, value: JavaValue): JavaValue {
  checkSize(map.size + 1)
  return putEntry(map, key, value)
}

function none(run: (map: JavaMap) => JavaValue): JavaMethod<JavaMap> {
  return (map, args) => {
    if (args.length > 0) throw wrongArguments()
    return run(map)
  }
}

function one(run: (map: JavaMap, value: JavaValue) => JavaValue | undefined): JavaMethod<JavaMap> {
  return (map, args) => (args.length === 1 ? run(map, args[0] ?? null) : undefined)
}

function two(run: (map: JavaMap, one: JavaValue, other: JavaValue) => JavaValue): JavaMethod<JavaMap> {
  return (map, args) => (args.length === 2 ? run(map, args[0] ?? null, args[1] ?? null) : undefined)
}

function putAll(map: JavaMap, other: JavaValue): JavaValue | undefined {
  if (other === null) throw new JavaException('java.lang.NullPointerException')
  if (!isMap(other)) return undefined
  for (const [key, value] of [...other]) put(map, key, value)
  return nothing
}

function replace(map: JavaMap, key: JavaValue, value: JavaValue): JavaValue {
  return findKey(map, key) === undefined ? null : putEntry(map, key, value)
}

function replacePair(map: JavaMap, [key = null, before = null, after = null]: readonly JavaValue[]): boolean {
  const held = findKey(map, key)
  if (held === undefined || !javaEquals(map.get(held) ?? null, before)) return false
  map.set(held, after)
  return true
}

function remove(map: JavaMap, key: JavaValue): JavaValue {
  const held = findKey(map, key)
  if (held === undefined) return null
  const before = map.get(held) ?? null
  map.delete(held)
  noteChange(map)
  return before
}

function removePair(map: JavaMap, key: JavaValue, value: JavaValue): JavaValue {
  const held = findKey(map, key)
  if (held === undefined || !javaEquals(map.get(held) ?? null, value)) return false
  noteChange(map)
  return map.delete(held)
}
