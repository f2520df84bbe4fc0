import type { Api, Method, Route } from '../api/api.ts'
import type { Integration } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import { lambdaTargetOf } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { listApi } from '../definitions/listing.ts'

/** A listing for a reader: one line a method or route, then the names of the other parts. */
export function listingText(api: Api): string {
  const listing = listApi(api)
  const kind = { rest: 'REST API', http: 'HTTP API', websocket: 'WebSocket API' }[api.type]
  const rows = api.type === 'rest' ? restRows(api) : api.routes.map(route => rowOf(route.routeKey, route))
  const parts = Object.entries(listing).filter(
    ([part]) => !['api', 'resources', 'methods', 'routes'].includes(part),
  )
  const names = [
    ['resources', 'resources' in listing ? listing.resources : []] as const,
    ...parts.map(([part, value]: [string, unknown]) => [part, namesOf(value)] as const),
  ].filter(([, values]) => values.length > 0)
  return [
    `${api.name} (${kind} ${api.id})`,
    ...table(rows),
    ...table(names.map(([part, values]) => [wordsOf(part), values.join(', ')])),
    '',
  ].join('\n')
}

function restRows(api: Api & { readonly type: 'rest' }): string[][] {
  return api.resources.flatMap(({ path, methods }) =>
    methods.map(method => rowOf(`${method.httpMethod} ${path}`, method)),
  )
}

function rowOf(label: string, { authorization, apiKeyRequired, integration }: Method | Route): string[] {
  const { type, authorizer } = authorization
  const guard = type === 'NONE' ? 'open' : [type, shown(authorizer)].filter(Boolean).join(' ')
  const key = apiKeyRequired && shown(apiKeyRequired) !== 'false' ? ', API key' : ''
  return [label, `${guard}${key}`, integration ? targetOf(integration) : 'no integration']
}

/** A Lambda function is named by its name: the rest of its URI is the same for all. */
function targetOf({ type, httpMethod, uri, subtype }: Integration): string {
  const lambda = lambdaTargetOf(valueOf(uri) ?? '')
  const target = lambda
    ? [lambda.functionArn.split(':')[6] ?? lambda.functionArn]
    : [httpMethod, uri].map(shown)
  return [shown(type), shown(subtype), ...target].filter(Boolean).join(' ')
}

/** A value that cannot be known on this machine is a question mark. */
function shown(fact: Fact<string | boolean> | undefined): string {
  return fact === undefined ? '' : fact.known ? String(fact.value) : '?'
}

function namesOf(part: unknown): readonly string[] {
  if (Array.isArray(part)) return [String(part.length)]
  return typeof part === 'object' && part !== null ? Object.keys(part) : []
}

/** `requestValidators` is `request validators`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
}

/** Lines with their columns aligned; the last one is as long as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows.reduce<number[]>(
    (found, row) => row.map((cell, index) => Math.max(found[index] ?? 0, cell.length)),
    [],
  )
  return rows.map(row =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ')}`.trimEnd(),
  )
}
