import type { Check, ModelRun } from './modelRun.ts'
import { SchemaFault } from './schemaFault.ts'
import type { CompileKeyword, JsonObject, Parts } from './schemaParts.ts'

/** `allOf`, `anyOf` and `oneOf`: how many of the schemas match, and what is said of that number. */
export function combination(
  name: string,
  words: (matched: number, schemas: number) => string | undefined,
): CompileKeyword {
  return (value, _schema, parts) => {
    if (!Array.isArray(value) || value.length === 0)
      throw new SchemaFault(`\`${name}\` must be a list of schemas`)
    const branches = value.map(parts.schema)
    return (instance, run) => {
      const matched = branches.filter(branch => matches(branch, instance, run)).length
      const error = words(matched, branches.length)
      if (error !== undefined) run.errors.push(error)
    }
  }
}

function matches(check: Check, value: unknown, run: ModelRun): boolean {
  const branch = run.branch()
  check(value, branch)
  return branch.errors.length === 0
}

/** `not` */
export function not(value: unknown, _schema: JsonObject, parts: Parts): Check {
  const check = parts.schema(value)
  return (instance, run) => {
    if (matches(check, instance, run)) run.errors.push('instance matched a schema which it should not have')
  }
}
