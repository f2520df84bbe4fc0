import type { RestApi } from '../api/api.ts'
import { isPending } from '../base/pending.ts'
import type { StepName } from '../protocol/trace.ts'
import { FrontEndError } from './frontEnd.ts'
import { GatewayError, NotEmulatedError } from './gatewayError.ts'
import { arrivingHeaders } from './arrivingHeaders.ts'
import { edgeResponse } from './edge.ts'
import { signatureFault } from './authorizers/signedRequest.ts'
import type { CachedAnswer } from './cache/responseCache.ts'
import type { Incoming } from './incoming.ts'
import { pathInStage } from './incoming.ts'
import { logNotEmulated, logRefusal } from './logs/failureLines.ts'
import { logArrival, logEnd, logMethodRequest, logMethodResponse } from './logs/methodLines.ts'
import type { HttpResponse } from './messages.ts'
import type { MethodCall } from './methodCall.ts'
import type { MappingSources } from './parameterMapping.ts'
import { mappingSourcesOf, requestBodyOf } from './parameterMapping.ts'
import { gatewayHeaders, markSkipped } from './responseHeaders.ts'
import type { ResourceMethod, RoutingTable } from './routing.ts'
import type { ServedApi } from './servedApi.ts'
import { gatewayResponse, notEmulatedResponse } from './steps/gatewayResponse.ts'
import { integration } from './steps/integration.ts'
import { integrationRequest } from './steps/integrationRequest.ts'
import { integrationResponse } from './steps/integrationResponse.ts'
import { methodRequest } from './steps/methodRequest.ts'
import { methodResponse } from './steps/methodResponse.ts'
import { apiKey } from './steps/apiKey.ts'
import { authorize } from './steps/authorizer.ts'
import { requestValidation } from './steps/requestValidation.ts'
import type { CacheOutcome } from './steps/responseCache.ts'
import { responseCache } from './steps/responseCache.ts'
import { methodStub } from './stub/methodStub.ts'
import type { TraceRecorder } from './trace.ts'
import type { ContextValues } from './variables.ts'
import { errorContext, releaseContext, restContext } from './variables.ts'
import type { World } from './world.ts'

/** The steps of a REST API and what the panel calls them. */
export const restSteps: ReadonlyMap<StepName, string> = new Map([
  ['methodRequest', 'Method request'],
  ['authorizer', 'Authorizer'],
  ['apiKey', 'API key and usage plan'],
  ['requestValidation', 'Request validation'],
  ['responseCache', 'Response cache'],
  ['integrationRequest', 'Integration request'],
  ['integration', 'Integration'],
  ['integrationResponse', 'Integration response'],
  ['methodResponse', 'Method response'],
  ['gatewayResponse', 'Gateway response'],
])

/** An answer, and the method that gave it when one was found: `GET /books/{bookId}`. */
export interface Handled {
  readonly response: HttpResponse
  /** `$context` as the steps left it. */
  readonly context: ContextValues
  /** `$context.error`, when the gateway itself answered. */
  readonly error?: ContextValues
  readonly route: string | undefined
  /** What the cache of the stage had; unset where nothing is cached. */
  readonly cache?: 'hit' | 'miss'
}

/** Answers a request to a REST API, step after step as AWS draws them. */
export function handleRest(
  served: ServedApi<RestApi>,
  table: RoutingTable<ResourceMethod>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Handled> {
  const handling = handle(served, table, incoming, world, trace, signal)
  if (incoming.endpointType !== 'EDGE') return handling
  return handling.then(handled => ({ ...handled, response: edgeResponse(handled.response, incoming) }))
}

async function handle(
  served: ServedApi<RestApi>,
  table: RoutingTable<ResourceMethod>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Handled> {
  let call: MethodCall | undefined
  let cache: CacheOutcome | undefined
  try {
    const arriving = trace.pausable(() => methodRequest(served, table, incoming, world, trace))
    call = isPending(arriving) ? await arriving : arriving
    logArrival(call, trace.execution)
    const authorizing = authorize(call, world, trace, signal)
    const authorized = isPending(authorizing) ? await authorizing : authorizing
    call = authorized
    const metering = trace.pausable(() => apiKey(authorized, world, trace))
    const metered = isPending(metering) ? await metering : metering
    call = metered
    logMethodRequest(call, trace.execution)
    const validating = trace.pausable(() => requestValidation(metered, world, trace))
    if (isPending(validating)) await validating
    const looking = trace.pausable(() => responseCache(metered, world, trace))
    cache = isPending(looking) ? await looking : looking
    const { answer, from } = cache.cached ?? (await freshAnswer(call, world, trace, signal))
    // A stub is no answer of the backend, so it is not kept in its place.
    if (!cache.cached && from !== 'stub') cache.store({ answer, from })
    const sent = { ...answer, headers: [...answer.headers, ...cache.headers] }
    const ending = trace.pausable(() => methodResponse(metered, from, sent, world, trace))
    const response = isPending(ending) ? await ending : ending
    logMethodResponse(response, trace.execution)
    logEnd(call, trace.facts.integration?.requestId, trace.execution)
    return {
      response: markSkipped(response, call),
      context: finalContext(served, call),
      ...outcomeOf(call, cache),
    }
  } catch (thrown) {
    const error = call ? thrown : await withoutRoute(thrown, incoming)
    const sources = call ? sourcesOfRefusal(call, trace) : sourcesWithoutMethod(served, incoming)
    const outcome = { context: finalContext(served, sources), ...outcomeOf(call, cache) }
    if (error instanceof GatewayError) {
      const sent = await trace.pausable(() => gatewayResponse(error, served.api, incoming, sources, trace))
      logRefusal(call, error, sent, trace)
      return { response: markSkipped(sent.response, call), error: errorContext(error), ...outcome }
    }
    if (error instanceof FrontEndError)
      return { response: error.response, context: outcome.context, route: undefined }
    if (error instanceof NotEmulatedError) {
      logNotEmulated(error, trace.execution)
      return { response: notEmulatedResponse(error, gatewayHeaders(incoming)), ...outcome }
    }
    throw error
  }
}

/** The answer of the method's integration. */
async function freshAnswer(
  call: MethodCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<CachedAnswer> {
  const preparing = trace.pausable(() => integrationRequest(call, world, trace))
  const outgoing = isPending(preparing) ? await preparing : preparing
  const calling = integration(call, outgoing, () => methodStub(call), world, trace, signal)
  const returned = isPending(calling) ? await calling : calling
  const mapping = trace.pausable(() => integrationResponse(call, outgoing, returned, world, trace))
  const answer = isPending(mapping) ? await mapping : mapping
  return { answer, from: returned.type }
}

function finalContext(
  served: ServedApi<RestApi>,
  { context }: Pick<MappingSources, 'context'>,
): ContextValues {
  return served.isCanary === undefined ? context : { ...context, ...releaseContext(served) }
}

function outcomeOf(
  call: MethodCall | undefined,
  cache: CacheOutcome | undefined,
): Pick<Handled, 'route' | 'cache'> {
  return {
    route: call && `${call.method.httpMethod} ${call.resource.path}`,
    ...(cache?.result && { cache: cache.result }),
  }
}

// To a path that no resource has, AWS asks for a signature: one that is not whole is what it speaks of then.
async function withoutRoute(error: unknown, incoming: Incoming): Promise<unknown> {
  if (!(error instanceof GatewayError) || error.type !== 'MISSING_AUTHENTICATION_TOKEN') return error
  const fault = await signatureFault(incoming)
  if (!fault) return error
  const { message, errorType } = fault
  return new GatewayError(error.type, error.reason, {
    message,
    ...(errorType !== undefined && { errorType }),
  })
}

/**
 * What a gateway response may take values from. A Lambda authorizer that denies tells of its caller, too: `$context.authorizer.x`
 * words the answer of many APIs. https://stackoverflow.com/questions/47921803
 */
function sourcesOfRefusal(call: MethodCall, { facts }: TraceRecorder): MappingSources {
  const sources = mappingSourcesOf(call)
  const caller = facts.authorizer?.caller
  if (!caller || sources.context['authorizer'] !== undefined) return sources
  return { ...sources, context: { ...sources.context, authorizer: caller } }
}

function sourcesWithoutMethod(served: ServedApi<RestApi>, incoming: Incoming): MappingSources {
  const { request } = incoming
  const staged = pathInStage(served.stage.name, request)
  const path =
    staged.type === 'inStage' ? staged.before + staged.path : `/${served.stage.name}${request.path}`
  return {
    context: restContext(served, incoming, path, undefined),
    stageVariables: served.stageVariables,
    pathParameters: new Map(),
    query: incoming.query,
    headers: arrivingHeaders(served, incoming),
    requestBody: requestBodyOf(incoming),
  }
}
