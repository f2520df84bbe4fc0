import type { DefinitionResult } from '../definitions/definitionResult.ts'
import { explainRouting } from '../gateway/routeExplainer.ts'
import type { RoutingQuestion, RoutingVerdict } from '../protocol/requests.ts'
import { locationOf } from './places.ts'
import type { Uris } from './places.ts'

/** Which route of an API takes a request, and why the others do not; undefined for an API that routes no requests. */
export function routeVerdicts(
  { definition }: DefinitionResult,
  { apiId, method, path }: RoutingQuestion,
  uris: Uris,
): readonly RoutingVerdict[] | undefined {
  const api = definition?.apis.find(({ id }) => id === apiId)
  if (!api || api.type === 'websocket') return undefined
  const { taker, others } = explainRouting(api, method.toUpperCase(), path.split('?')[0] ?? '/')
  return [...(taker ? [taker] : []), ...others].map(({ name, verdict, why, origin }) => ({
    name,
    verdict,
    why,
    location: locationOf(origin, uris),
  }))
}
