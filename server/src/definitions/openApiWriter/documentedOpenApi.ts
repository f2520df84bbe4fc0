import type { Api, HttpApi, RestApi } from '../../api/api.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, documentOf, nodeOfOrigin, stringOf, toValue } from '../../syntax/node.ts'
import type { DefinitionResult } from '../definitionResult.ts'
import { openApiBody } from '../openApiBody.ts'
import type { ExportedOpenApi } from './exportOpenApi.ts'
import { exportOpenApi } from './exportOpenApi.ts'
import type { Data } from './factWriter.ts'

/**
 * An API as an OpenAPI 3 document (JSON) for those who call it: without what it is made of at AWS, and with each method that
 * `ANY` takes. What is written as OpenAPI 3, in a template too, keeps its descriptions, examples and schemas, which AWS drops
 * in part; all else is exported. A text says why there is none.
 */
export function documentedOpenApi(result: DefinitionResult, api: Api): ExportedOpenApi | string {
  const exported = exportOpenApi(result, api, { format: 'json', isResolved: true })
  if (typeof exported === 'string') return exported
  // Written a moment ago.
  const whole = JSON.parse(exported.text) as Data
  const stated = api.type === 'websocket' ? undefined : statedOpenApi(api)
  const document = withoutIntegrations(stated ? withStated(whole, toValue(stated) as Data) : whole)
  return { text: `${JSON.stringify(document, null, 2)}\n`, notes: stated ? [] : exported.notes }
}

/** What is stated, with the security that a template adds to it. */
function withStated(exported: Data, stated: Data): Data {
  const paths = Object.entries(recordOf(stated['paths'])).map(([path, item]) => {
    const made = recordOf(recordOf(exported['paths'])[path])
    const operations = Object.entries(recordOf(item)).map(([method, operation]) => {
      const { security } = recordOf(made[method])
      if (security === undefined || Array.isArray(operation)) return [method, operation] as const
      return [method, { security, ...recordOf(operation) }] as const
    })
    return [path, Object.fromEntries(operations)] as const
  })
  return {
    ...stated,
    paths: Object.fromEntries(paths),
    components: merged(exported['components'], stated['components']),
  }
}

function recordOf(value: unknown): Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** Parts of each kind (`schemas`, `securitySchemes`), the later ones before the earlier. */
function merged(exported: unknown, stated: unknown): Data {
  const [first, second] = [recordOf(exported), recordOf(stated)]
  const kinds = new Set([...Object.keys(first), ...Object.keys(second)])
  return Object.fromEntries(
    [...kinds].map(kind => [kind, { ...recordOf(first[kind]), ...recordOf(second[kind]) }]),
  )
}

/** The document that an API's routes are written in, where it is OpenAPI 3 and in one piece. */
function statedOpenApi(api: RestApi | HttpApi): Node | undefined {
  const origins =
    api.type === 'rest'
      ? api.resources.flatMap(({ methods: all }) => all.map(({ origin }) => origin))
      : api.routes.map(({ origin }) => origin)
  const body = origins.flatMap(origin => openApiBody(nodeOfOrigin(origin)) ?? [])[0]
  if (!body || documentOf(body).hasAnchors === true) return undefined
  if (stringOf(childAt(body, 'openapi'))?.startsWith('3.') !== true) return undefined
  return hasForeignReference(body) ? undefined : body
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
