import type { Fields } from '../base/headers.ts'
import type { OverrideValue } from '../template/scope.ts'
import { withoutField } from './fieldMaps.ts'
import { configurationError } from './gatewayError.ts'

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

/** The headers as they are; throws AWS's 500 for one that HTTP cannot carry, which only mappings and templates make. */
export function sendableHeaders(headers: Fields): Fields {
  const wrong = headers.find(([name, value]) => !isSendable(name, value))
  if (!wrong) return headers
  throw configurationError(
    `header '${wrong[0]}' cannot be sent: a name is a word, and a value holds neither line breaks nor characters beyond Latin-1`,
  )
}

/** Whether HTTP can carry a header: its name is a word, its value holds neither line breaks nor characters beyond Latin-1. */
export function isSendable(name: string, value: string): boolean {
  return /^[!#$%&'*+.^_`|~\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
