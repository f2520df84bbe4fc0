import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import type { Origin } from '../base/origin.ts'
import type { EndpointType } from './door.ts'
import { endpointTypeOf } from './endpointType.ts'
import type { HttpRequest } from './messages.ts'
import { firstSegment } from './pathSegment.ts'
import { parseQuery } from './queryString.ts'
import type { ServedApi } from './servedApi.ts'
import type { TraceId, TraceSampler } from './traceId.ts'
import { traceIdOf } from './traceId.ts'
import type { World } from './world.ts'

/** A request with what the gateway adds to every one, whatever API takes it. */
export interface Incoming {
  readonly request: HttpRequest
  /** Decoded. */
  readonly query: Fields
  /** A UUID. */
  readonly requestId: string
  /** 16 characters, ends in `=`; `x-amz-apigw-id`, and the request id of an HTTP API. */
  readonly extendedRequestId: string
  readonly traceId: TraceId
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The host the client came to, with its port: what a handler needs to build a URL of its own API. */
  readonly domainName: string
  readonly domainPrefix: string
  /** By which kind of endpoint the request came. */
  readonly endpointType: EndpointType
}

/** Takes a request in: gives it its ids and reads its query. */
export function receive(served: ServedApi, request: HttpRequest, world: World): Incoming {
  const door = request.door?.type === 'open' ? request.door : undefined
  const ownDomain = `${served.apiId}.execute-api.${served.region}.amazonaws.com`
  const place = {
    domainName: door?.domainName ?? lastField(request.headers, 'host') ?? ownDomain,
    domainPrefix: door?.domainPrefix ?? served.apiId,
    endpointType: endpointTypeOf(served.api, request),
  }
  return receiveAt(place, request, world, served.tracer)
}

/** The same for whoever answers at a host of its own. */
export function receiveAt(
  place: Pick<Incoming, 'domainName' | 'domainPrefix' | 'endpointType'>,
  request: HttpRequest,
  world: World,
  tracer?: TraceSampler,
): Incoming {
  const requestId = world.id()
  const startedAt = world.now()
  const { domainName, domainPrefix, endpointType } = place
  return {
    domainName,
    domainPrefix,
    endpointType,
    request,
    query: parseQuery(request.query),
    requestId,
    extendedRequestId: extendedIdOf(requestId),
    traceId: traceIdOf(lastField(request.headers, 'x-amzn-trace-id'), startedAt, world.id(), tracer),
    startedAt,
  }
}

/** Where a request stands in its stage, or why it reaches none. */
export type StagePath = PathInStage | NoStage

export interface PathInStage {
  readonly type: 'inStage'
  readonly path: string
  /** What `$context.path` shows before it: the stage, or the base path of a custom domain. */
  readonly before: string
  /** What events show before it: the base path of a custom domain. */
  readonly basePath: string
}

export interface NoStage {
  readonly type: 'noStage'
  readonly reason: string
  readonly origin?: Origin
  /** The name of a custom domain leads nowhere. A REST API forbids all others as well. */
  readonly isForbidden: boolean
}

/**
 * The path inside the stage. The stage stands at the root of the local port; a request to an execute-api host carries
 * it as its first segment, as on AWS (the stage `$default` never does), one to a custom domain its base path.
 */
export function pathInStage(stage: string, request: HttpRequest): StagePath {
  const { door } = request
  if (door?.type === 'closed') {
    const { reason, origin, apiId } = door
    return { type: 'noStage', reason, isForbidden: apiId === undefined, ...(origin && { origin }) }
  }
  if (door) {
    const { path, before, isCustom } = door
    return { type: 'inStage', path, before, basePath: isCustom ? before : '' }
  }
  const before = stage === '$default' ? '' : `/${stage}`
  if (stage === '$default' || !isExecuteApiHost(lastField(request.headers, 'host') ?? '')) {
    return { type: 'inStage', path: request.path, before, basePath: '' }
  }
  const { first, rest } = firstSegment(request.path)
  if (first === stage) return { type: 'inStage', path: rest, before, basePath: '' }
  return {
    type: 'noStage',
    reason: `no stage \`${first}\` is served: the path of an execute-api host begins with its stage, here \`/${stage}\``,
    isForbidden: false,
  }
}

function isExecuteApiHost(host: string): boolean {
  // The shortest has 29 letters; most hosts are `localhost`.
  return (
    host.length > 28 &&
    /^[a-z0-9-]+\.execute-api\.[a-z0-9-]+\.(vpce\.)?amazonaws\.com(\.cn)?(:\d+)?$/i.test(host)
  )
}

// The id's own bytes in base64, so that the two ids of a request can be told to belong together.
function extendedIdOf(uuid: string): string {
  const hex = uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24)
  return Buffer.from(hex.slice(0, 22).padEnd(22, '0'), 'hex').toString('base64')
}
