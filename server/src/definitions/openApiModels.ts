import type { Model } from '../api/api.ts'
import type { Fact } from '../base/origin.ts'
import { unescapeSegment } from '../base/jsonPointer.ts'
import type { Node } from '../syntax/node.ts'
import { childAt, entriesOf, entryOf, itemsOf, originOf, originOfEntry } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { referenceText } from '../syntax/references.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { known } from './reader.ts'

/** The models of a REST API that have a name: what stands in `components.schemas` (OpenAPI 2: `definitions`). */
export function readNamedModels(document: OpenApiDocument): Model[] {
  const places = [childAt(document.root, 'components', 'schemas'), childAt(document.root, 'definitions')]
  return places
    .flatMap(place => document.members(place))
    .map(({ entry, value }) =>
      document.remember(value, 'model', [entry.name], () => {
        const schema = schemaOf(document, value)
        const origin = originOfEntry(entry)
        return { name: entry.name, origin, contentType: 'application/json', schema, ...descriptionOf(schema) }
      }),
    )
}

/** The model of a body, and the model that is made for it where its schema is written in place. */
export interface BodyModel {
  readonly name: Fact<string>
  readonly made?: Model
}

/**
 * The model that a body's schema stands for. A schema written in place becomes a model of its own called `name`, as API
 * Gateway's import makes one. A reference to another model becomes AWS's form of it,
 * `https://apigateway.amazonaws.com/restapis/{api}/models/NAME` (only AWS knows the id that it will give); other references are written out.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function readBodyModel(
  document: OpenApiDocument,
  given: Node | undefined,
  { name, contentType }: { readonly name: string; readonly contentType: string },
): BodyModel | undefined {
  const schema = document.plain.settle(given)
  if (!schema) return undefined
  const reference = entryOf(schema, '$ref')?.value
  const model = modelName(referenceText(schema))
  if (reference && model !== undefined) return { name: known(model, originOf(reference)) }
  const settled = document.reader.settle(schema)
  if (settled?.type !== 'mapping') return undefined
  if (intrinsicOf(settled)) {
    const fact = document.plain.evaluate(settled)
    return fact.known ? undefined : { name: fact }
  }
  const origin = originOf(schema)
  const plain = schemaOf(document, schema)
  const made: Model = { name, origin, contentType, schema: plain, ...descriptionOf(plain) }
  return { name: known(name, origin), made }
}

/** A schema as plain data, its references as `readBodyModel` has them; undefined where a part of it cannot be known. */
export function schemaOf(document: OpenApiDocument, schema: Node): unknown {
  const value = plainSchema(document, schema, { open: new Set(), budget: { left: 20_000 } })
  return value === unknowable ? undefined : value
}

/** The import describes a model as its schema does. */
function descriptionOf(schema: unknown): { readonly description?: string } {
  const isObject = typeof schema === 'object' && schema !== null && 'description' in schema
  return isObject && typeof schema.description === 'string' ? { description: schema.description } : {}
}

const unknowable = Symbol('a part cannot be known')

interface SchemaWalk {
  /** The referenced schemas that are being written out; to meet one again is a cycle. */
  readonly open: ReadonlySet<Node>
  /** Nodes that may still be written out: references without a name of their own can grow without bound. */
  readonly budget: { left: number }
}

function plainSchema(document: OpenApiDocument, given: Node, walk: SchemaWalk): unknown {
  const node = document.plain.settle(given)
  if (!node || walk.budget.left-- <= 0) return unknowable
  const text = referenceText(node)
  if (text !== undefined) return referencedSchema(document, node, text, walk)
  if (node.type === 'scalar') return node.value
  if (intrinsicOf(node)) {
    const fact = document.plain.evaluate(node)
    return fact.known ? fact.value : unknowable
  }
  if (node.type === 'sequence') {
    const items = itemsOf(node).map(item => plainSchema(document, item, walk))
    return items.includes(unknowable) ? unknowable : items
  }
  // A null prototype keeps a property that a user names `__proto__` from becoming one.
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const entry of entriesOf(node)) {
    const value = plainSchema(document, entry.value, walk)
    if (value === unknowable) return unknowable
    result[entry.name] = value
  }
  return result
}

function referencedSchema(document: OpenApiDocument, node: Node, text: string, walk: SchemaWalk): unknown {
  const model = modelName(text)
  if (model !== undefined) {
    return { $ref: `https://apigateway.amazonaws.com/restapis/{api}/models/${model}` }
  }
  const target = document.resolve(node)
  if (target.type === 'remote') return { $ref: text }
  if (target.type !== 'found' || walk.open.has(target.node)) return unknowable
  return plainSchema(document, target.node, { ...walk, open: new Set([...walk.open, target.node]) })
}

function modelName(reference: string | undefined): string | undefined {
  const name = /^#\/(?:components\/schemas|definitions)\/([^/]+)$/.exec(reference ?? '')?.[1]
  return name === undefined ? undefined : unescapeSegment(name)
}
