import type { TracedMessage } from '../../protocol/trace.ts'
import type { StepFailure } from '../gatewayError.ts'
import { absence, because, HttpApiError, NotEmulatedError } from '../gatewayError.ts'
import { hopByHop } from '../headerRules.ts'
import { mapHttpResponse } from '../httpParameterMapping.ts'
import { becauseOf, refuseMissing } from '../integrations/lambdaFaults.ts'
import {
  askService,
  becauseOfBackend,
  callBackend,
  noAnswer,
  tracedBackendResponse,
} from '../integrations/backend.ts'
import {
  describeFailure,
  describeRun,
  eventSizeFault,
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import type { HttpApiAnswer } from '../integrations/httpApiAnswer.ts'
import { readHttpApiAnswer } from '../integrations/httpApiAnswer.ts'
import type { HttpApiOutgoing } from '../integrations/httpApiOutgoing.ts'
import { httpApiOutgoing } from '../integrations/httpApiOutgoing.ts'
import { functionFacts, unknownFormat } from '../logs/httpApiLog.ts'
import { requestIdsOf } from '../logs/requestFacts.ts'
import type { HttpResponse } from '../messages.ts'
import type { RouteCall } from '../routeCall.ts'
import { routeIntegration } from '../routeCall.ts'
import { chooseByStatus } from '../selectionPattern.ts'
import { signatureText } from '../services/signer.ts'
import { isStubbed } from '../stub/absent.ts'
import { routeStub } from '../stub/routeStub.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { payloadOf, sizeText, textPayload, tracedResponse } from '../tracedMessage.ts'
import type { BackendError, BackendRequest, World } from '../world.ts'

/** Makes what goes to the backend of a route. */
export function routeIntegrationRequest(
  call: RouteCall,
  world: World,
  trace: TraceRecorder,
): HttpApiOutgoing {
  return trace.step('integrationRequest', tell => {
    const origin = (call.route.integration ?? call.route).origin
    tell(() => ({ state: 'failed', summary: '', origin }))
    const outgoing = outgoingOrStub(call, world)
    const state = outgoing.type === 'absent' ? 'notEmulated' : 'passed'
    tell(() => ({ state, origin, ...describeOutgoing(outgoing) }))
    return outgoing
  })
}

/** In stub mode, a backend that does not exist here is no reason to stop. */
function outgoingOrStub(call: RouteCall, world: World): HttpApiOutgoing {
  try {
    return httpApiOutgoing(call)
  } catch (error) {
    if (isStubbed(error, world)) return { type: 'absent', why: error }
    throw error
  }
}

/** What came back for a route: of its backend, or of stub mode in its place. */
export interface RouteAnswer {
  readonly response: HttpResponse
  readonly isStub: boolean
}

/** Calls the backend of a route. */
export async function callRouteBackend(
  call: RouteCall,
  outgoing: HttpApiOutgoing,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<RouteAnswer> {
  return trace.asyncStep('integration', async tell => {
    const integration = routeIntegration(call)
    tell(() => ({ state: 'failed', summary: '', origin: (integration.uri ?? integration).origin }))
    try {
      return { response: await callOutgoing(call, outgoing, { world, trace, signal, tell }), isStub: false }
    } catch (error) {
      if (isStubbed(error, world)) return { response: stub(call, error, tell), isStub: true }
      throw error
    }
  })
}

/** What every call of a backend needs beside the call. */
interface Calling {
  readonly world: World
  readonly trace: TraceRecorder
  readonly signal: AbortSignal | undefined
  readonly tell: Tell
}

async function callOutgoing(
  call: RouteCall,
  outgoing: HttpApiOutgoing,
  { world, trace, signal, tell }: Calling,
): Promise<HttpResponse> {
  switch (outgoing.type) {
    case 'lambda':
      return callFunction(call, outgoing, world, trace, signal, tell)
    case 'http':
      return callHttp(call, outgoing, world, trace, signal, tell)
    case 'service':
      return callService(call, outgoing, world, signal, tell)
    case 'absent':
      throw outgoing.why
  }
}

function stub(call: RouteCall, why: StepFailure, tell: Tell): HttpResponse {
  const { response, from, origin } = routeStub(call)
  tell(() => ({
    state: 'notEmulated',
    summary: `stub: ${from}, since ${why.reason}`,
    origin: origin ?? routeIntegration(call).origin,
    after: tracedResponse('Stub', response),
  }))
  return response
}

/** Applies the response mappings of the backend's status. */
export function routeIntegrationResponse(
  call: RouteCall,
  { response: answer, isStub }: RouteAnswer,
  trace: TraceRecorder,
): HttpResponse {
  return trace.step('integrationResponse', tell => {
    const integration = routeIntegration(call)
    if (isStub) {
      const summary = 'a stub is the answer of the route as it is'
      tell(() => ({ state: 'skipped', summary, origin: integration.origin }))
      return answer
    }
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
  if (fault !== undefined)
    throw new HttpApiError(
      413,
      'Request Entity Too Large',
      fault,
      because({ type: 'tooLarge', reason: fault }),
    )
  const requestId = world.id()
  const result = await runFunction({ ...outgoing, requestId }, call.incoming, world, trace, signal)
  const integration = routeIntegration(call)
  tell(() => ({
    state: 'passed',
    summary: result.type === 'success' ? describeRun(outgoing.function, result) : '',
    origin: (integration.uri ?? integration).origin,
    source: handlerSource(result),
    after: returnedMessage(result),
  }))
  refuseMissing(outgoing.function, result, world)
  trace.note({ integration: functionFacts(result, requestId) })
  if (result.type === 'timeout' && result.limit === 'integration')
    throw new HttpApiError(
      503,
      'Service Unavailable',
      describeFailure(outgoing.function, result),
      becauseOf(outgoing.function, result),
    )
  if (result.type !== 'success')
    throw new HttpApiError(
      500,
      'Internal Server Error',
      describeFailure(outgoing.function, result),
      becauseOf(outgoing.function, result),
    )
  const { response, isInferred } = readAnswer(result.payload, outgoing, trace)
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

function readAnswer(
  payload: string,
  outgoing: Extract<HttpApiOutgoing, { type: 'lambda' }>,
  trace: TraceRecorder,
): HttpApiAnswer {
  try {
    const answer = readHttpApiAnswer(payload, outgoing.format, outgoing.function.id)
    trace.note({ integration: { status: answer.response.status } })
    return answer
  } catch (error) {
    trace.note({ integration: { error: unknownFormat } })
    throw error
  }
}

async function callHttp(
  call: RouteCall,
  { request }: Extract<HttpApiOutgoing, { type: 'http' }>,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<HttpResponse> {
  const answered = await callBackend(request, world, signal, error => {
    trace.note({ integration: { error: error.message } })
    return httpRefusal(request, error)
  })
  const { status, headers, body } = answered
  const response: HttpResponse = { status, headers, body }
  trace.note({ integration: { status, integrationStatus: status, ...requestIdsOf(answered) } })
  const integration = routeIntegration(call)
  tell(() => ({
    state: 'passed',
    summary: `\`${request.url}\` answered ${response.status}, ${sizeText(response.body.length)}`,
    origin: (integration.uri ?? integration).origin,
    after: tracedBackendResponse(response),
  }))
  return passed(response)
}

// A service that refuses its call is a 500 for the client, as LocalStack recorded it of Kinesis.
async function callService(
  call: RouteCall,
  { request }: Extract<HttpApiOutgoing, { type: 'service' }>,
  world: World,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<HttpResponse> {
  const asked = await askService(request, world, signal, error => httpRefusal(request, error))
  const { status, headers, body } = asked.response
  const response: HttpResponse = { status, headers, body }
  const integration = routeIntegration(call)
  const summary = `${asked.by} answered ${status} for \`${request.service}\`, ${sizeText(response.body.length)}`
  tell(() => ({
    state: 'passed',
    summary,
    origin: (integration.subtype ?? integration).origin,
    after: tracedBackendResponse(response),
  }))
  if (response.status >= 300)
    throw new HttpApiError(500, 'Internal Server Error', `${summary}: the call of the service failed`)
  return passed(response)
}

function passed(response: HttpResponse): HttpResponse {
  return { ...response, headers: response.headers.filter(([name]) => isPassed(name)) }
}

function isPassed(name: string): boolean {
  const lower = name.toLowerCase()
  return !hopByHop.has(lower) && lower !== 'content-length'
}

/** AWS's answer when a backend gave none. */
function httpRefusal(request: BackendRequest, error: BackendError): Error {
  const reason = noAnswer(request, error)
  const details = becauseOfBackend(request, error)
  switch (error.reason) {
    case 'tooLarge':
      return new HttpApiError(500, 'Internal Server Error', reason, details)
    case 'timeout':
      return new HttpApiError(503, 'Service Unavailable', reason, details)
    case 'unmapped':
      return absence(new NotEmulatedError('vpc-link', reason))
    default:
      return absence(new HttpApiError(503, 'Service Unavailable', reason, details))
  }
}

function describeOutgoing(outgoing: HttpApiOutgoing): {
  summary: string
  after?: TracedMessage
  otherFormat?: TracedMessage
} {
  if (outgoing.type === 'absent') return { summary: outgoing.why.reason }
  if (outgoing.type === 'lambda') {
    const size = sizeText(Buffer.byteLength(outgoing.event))
    return {
      summary: `event, payload ${outgoing.format}, ${size}`,
      after: { title: 'Event', body: textPayload(outgoing.event) },
      otherFormat: {
        title: `Event as payload ${outgoing.format === '1.0' ? '2.0' : '1.0'}`,
        body: textPayload(outgoing.otherEvent()),
      },
    }
  }
  const { method, url, headers, body } = outgoing.request
  const signature = outgoing.type === 'service' ? signatureText(outgoing.request, outgoing.signer) : ''
  const title = outgoing.type === 'service' ? 'Request to the AWS service' : 'Request to the backend'
  return {
    summary: `\`${method} ${url}\`, body of ${sizeText(body.length)}${signature}`,
    after: { title, method, url, headers, body: payloadOf(body) },
  }
}
