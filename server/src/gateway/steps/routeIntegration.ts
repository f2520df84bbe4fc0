import { HttpApiError } from '../gatewayError.ts'
import { hopByHop } from '../headerRules.ts'
import { mapHttpResponse } from '../httpParameterMapping.ts'
import { callBackend, tracedBackendResponse } from '../integrations/backend.ts'
import {
  describeFailure,
  describeRun,
  eventSizeFault,
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import { readHttpApiAnswer } from '../integrations/httpApiAnswer.ts'
import type { HttpApiOutgoing } from '../integrations/httpApiOutgoing.ts'
import { httpApiOutgoing } from '../integrations/httpApiOutgoing.ts'
import type { HttpResponse } from '../messages.ts'
import type { RouteCall } from '../routeCall.ts'
import { routeIntegration } from '../routeCall.ts'
import { chooseByStatus } from '../selectionPattern.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { payloadOf, sizeText, textPayload, tracedResponse } from '../tracedMessage.ts'
import type { BackendError, World } from '../world.ts'

/** Makes what goes to the backend of a route. */
export function routeIntegrationRequest(call: RouteCall, trace: TraceRecorder): HttpApiOutgoing {
  return trace.step('integrationRequest', tell => {
    const origin = (call.route.integration ?? call.route).origin
    tell(() => ({ state: 'failed', summary: '', origin }))
    const outgoing = httpApiOutgoing(call)
    tell(() => ({ state: 'passed', origin, ...describeOutgoing(outgoing) }))
    return outgoing
  })
}

/** Calls the backend of a route. */
export async function callRouteBackend(
  call: RouteCall,
  outgoing: HttpApiOutgoing,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<HttpResponse> {
  return trace.asyncStep('integration', async tell => {
    const integration = routeIntegration(call)
    tell(() => ({ state: 'failed', summary: '', origin: (integration.uri ?? integration).origin }))
    return outgoing.type === 'lambda'
      ? callFunction(call, outgoing, world, trace, signal, tell)
      : callHttp(call, outgoing, world, signal, tell)
  })
}

/** Applies the response mappings of the backend's status. */
export function routeIntegrationResponse(
  call: RouteCall,
  answer: HttpResponse,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('integrationResponse', tell => {
    const integration = routeIntegration(call)
    const chosen = chooseByStatus(integration.responses, answer.status)
    const response = chosen ? mapHttpResponse(call, chosen.responseParameters, answer) : answer
    tell(() =>
      chosen
        ? {
            state: 'passed',
            summary: `mappings for status ${answer.status}: ${response.status}, ${response.headers.length} headers`,
            origin: chosen.origin,
            after: tracedResponse('Mapped response', response),
          }
        : {
            state: 'skipped',
            summary:
              integration.responses.length > 0
                ? `no response mapping for status ${answer.status}`
                : 'no response mappings on this route',
            origin: integration.origin,
          },
    )
    return response
  })
}

async function callFunction(
  call: RouteCall,
  outgoing: Extract<HttpApiOutgoing, { type: 'lambda' }>,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<HttpResponse> {
  const fault = eventSizeFault(outgoing.event)
  if (fault !== undefined) throw new HttpApiError(413, 'Request Entity Too Large', fault)
  const result = await runFunction(
    { ...outgoing, requestId: world.id() },
    call.incoming,
    world,
    trace,
    signal,
  )
  const integration = routeIntegration(call)
  tell(() => ({
    state: 'passed',
    summary: result.type === 'success' ? describeRun(outgoing.function, result) : '',
    origin: (integration.uri ?? integration).origin,
    source: handlerSource(result),
    after: returnedMessage(result),
  }))
  if (result.type === 'timeout' && result.limit === 'integration')
    throw new HttpApiError(503, 'Service Unavailable', describeFailure(outgoing.function, result))
  if (result.type !== 'success')
    throw new HttpApiError(500, 'Internal Server Error', describeFailure(outgoing.function, result))
  const { response, isInferred } = readHttpApiAnswer(result.payload, outgoing.format, outgoing.function.id)
  if (isInferred)
    tell(() => ({
      state: 'passed',
      summary: `${describeRun(outgoing.function, result)}; no \`statusCode\`: the value became a 200`,
      origin: (integration.uri ?? integration).origin,
      source: handlerSource(result),
      after: returnedMessage(result),
    }))
  return response
}

async function callHttp(
  call: RouteCall,
  { request }: Extract<HttpApiOutgoing, { type: 'http' }>,
  world: World,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<HttpResponse> {
  const answered = await callBackend(request, world, signal, error => noAnswer(request.url, error))
  const response: HttpResponse = { status: answered.status, headers: answered.headers, body: answered.body }
  const integration = routeIntegration(call)
  tell(() => ({
    state: 'passed',
    summary: `\`${request.url}\` answered ${response.status}, ${sizeText(response.body.length)}`,
    origin: (integration.uri ?? integration).origin,
    after: tracedBackendResponse(response),
  }))
  return { ...response, headers: response.headers.filter(([name]) => isPassed(name)) }
}

function isPassed(name: string): boolean {
  const lower = name.toLowerCase()
  return !hopByHop.has(lower) && lower !== 'content-length'
}

function noAnswer(url: string, error: BackendError): Error {
  const reason = `\`${url}\` gave no answer: ${error.message}`
  return error.reason === 'tooLarge'
    ? new HttpApiError(500, 'Internal Server Error', reason)
    : new HttpApiError(503, 'Service Unavailable', reason)
}

function describeOutgoing(outgoing: HttpApiOutgoing): {
  summary: string
  after: { title: string; method?: string; url?: string; body: ReturnType<typeof payloadOf> }
} {
  if (outgoing.type === 'lambda') {
    const size = sizeText(Buffer.byteLength(outgoing.event))
    return {
      summary: `event, payload ${outgoing.format}, ${size}`,
      after: { title: 'Event', body: textPayload(outgoing.event) },
    }
  }
  const { method, url, headers, body } = outgoing.request
  return {
    summary: `\`${method} ${url}\`, body of ${sizeText(body.length)}`,
    after: { title: 'Request to the backend', method, url, ...{ headers }, body: payloadOf(body) },
  }
}
