type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The properties that have a value, so that a fact which nobody states is absent instead of undefined. */
export function defined<T extends object>(values: T): Defined<T> {
  // `fromEntries` loses the keys' types; they are those of `values`.
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}
