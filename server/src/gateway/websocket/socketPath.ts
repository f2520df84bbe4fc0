import type { WebSocketApi } from '../../api/api.ts'
import { GatewayError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import { pathInStage } from '../incoming.ts'
import type { HttpRequest } from '../messages.ts'
import { lastField } from '../../base/headers.ts'
import { firstSegment } from '../pathSegment.ts'
import type { ServedApi } from '../servedApi.ts'
import { withoutStage } from '../steps/methodRequest.ts'

/**
 * The path of a request inside the stage, `/` for the stage itself. At the local port the stage stands at the root and
 * below its own name alike, so that URLs that handlers build of `domainName` and `stage` reach it.
 */
export function pathInSocketStage({ stage }: ServedApi<WebSocketApi>, request: HttpRequest): string {
  const staged = pathInStage(stage.name, request)
  if (staged.type === 'noStage')
    throw new GatewayError('FORBIDDEN_STAGE', staged.reason, {
      details: withoutStage(staged.origin, request.path),
    })
  if (request.door || staged.path !== request.path) return staged.path || '/'
  const { first, rest } = firstSegment(request.path)
  return (first === stage.name ? rest : staged.path) || '/'
}

/** The name by which a request came. */
export function domainOf(
  { apiId, region }: ServedApi<WebSocketApi>,
  { door, headers }: HttpRequest,
): Pick<Incoming, 'domainName' | 'domainPrefix'> {
  const open = door?.type === 'open' ? door : undefined
  return {
    domainName:
      open?.domainName ?? lastField(headers, 'host') ?? `${apiId}.execute-api.${region}.amazonaws.com`,
    domainPrefix: open?.domainPrefix ?? apiId,
  }
}
