import type { RestApi } from '../api/api.ts'
import type { Listed } from './listingValues.ts'
import { defined } from './defined.ts'

/** The models of a REST API by name, with Empty and Error where AWS gives them to it. */
export function listModels(api: RestApi): Readonly<Record<string, Listed>> {
  const models = api.models.map(
    ({ name, contentType, schema, description }) =>
      [name, { contentType, schema: listedSchema(schema) ?? null, ...defined({ description }) }] as const,
  )
  return Object.fromEntries(api.settings?.isImported ? models : [...builtInModels, ...models])
}

/**
 * A schema as AWS keeps it: references to models without the API's own id, and `required` in alphabetical order, as the
 * import writes it.
 */
function listedSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(listedSchema)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).map(([name, value]: [string, unknown]) => {
    if (name === '$ref' && typeof value === 'string')
      return [name, value.replace(modelReference, '$1{api}$2')]
    if (name === 'required' && Array.isArray(value)) return [name, [...(value as unknown[])].sort()]
    return [name, literals.has(name) ? value : listedSchema(value)]
  })
  return Object.fromEntries(entries) as unknown
}

const modelReference = /^(https:\/\/apigateway\.amazonaws\.com\/restapis\/)[^/]+(\/models\/)/

/** What stands under these is a value, not a schema. */
const literals: ReadonlySet<string> = new Set(['default', 'enum', 'example', 'const'])

// CreateRestApi gives every API these two; ImportRestApi makes only what stands in the document.
const builtInModels = [
  [
    'Empty',
    {
      contentType: 'application/json',
      description: 'This is a default empty schema model',
      schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        title: 'Empty Schema',
        type: 'object',
      },
    },
  ],
  [
    'Error',
    {
      contentType: 'application/json',
      description: 'This is a default error schema model',
      schema: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        title: 'Error Schema',
        type: 'object',
        properties: { message: { type: 'string' } },
      },
    },
  ],
] as const
