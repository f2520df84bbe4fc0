import type { Fields } from '../base/headers.ts'
import type { OverrideValue } from '../template/scope.ts'
import { withoutField } from './fieldMaps.ts'

/** Headers with those a template overrode in the place of what was there; a list is one line for each value. */
export function overrideHeaders(headers: Fields, overrides: ReadonlyMap<string, OverrideValue>): Fields {
  let result = headers
  for (const [name, value] of overrides)
    result = [...withoutField(result, name), ...overrideValues(value).map(each => [name, each] as const)]
  return result
}

/** The values an override gives its parameter. */
export function overrideValues(value: OverrideValue): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
