import type { Check, ModelRun } from './modelRun.ts'
import { SchemaFault } from './schemaFault.ts'

/** A schema, or an object of a body. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What keywords need of the compiler. */
export interface Parts {
  readonly schema: (part: unknown) => Check
  readonly pattern: (source: unknown, keyword: string) => RegExp
}

/** Makes the check of a keyword out of its value and its schema; undefined when it asks for nothing. */
export type CompileKeyword = (value: unknown, schema: JsonObject, parts: Parts) => Check | undefined

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The entries of a keyword that holds schemas by name. */
export function entriesIn(schema: JsonObject, keyword: string): [string, unknown][] {
  const value = schema[keyword]
  if (value === undefined) return []
  if (!isObject(value)) throw new SchemaFault(`\`${keyword}\` must be an object of schemas`)
  return Object.entries(value)
}

/** A keyword whose value is a whole number. */
export function sizeLimit(name: string, check: (limit: number) => Check): CompileKeyword {
  return value => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw new SchemaFault(`\`${name}\` must be a whole number`)
    return check(value)
  }
}

/** A check that looks at arrays alone. */
export function ofArrays(check: (array: readonly unknown[], run: ModelRun) => void): Check {
  return (value, run) => {
    if (Array.isArray(value)) check(value, run)
  }
}

/** A check that looks at objects alone. */
export function ofObjects(check: (object: JsonObject, run: ModelRun) => void): Check {
  return (value, run) => {
    if (isObject(value)) check(value, run)
  }
}

/** A check that looks at numbers alone. */
export function ofNumbers(check: (number: number, run: ModelRun) => void): Check {
  return (value, run) => {
    if (typeof value === 'number') check(value, run)
  }
}

/** A check that looks at texts alone. */
export function ofStrings(check: (text: string, run: ModelRun) => void): Check {
  return (value, run) => {
    if (typeof value === 'string') check(value, run)
  }
}
