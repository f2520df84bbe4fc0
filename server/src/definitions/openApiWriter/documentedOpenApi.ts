import type { Api } from '../../api/api.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, documentOf, nodeOfOrigin, stringOf, toValue } from '../../syntax/node.ts'
import type { DefinitionResult } from '../definitionResult.ts'
import type { ExportedOpenApi } from './exportOpenApi.ts'
import { exportOpenApi } from './exportOpenApi.ts'

/**
 * An API as an OpenAPI 3 document (JSON) for those who call it: without what it is made of at AWS, and with each method that
 * `ANY` takes. What is written as OpenAPI 3 keeps its descriptions, examples and schemas, which AWS drops in part; any other
 * definition is exported. A text says why there is none.
 */
export function documentedOpenApi(result: DefinitionResult, api: Api): ExportedOpenApi | string {
  const exported = exportOpenApi(result, api, { format: 'json', isResolved: true })
  if (typeof exported === 'string') return exported
  const stated = statedOpenApi(api)
  const document = withoutIntegrations(stated === undefined ? JSON.parse(exported.text) : toValue(stated))
  return { text: `${JSON.stringify(document, null, 2)}\n`, notes: stated === undefined ? exported.notes : [] }
}

/** The document that an API is written in, where it is OpenAPI 3 and in one piece. */
function statedOpenApi({ origin }: Api): Node | undefined {
  const node = nodeOfOrigin(origin)
  const { root, hasAnchors } = node ? documentOf(node) : {}
  if (!root || hasAnchors === true || stringOf(childAt(root, 'openapi'))?.startsWith('3.') !== true)
    return undefined
  return hasForeignReference(root) ? undefined : root
}

/** Whether a document refers to another, which no reader of this one alone finds. */
function hasForeignReference(node: Node): boolean {
  if (node.type === 'scalar') return false
  if (node.type === 'sequence') return node.items.some(hasForeignReference)
  return node.entries.some(({ name, value }) =>
    name === '$ref' ? stringOf(value)?.startsWith('#/') !== true : hasForeignReference(value),
  )
}

const extension = 'x-amazon-apigateway-'
const anyMethod = `${extension}any-method`
/** What `ANY` stands for in a description; a browser asks OPTIONS and HEAD by itself. */
const methods = ['get', 'post', 'put', 'patch', 'delete']

function withoutIntegrations(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIntegrations)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const any: unknown = entries.find(([name]) => name === anyMethod)?.[1]
  const missing = any === undefined ? [] : methods.filter(method => !Object.hasOwn(value, method))
  const all = [
    ...entries.filter(([name]) => !name.startsWith(extension)),
    ...missing.map(name => [name, named(any, name)] as const),
  ]
  return Object.fromEntries(all.map(([name, each]) => [name, withoutIntegrations(each)]))
}

/** The same operation under another method: an `operationId` may stand only once. */
function named(operation: unknown, method: string): unknown {
  if (typeof operation !== 'object' || operation === null || !('operationId' in operation)) return operation
  return { ...operation, operationId: `${String(operation.operationId)}_${method}` }
}
