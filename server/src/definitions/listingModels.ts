import type { RestApi } from '../api/api.ts'
import type { Listed } from './listingValues.ts'
import { builtInModels } from '../api/model.ts'
import { defined } from './defined.ts'

/** The models of a REST API by name, with Empty and Error where AWS gives them to it. */
export function listModels(api: RestApi): Readonly<Record<string, Listed>> {
  const made = api.settings?.isImported ? [] : builtInModels(api.origin)
  const models = [...made, ...api.models].map(
    ({ name, contentType, schema, description }) =>
      [name, { contentType, schema: listedSchema(schema) ?? null, ...defined({ description }) }] as const,
  )
  return Object.fromEntries(models)
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
