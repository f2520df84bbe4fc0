import type { ServedApi } from './servedApi.ts'

/** What was found of parts of the APIs that are served. */
export type Known<T> = WeakMap<Pick<ServedApi, 'stage'>, WeakMap<object, T>>

/** What a part of a served API comes to, found once: a stage and its definition stay as they are while they are served. */
export function once<T>(known: Known<T>, served: Pick<ServedApi, 'stage'>, of: object, find: () => T): T {
  let found = known.get(served)
  if (!found) known.set(served, (found = new WeakMap()))
  const earlier = found.get(of)
  if (earlier !== undefined) return earlier
  const value = find()
  found.set(of, value)
  return value
}
