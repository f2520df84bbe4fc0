import { jsonText, sortedJsonText } from './jsonTexts.ts'
import type { Check } from './modelRun.ts'
import { SchemaFault } from './schemaFault.ts'
import type { JsonObject, Parts } from './schemaParts.ts'
import { entriesIn, isObject, ofArrays, ofObjects } from './schemaParts.ts'

export function additionalItems(value: unknown, { items }: JsonObject): Check | undefined {
  if (value !== false || !Array.isArray(items)) return undefined
  return ofArrays((array, run) => {
    if (array.length > items.length)
      run.errors.push(
        `schema only allows ${items.length} elements in array but instance has ${array.length} elements`,
      )
  })
}

export function additionalProperties(value: unknown, schema: JsonObject, parts: Parts): Check | undefined {
  if (value !== false) return undefined
  const named = new Set(entriesIn(schema, 'properties').map(([name]) => name))
  const patterns = entriesIn(schema, 'patternProperties').map(([source]) =>
    parts.pattern(source, 'patternProperties'),
  )
  return ofObjects((object, run) => {
    const unwanted = Object.keys(object).filter(
      name => !named.has(name) && !patterns.some(pattern => pattern.test(name)),
    )
    if (unwanted.length > 0)
      run.errors.push(
        `object instance has properties which are not allowed by the schema: ${jsonText(unwanted.sort())}`,
      )
  })
}

export function dependencies(value: unknown, _schema: JsonObject, parts: Parts): Check {
  if (!isObject(value)) throw new SchemaFault('`dependencies` must be an object')
  const entries = Object.entries(value)
  const needed = entries.flatMap(([name, names]): [string, unknown[]][] =>
    Array.isArray(names) ? [[name, names]] : [],
  )
  const schemas = entries.flatMap(([name, schema]): [string, Check][] =>
    Array.isArray(schema) ? [] : [[name, parts.schema(schema)]],
  )
  return ofObjects((object, run) => {
    for (const [name, names] of needed) {
      if (!Object.hasOwn(object, name)) continue
      const missing = names.filter(each => !Object.hasOwn(object, String(each)))
      if (missing.length > 0)
        run.errors.push(
          `property "${name}" of object has missing property dependencies (schema requires ${jsonText(names)}; missing: ${jsonText(missing)})`,
        )
    }
    for (const [name, check] of schemas) if (Object.hasOwn(object, name)) check(object, run)
  })
}

export function required(value: unknown): Check {
  if (!Array.isArray(value)) throw new SchemaFault('`required` must be a list of names')
  const names = [...new Set(value.map(String))].sort()
  return ofObjects((object, run) => {
    const missing = names.filter(name => !Object.hasOwn(object, name))
    if (missing.length > 0) run.errors.push(`object has missing required properties (${jsonText(missing)})`)
  })
}

export function uniqueItems(value: unknown): Check | undefined {
  if (value !== true) return undefined
  return ofArrays((array, run) => {
    const seen = new Set(array.map(item => sortedJsonText(item, run)))
    if (seen.size < array.length) run.errors.push('array must not contain duplicate elements')
  })
}
