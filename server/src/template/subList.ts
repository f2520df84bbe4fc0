import { changeTime, hasChangedSince, noteChange } from './javaChanges.ts'
import { JavaException } from './javaException.ts'
import type { JavaList, JavaValue } from './values.ts'

/** What a view shows of a list that is none itself. */
interface Window {
  readonly list: JavaList
  readonly from: number
  size: number
  /** When the list had last grown or shrunk as the view knows it. */
  since: number
  /** The view that it was taken of. */
  readonly outer: Window | undefined
}

const windows = new WeakMap<JavaList, Window>()

/** `list.subList(from, to)` of Java: a part of the list that changes with it, until the list itself grows or shrinks. */
export function subListOf(list: JavaList, from: number, to: number): JavaList {
  const outer = windows.get(list)
  const window: Window = {
    list: outer?.list ?? list,
    from: (outer?.from ?? 0) + from,
    size: to - from,
    since: changeTime(),
    outer,
  }
  const view: JavaList = new Proxy<JavaList>([], {
    get: (target, key): unknown => {
      const index = indexOf(key)
      if (index !== undefined)
        return index < checked(window).size ? window.list[window.from + index] : undefined
      return key === 'length' ? checked(window).size : Reflect.get(target, key)
    },
    has: (target, key) => {
      const index = indexOf(key)
      return index === undefined ? Reflect.has(target, key) : index < checked(window).size
    },
    set: (_, key, value: JavaValue) => {
      const index = indexOf(key)
      if (index === undefined || index >= checked(window).size) return false
      window.list[window.from + index] = value
      return true
    },
  })
  windows.set(view, window)
  return view
}

/** Takes elements out of a list and puts others there; those of a view in its list. */
export function spliceList(list: JavaList, at: number, count: number, values: readonly JavaValue[]): void {
  const window = windows.get(list)
  if (!window) return spliceArray(list, at, count, values)
  spliceArray(window.list, checked(window).from + at, count, values)
  noteChange(list)
  for (let each: Window | undefined = window; each; each = each.outer) {
    each.size += values.length - count
    each.since = changeTime()
  }
}

function spliceArray(list: JavaList, at: number, count: number, values: readonly JavaValue[]): void {
  const tail = list.splice(at)
  for (const value of values) list.push(value)
  for (let index = count; index < tail.length; index++) list.push(tail[index] ?? null)
  noteChange(list)
}

/** The list has neither grown nor shrunk but by the view. */
function checked(window: Window): Window {
  if (hasChangedSince(window.list, window.since)) {
    throw new JavaException('java.util.ConcurrentModificationException')
  }
  return window
}

function indexOf(key: string | symbol): number | undefined {
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : undefined
}
