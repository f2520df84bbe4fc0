import type { Fields } from '../base/headers.ts'
import { isNamed } from '../base/headers.ts'

/** Query parameters or headers with all their values, in order of first appearance; names compared as they are. */
export function multiValues(fields: Fields): Record<string, string[]> {
  const result = new Map<string, string[]>()
  for (const [name, value] of fields) {
    const values = result.get(name)
    if (values) values.push(value)
    else result.set(name, [value])
  }
  // `Object.fromEntries` defines properties, so a parameter named `__proto__` stays a parameter.
  return Object.fromEntries(result)
}

/** The last value of each name. */
export function lastValues(fields: Fields): Record<string, string> {
  return Object.fromEntries(fields)
}

/** All values of each name, joined with a comma. */
export function joinedValues(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(multiValues(fields)).map(([name, values]) => [name, values.join(',')]),
  )
}

/** The same fields with names of one spelling: the first that came, for names that differ in case only. */
export function mergeNames(fields: Fields): Fields {
  const spelling = new Map<string, string>()
  for (const [name] of fields) {
    const lower = name.toLowerCase()
    if (!spelling.has(lower)) spelling.set(lower, name)
  }
  if (spelling.size === fields.length) return fields
  return fields.map(([name, value]) => [spelling.get(name.toLowerCase()) ?? name, value] as const)
}

/** The fields without the ones of a name, compared without case. */
export function withoutField(fields: Fields, name: string): Fields {
  const unwanted = name.toLowerCase()
  return fields.filter(([field]) => !isNamed(field, unwanted))
}

/** The fields with others in place of those of the same names; `others` has each name once. */
export function withFields(fields: Fields, others: Fields): Fields {
  const names = others.map(([name]) => name.toLowerCase())
  const kept = fields.filter(([field]) => !names.some(name => isNamed(field, name)))
  return [...kept, ...others]
}

/** The fields with one set to a single value, in place of what was there. */
export function withField(fields: Fields, name: string, value: string): Fields {
  return [...withoutField(fields, name), [name, value]]
}
