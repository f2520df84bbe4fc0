import { JavaDecimal } from './javaDecimal.ts'
import { noteChange } from './javaChanges.ts'
import { JavaException } from './javaException.ts'
import { stringHash, toJavaText } from './javaText.ts'
import type { JavaMap, JavaValue } from './values.ts'
import { JavaDouble, JavaObject } from './values.ts'

/** `one.equals(other)` of Java. */
export function javaEquals(one: JavaValue, other: JavaValue): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (one instanceof JavaDouble) return other instanceof JavaDouble && Object.is(one.value, other.value)
  if (Array.isArray(one)) return Array.isArray(other) && sameElements(one, other)
  if (one instanceof Map) return other instanceof Map && sameEntries(one, other)
  if (one instanceof JavaDecimal && other instanceof JavaDecimal) {
    return one.unscaled === other.unscaled && one.scale === other.scale
  }
  return one instanceof JavaObject && one.call('equals', [other]) === true
}

/**
 * The key of the map that equals `key`: of a Double or a list another object may be the same key. A list or map that was
 * changed since it became a key is not found: Java looks for it by the hash that it has now.
 */
export function findKey(map: JavaMap, key: JavaValue): JavaValue | undefined {
  if (typeof key !== 'object' || key === null) return map.has(key) ? key : undefined
  const hash = isChangeable(key) ? keyHashes.get(map) && javaHash(key) : undefined
  if (map.has(key) && isKept(map, key, hash)) return key
  for (const held of map.keys()) if (javaEquals(held, key) && isKept(map, held, hash)) return held
  return undefined
}

/** The hashes that lists and maps had when they became keys. */
const keyHashes = new WeakMap<JavaMap, Map<JavaValue, number>>()

function isChangeable(key: JavaValue): boolean {
  return Array.isArray(key) || key instanceof Map
}

function isKept(map: JavaMap, held: JavaValue, hash: number | undefined): boolean {
  if (hash === undefined) return true
  const kept = keyHashes.get(map)?.get(held)
  return kept === undefined || kept === hash
}

/** `map.get(key)`: null also when there is no such key. */
export function getEntry(map: JavaMap, key: JavaValue): JavaValue {
  if (typeof key !== 'object') return map.get(key) ?? null
  const held = findKey(map, key)
  return held === undefined ? null : (map.get(held) ?? null)
}

/** `map.put(key, value)`. */
export function putEntry(map: JavaMap, key: JavaValue, value: JavaValue): JavaValue {
  const held = findKey(map, key)
  if (held === undefined) {
    addEntry(map, key, value)
    return null
  }
  const before = map.get(held) ?? null
  map.set(held, value)
  return before
}

function addEntry(map: JavaMap, key: JavaValue, value: JavaValue): void {
  if (map.has(key)) {
    throw new JavaException(
      "not emulated: a list or map that was changed after it became a map's key, and is put there again",
    )
  }
  if (isChangeable(key)) {
    const hashes = keyHashes.get(map) ?? new Map<JavaValue, number>()
    keyHashes.set(map, hashes.set(key, javaHash(key)))
  }
  map.set(key, value)
  noteChange(map)
}

/** `value.hashCode()`. */
export function javaHash(value: JavaValue, depth = 0): number {
  // A list may hold itself; Java ends so, too.
  if (depth > maxDepth) throw new JavaException('java.lang.StackOverflowError')
  if (value === null) return 0
  if (typeof value === 'string') return stringHash(value)
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (typeof value === 'number') return value === (value | 0) ? value : longHash(BigInt(value))
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? longHash(value) : bigHash(value)
  if (value instanceof JavaDouble) return doubleHash(value.value)
  if (Array.isArray(value)) {
    return value.reduce<number>((hash, item) => (Math.imul(hash, 31) + javaHash(item, depth + 1)) | 0, 1)
  }
  if (value instanceof Map) {
    let hash = 0
    for (const [key, held] of value)
      hash = (hash + (javaHash(key, depth + 1) ^ javaHash(held, depth + 1))) | 0
    return hash
  }
  return stringHash(toJavaText(value))
}

/** How deep nested lists are hashed. */
const maxDepth = 500

function sameElements(one: readonly JavaValue[], other: readonly JavaValue[]): boolean {
  return one.length === other.length && one.every((item, index) => javaEquals(item, other[index] ?? null))
}

function sameEntries(one: JavaMap, other: JavaMap): boolean {
  if (one.size !== other.size) return false
  for (const [key, value] of one) {
    const held = findKey(other, key)
    if (held === undefined || !javaEquals(value, other.get(held) ?? null)) return false
  }
  return true
}

function longHash(value: bigint): number {
  const bits = BigInt.asUintN(64, value)
  return (Number(bits >> 32n) ^ Number(bits & 0xffffffffn)) | 0
}

/** `BigInteger.hashCode()`: its magnitude in words of 32 bits, from the highest. */
function bigHash(value: bigint): number {
  const digits = (value < 0n ? -value : value).toString(16)
  const padded = digits.padStart(Math.ceil(digits.length / 8) * 8, '0')
  let hash = 0
  for (let at = 0; at < padded.length; at += 8)
    hash = (Math.imul(hash, 31) + Number.parseInt(padded.slice(at, at + 8), 16)) | 0
  return value < 0n ? -hash | 0 : hash
}

function doubleHash(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getInt32(0) ^ view.getInt32(4)
}
