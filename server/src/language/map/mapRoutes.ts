import type { Api, Definition } from '../../api/api.ts'
import type { Authorization } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import { cachingOf } from '../../gateway/cache/cacheSettings.ts'
import type { CallableRoute } from '../routeReference.ts'
import { callableRoutes } from '../routeReference.ts'
import { functionUrlRows } from './mapFunctionUrls.ts'
import type { MapGuard, MapRow } from './mapRow.ts'
import { said } from './mapRow.ts'
import { targetOf } from './mapTargets.ts'

const known = new WeakMap<Definition, Map<Api, readonly MapRow[]>>()

/** Every row of an API's map in the order of the definition, function URLs last. */
export function mapRows(definition: Definition, api: Api): readonly MapRow[] {
  const ofDefinition = known.get(definition) ?? new Map<Api, readonly MapRow[]>()
  known.set(definition, ofDefinition)
  // A map is asked for again with each word of its filter.
  const rows = ofDefinition.get(api) ?? rowsOf(definition, api)
  ofDefinition.set(api, rows)
  return rows
}

function rowsOf(definition: Definition, api: Api): MapRow[] {
  const routes = callableRoutes(api).map(route => rowOf(route, definition))
  const counts = new Map<string, number>()
  return [...routes, ...functionUrlRows(definition, api, routes)].map(row => {
    // A definition may state a route twice, which is a fault and yet to be seen.
    const count = (counts.get(row.key) ?? 0) + 1
    counts.set(row.key, count)
    return count === 1 ? row : { ...row, key: `${row.key} (${count})` }
  })
}

function rowOf(route: CallableRoute, definition: Definition): MapRow {
  const { part, integration, api } = route
  const holder = part.type === 'method' ? part.method : part.route
  const target = integration && targetOf(integration, definition)
  const type = integration && said(integration.type, 'unknown integration')
  const isMapped =
    integration !== undefined && !(type ?? '').endsWith('_PROXY') && integration.requestTemplates.size > 0
  return {
    key: route.label,
    // Keys of WebSocket APIs and `$default` are no methods.
    method: route.path === '' ? '' : route.method,
    path: route.path === '' ? route.method : route.path,
    origin: route.origin,
    guard: guardOf(api, route, holder.authorization),
    // HTTP APIs know no API keys.
    needsApiKey: api.type !== 'http' && valueOf(holder.apiKeyRequired) === true,
    isCached:
      part.type === 'method' &&
      api.stages.some(stage => cachingOf({ ...part, served: { stage } }).type === 'cached'),
    ...(integration &&
      type !== undefined && {
        integration: {
          text: type,
          isMapped,
          title: `Integration ${type}${isMapped ? ', mapping template (VTL)' : ''}`,
          origin: integration.origin,
        },
      }),
    ...(target && { target }),
    route,
  }
}

function guardOf(api: Api, route: CallableRoute, authorization: Authorization): MapGuard {
  const { type, origin } = authorization
  const shared = { isDirect: false, isOpen: false }
  // Who is connected may send to every route: only $connect asks.
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
  if (api.type === 'websocket' && route.method !== '$connect') {
    const title = 'Connected clients: only $connect asks who calls'
    return { ...shared, key: 'connected', name: 'Connected clients', title, origin: api.origin }
  }
  if (type === 'NONE') {
    const title = 'No authorizer: open to everybody whom no policy or key keeps out'
    return { ...shared, key: 'none', name: 'No authorizer', title, isOpen: true, origin }
  }
  if (type === 'AWS_IAM') {
    return { ...shared, key: 'AWS_IAM', name: 'AWS_IAM', title: 'AWS_IAM: signed requests', origin }
  }
  const name = valueOf(authorization.authorizer)
  const authorizer = api.authorizers.find(each => each.name === name)
  const shown = authorizer?.listedName ?? name ?? type
  const kind = valueOf(authorizer?.type) ?? (type === 'UNKNOWN' ? undefined : type)
  return {
    ...shared,
    key: `authorizer ${name ?? type}`,
    name: shown,
    title: kind === undefined ? `Authorizer ${shown}` : `Authorizer ${shown}, ${kind}`,
    origin: authorizer?.origin ?? origin,
  }
}
