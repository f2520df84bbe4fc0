import type { Check } from './modelRun.ts'
import type { JsonObject, Parts } from './schemaParts.ts'
import { entriesIn, isObject } from './schemaParts.ts'

/** The check of what an object or array holds; undefined when the schema says nothing of it. */
export function memberChecks(schema: JsonObject, parts: Parts): Check | undefined {
  const items = itemsCheck(schema, parts)
  const properties = propertiesCheck(schema, parts)
  if (!items && !properties) return undefined
  return (value, run) => {
    if (Array.isArray(value)) items?.(value, run)
    else properties?.(value, run)
  }
}

function itemsCheck(schema: JsonObject, parts: Parts): Check | undefined {
  const { items, additionalItems } = schema
  const others = isObject(additionalItems) ? parts.schema(additionalItems) : undefined
  if (items === undefined && !others) return undefined
  const listed = Array.isArray(items) ? items.map(parts.schema) : []
  const each = items === undefined || Array.isArray(items) ? others : parts.schema(items)
  return (value, run) => {
    if (!Array.isArray(value)) return
    value.forEach((item, index) => {
      const check = listed[index] ?? each
      if (check) check(item, run)
      else run.spend(1)
    })
  }
}

// A name that is stated or fits a pattern is not additional; members come in the order of their names.
function propertiesCheck(schema: JsonObject, parts: Parts): Check | undefined {
  const { additionalProperties } = schema
  const named = new Map(entriesIn(schema, 'properties').map(([name, part]) => [name, parts.schema(part)]))
  const patterns = entriesIn(schema, 'patternProperties').map(
    ([source, part]) => [parts.pattern(source, 'patternProperties'), parts.schema(part)] as const,
  )
  const others = isObject(additionalProperties) ? parts.schema(additionalProperties) : undefined
  if (named.size === 0 && patterns.length === 0 && !others) return undefined
  return (value, run) => {
    if (!isObject(value)) return
    const names = Object.keys(value).sort()
    run.spend(names.length)
    for (const name of names) {
      const stated = named.get(name)
      const fitting = patterns.filter(([pattern]) => pattern.test(name))
      stated?.(value[name], run)
      for (const [, check] of fitting) check(value[name], run)
      if (!stated && fitting.length === 0) others?.(value[name], run)
    }
  }
}
