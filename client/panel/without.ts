/** A copy of an object without one of its optional fields. */
export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const copy: T = { ...value }
  Reflect.deleteProperty(copy, key)
  return copy
}
