import type { Api, Method, Model, Route } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'

/**
 * An example body for a JSON Schema, as indented JSON: the schema's own examples and defaults where it has them, else
 * the simplest value that fits. References between models are followed; a schema that holds itself is cut off.
 */
export function exampleOf(schema: unknown, models: readonly Model[]): string {
  return JSON.stringify(sample(schema, models, []), undefined, 2)
}

/** An example body of a method or route: the definition's own, or one made from the model that is named. */
export function exampleRequestBody(
  api: Api,
  { requestExample }: Pick<Method | Route, 'requestExample'>,
  model: string | undefined,
): { readonly text?: string; readonly model?: string } {
  const schema =
    model === undefined ? undefined : api.models.find(candidate => candidate.name === model)?.schema
  const text = valueOf(requestExample) ?? (schema === undefined ? undefined : exampleOf(schema, api.models))
  return { ...(text !== undefined && { text }), ...(model !== undefined && { model }) }
}

type Schema = Readonly<Record<string, unknown>>

function sample(schema: unknown, models: readonly Model[], above: readonly string[]): unknown {
  if (!isSchema(schema)) return null
  const reference = schema['$ref']
  if (typeof reference === 'string') {
    const name = reference.split('/').at(-1) ?? ''
    const model = models.find(candidate => candidate.name === name)
    return above.includes(name) || !model ? null : sample(model.schema, models, [...above, name])
  }
  for (const key of ['example', 'default', 'const']) if (key in schema) return schema[key]
  const [first] = [...listOf(schema['examples']), ...listOf(schema['enum'])]
  if (first !== undefined) return first
  const combined = listOf(schema['oneOf'])[0] ?? listOf(schema['anyOf'])[0]
  if (combined !== undefined) return sample(combined, models, above)
  return byType(schema, models, above)
}

function byType(schema: Schema, models: readonly Model[], above: readonly string[]): unknown {
  const parts = listOf(schema['allOf']).filter(isSchema)
  const properties = Object.assign(
    {},
    schema['properties'],
    ...parts.map(part => part['properties']),
  ) as Schema
  const type =
    listOf(schema['type'])[0] ?? schema['type'] ?? (Object.keys(properties).length > 0 ? 'object' : undefined)
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, sample(property, models, above)]),
      )
    case 'array':
      return schema['items'] === undefined ? [] : [sample(schema['items'], models, above)]
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0
    case 'boolean':
      return true
    case 'string':
      return stringFor(schema['format'])
    default:
      return parts.length > 0 ? sample(parts[0], models, above) : null
  }
}

function stringFor(format: unknown): string {
  const known: Readonly<Record<string, string>> = {
    'date-time': '2026-01-01T12:00:00Z',
    date: '2026-01-01',
    email: 'reader@example.com',
    uuid: '00000000-0000-4000-8000-000000000000',
    uri: 'https://example.com',
  }
  return typeof format === 'string' && Object.hasOwn(known, format) ? (known[format] ?? '') : 'text'
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
