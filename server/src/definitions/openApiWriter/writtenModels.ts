import type { Model, RestApi } from '../../api/api.ts'
import { builtInModels } from '../../api/model.ts'
import { childAt, nodeOfOrigin, toValue } from '../../syntax/node.ts'
import type { Data, FactWriter } from './factWriter.ts'

/** The models of a REST API as `components.schemas`, with Empty and Error where AWS gives them to it. */
export function writeModels(api: RestApi, writer: FactWriter): Data | undefined {
  const made = api.settings?.isImported ? [] : builtInModels(api.origin)
  const models = [...made, ...api.models]
  if (models.length === 0) return undefined
  return Object.fromEntries(models.map(model => [model.name, schemaOf(model, writer)]))
}

const json = 'application/json'

/** The place of a model in the document. */
export function modelReference(name: string): string {
  return `#/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function schemaOf(model: Model, writer: FactWriter): unknown {
  if (model.contentType !== json) {
    writer.note(
      `Model '${model.name}' of ${model.contentType} becomes one of ${json}, as every import makes it`,
    )
  }
  if (model.schema !== undefined) return withOwnReferences(model.schema)
  const stated = writer.keepsReferences ? statedSchema(model) : undefined
  if (stated !== undefined) return withOwnReferences(stated)
  writer.note(`The schema of model '${model.name}' is left out, since it cannot be known`)
  return {}
}

/** A schema with functions in it, as the definition states it. */
function statedSchema({ origin }: Model): unknown {
  const node = nodeOfOrigin(origin)
  const schema = toValue(childAt(node, 'Properties', 'Schema') ?? node)
  return /"(Ref|Fn::\w+)":/.test(JSON.stringify(schema)) ? schema : undefined
}

/** References to models as OpenAPI writes them, and without the dialect, which AWS's export does not write either. */
function withOwnReferences(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withOwnReferences)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).flatMap(([name, value]: [string, unknown]) => {
    if (name === '$schema' && typeof value === 'string') return []
    if (name === '$ref' && typeof value === 'string') return [[name, ownReference(value)] as const]
    return [[name, literals.has(name) ? value : withOwnReferences(value)] as const]
  })
  return Object.fromEntries(entries)
}

function ownReference(reference: string): string {
  const name = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/(.+)$/.exec(reference)?.[1]
  return name === undefined ? reference : modelReference(name)
}

/** What stands under these is a value, not a schema. */
const literals: ReadonlySet<string> = new Set(['default', 'enum', 'example', 'const'])
