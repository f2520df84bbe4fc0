import { isSameOrigin } from './node.ts'
import { withoutReads } from './reads.ts'

/**
 * What was read from a text, with the parts of an earlier reading wherever they say the same of the same nodes: the
 * earlier object itself where all of it does. So who knows a part by its identity finds what was found out about it.
 * Works on plain data (objects, lists, maps, sets) with lazy origins; anything else is the same only when it is one
 * object. `now` is changed in place.
 */
export function reuse<T>(earlier: T, now: T): T {
  return withoutReads(() => reuseAny(earlier, now, 0) as T)
}

/** Data of more levels than any definition gives comes back to itself, and is left as it is. */
const deepest = 200

function reuseAny(earlier: unknown, now: unknown, depth: number): unknown {
  if (earlier === now || Object.is(earlier, now)) return earlier
  if (!isObject(earlier) || !isObject(now) || depth > deepest) return now
  if (Array.isArray(now)) return Array.isArray(earlier) ? reuseList(earlier, now, depth) : now
  if (now instanceof Map) return earlier instanceof Map ? reuseMap(earlier, now, depth) : now
  if (now instanceof Set) return earlier instanceof Set && isSameSet(earlier, now) ? earlier : now
  if (isPlain(now)) return isPlain(earlier) ? reuseObject(earlier, now, depth) : now
  return isSameOrigin(earlier, now) ? earlier : now
}

function reuseList(earlier: readonly unknown[], now: unknown[], depth: number): readonly unknown[] {
  const shift = earlier.length - now.length
  let isSame = shift === 0
  let isBehindChange = false
  for (let index = 0; index < now.length; index++) {
    const own = earlier[isBehindChange ? index + shift : index]
    let kept = reuseAny(own, now[index], depth + 1)
    // What stands behind an item that has come or gone is found from the end of the list.
    if (kept !== own && shift !== 0 && !isBehindChange) {
      isBehindChange = true
      kept = reuseAny(earlier[index + shift], kept, depth + 1)
    }
    if (kept !== now[index]) now[index] = kept
    if (kept !== own) isSame = false
  }
  return isSame ? earlier : now
}

function reuseMap(
  earlier: ReadonlyMap<unknown, unknown>,
  now: Map<unknown, unknown>,
  depth: number,
): ReadonlyMap<unknown, unknown> {
  let isSame = isSameSet(earlier, now)
  for (const [key, value] of now) {
    const own = earlier.get(key)
    const kept = reuseAny(own, value, depth + 1)
    if (kept !== value) now.set(key, kept)
    if (kept !== own) isSame = false
  }
  return isSame ? earlier : now
}

/** The same members, or keys, in the same order. */
function isSameSet(
  earlier: ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>,
  now: ReadonlySet<unknown> | ReadonlyMap<unknown, unknown>,
): boolean {
  if (earlier.size !== now.size) return false
  const others = now.keys()
  for (const key of earlier.keys()) if (others.next().value !== key) return false
  return true
}

function reuseObject(
  earlier: Readonly<Record<string, unknown>>,
  now: Record<string, unknown>,
  depth: number,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(now)
  let isSame = isSameOrder(Object.keys(earlier), names)
  for (const name of names) {
    const own = Object.hasOwn(earlier, name) ? earlier[name] : undefined
    const kept = reuseAny(own, now[name], depth + 1)
    if (kept !== now[name]) now[name] = kept
    if (kept !== own) isSame = false
  }
  return isSame ? earlier : now
}

function isSameOrder(earlier: readonly string[], now: readonly string[]): boolean {
  return earlier.length === now.length && earlier.every((name, index) => name === now[index])
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
