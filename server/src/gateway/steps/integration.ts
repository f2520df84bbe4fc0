import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { StepFailure } from '../gatewayError.ts'
import { absence, configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
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
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import {
  functionFailure,
  refuseLargeEvent,
  refuseMissing,
  refuseTimeout,
} from '../integrations/lambdaFaults.ts'
import { restTimeoutMs } from '../integrations/httpCall.ts'
import { logEndpointRequest, logEndpointResponse, logFunctionResponse } from '../logs/endpointLines.ts'
import { requestIdsOf } from '../logs/requestFacts.ts'
import type {
  HttpCall,
  LambdaCall,
  LambdaProxyCall,
  MockCall,
  Outgoing,
  Returned,
  ServiceCall,
} from '../integrations/outgoing.ts'
import { isLeftInBase64, readProxyAnswer } from '../integrations/proxyAnswer.ts'
import { streamLambda } from '../integrations/streamedLambda.ts'
import type { HttpResponse } from '../messages.ts'
import type { IntegratedCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import { isStreamed, recordedStream, streamLimits } from '../streaming.ts'
import { describeStream } from '../streamRecord.ts'
import { isStubbed } from '../stub/absent.ts'
import type { StubAnswer } from '../stub/documentedAnswer.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { sizeText, tracedResponse } from '../tracedMessage.ts'
import type { Cause } from '../why/cause.ts'
import type { BackendError, BackendRequest, FunctionResult, World } from '../world.ts'

/**
 * Calls the backend of a method of a REST API, or of a route of a WebSocket API. `makeStub` gives what stub mode answers
 * in the place of a backend that does not exist here.
 */
export function integration(
  call: IntegratedCall,
  outgoing: Outgoing,
  makeStub: () => StubAnswer,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Returned | Promise<Returned> {
  return trace.asyncStep('integration', tell => {
    const { origin } = integrationOf(call)
    if (outgoing.type === 'mock') {
      tell(() => ({ state: 'passed', summary: 'MOCK: nothing was called', origin }))
      return { type: 'mock', statusCode: outgoing.statusCode }
    }
    tell(() => ({ state: 'failed', summary: '', origin }))
    logEndpointRequest(call, outgoing, trace)
    return callOutgoing(call, outgoing, { world, trace, signal, tell }).catch((error: unknown) => {
      if (isStubbed(error, world)) return stub(call, makeStub(), error, tell)
      throw error
    })
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
  call: IntegratedCall,
  outgoing: Exclude<Outgoing, MockCall>,
  { world, trace, signal, tell }: Calling,
): Promise<Returned> {
  switch (outgoing.type) {
    case 'lambdaProxy':
      return outgoing.isStreamed
        ? streamLambda(call, outgoing, timeoutOf(call), world, trace, signal, tell)
        : callLambdaProxy(call, outgoing, world, trace, signal, tell)
    case 'lambda':
      return callLambda(call, outgoing, world, trace, signal, tell)
    case 'http':
      return callHttp(call, outgoing, world, trace, signal, tell)
    case 'service':
      return callService(call, outgoing, world, trace, signal, tell)
    case 'absent':
      throw outgoing.why
  }
}

function stub(
  call: IntegratedCall,
  { response, from, origin }: StubAnswer,
  why: StepFailure,
  tell: Tell,
): Returned {
  tell(() => ({
    state: 'notEmulated',
    summary: `stub: ${from}, since ${why.reason}`,
    origin: origin ?? integrationOf(call).origin,
    after: tracedResponse('Stub', response),
  }))
  return { type: 'stub', answer: response }
}

async function callLambdaProxy(
  call: IntegratedCall,
  outgoing: LambdaProxyCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const timeoutMs = timeoutOf(call)
  const requestId = world.id()
  refuseLargeEvent(outgoing.event, false)
  const result = await runFunction({ ...outgoing, timeoutMs, requestId }, call.incoming, world, trace, signal)
  tellRun(call, outgoing, result, tell)
  refuseTimeout(outgoing.function, result)
  refuseMissing(outgoing.function, result, world)
  trace.note({ integration: { integrationStatus: 200, requestId } })
  logFunctionResponse(call, { payload: result.payload, requestId, result }, trace)
  if (result.type !== 'success') throw functionFailure(outgoing.function, result, requestId)
  const accept = lastField(call.headers, 'accept')
  const answer = readProxyAnswer(result.payload, call.served.api, accept, outgoing.function.id)
  trace.note({ integration: { status: answer.status } })
  return { type: 'lambdaProxy', answer }
}

async function callLambda(
  call: IntegratedCall,
  outgoing: LambdaCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const timeoutMs = timeoutOf(call)
  const requestId = world.id()
  refuseLargeEvent(outgoing.event, outgoing.isAsync)
  const running = runFunction({ ...outgoing, timeoutMs, requestId }, call.incoming, world, trace, signal)
  trace.note({ integration: { requestId } })
  if (outgoing.isAsync) {
    // Nobody waits for an asynchronous invocation, so nobody hears of its end either.
    running.catch(() => undefined)
    const { origin } = integrationOf(call)
    const summary = `Lambda **${outgoing.function.id}** was started; nobody waits for its answer`
    tell(() => ({ state: 'passed', summary, origin }))
    trace.note({ integration: { status: 202, integrationStatus: 202 } })
    logFunctionResponse(call, { payload: '', requestId, result: undefined }, trace)
    return { type: 'lambda', payload: '', errorMessage: undefined, requestId }
  }
  const result = await running
  tellRun(call, outgoing, result, tell)
  refuseTimeout(outgoing.function, result)
  refuseMissing(outgoing.function, result, world)
  trace.note({ integration: { status: 200, integrationStatus: 200 } })
  logFunctionResponse(call, { payload: result.payload, requestId, result }, trace)
  const errorMessage = result.type === 'success' ? undefined : result.errorMessage
  return { type: 'lambda', payload: result.payload, errorMessage, requestId }
}

function tellRun(
  call: IntegratedCall,
  outgoing: LambdaProxyCall | LambdaCall,
  result: FunctionResult,
  tell: Tell,
): void {
  tell(() => ({
    state: 'passed',
    summary:
      result.type === 'success'
        ? describeRun(outgoing.function, result)
        : describeFailure(outgoing.function, result),
    origin: (integrationOf(call).uri ?? integrationOf(call)).origin,
    source: handlerSource(result),
    after: returnedMessage(result),
    cause: result.type === 'success' ? leftInBase64(call, outgoing, result.payload) : undefined,
  }))
}

function leftInBase64(
  call: IntegratedCall,
  outgoing: LambdaProxyCall | LambdaCall,
  payload: string,
): Cause | undefined {
  const accept = lastField(call.headers, 'accept')
  if (outgoing.type !== 'lambdaProxy' || !isLeftInBase64(payload, call.served.api, accept)) return undefined
  return { type: 'stillBase64', functionId: outgoing.function.id, accept }
}

async function callHttp(
  call: IntegratedCall,
  { request, isProxy }: HttpCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const isStream = isProxy && isStreamed(integrationOf(call))
  const limits = streamLimits(call.served.api, request.timeoutMs)
  const sent = isStream ? { ...request, timeoutMs: limits.timeoutMs, streamIdleMs: limits.idleMs } : request
  const answered = await callBackend(sent, world, signal, error => restRefusal(request, error))
  const stream = answered.stream && recordedStream(answered.stream, world.clock)
  const { status, headers, body } = answered
  const response: HttpResponse = { status, headers, body, ...(stream && { stream }) }
  tell(() => ({
    state: 'passed',
    summary: `\`${request.url}\` answered ${response.status}, ${stream?.record ? describeStream(stream.record, sizeText) : sizeText(body.length)}`,
    origin: (integrationOf(call).uri ?? integrationOf(call)).origin,
    after: tracedBackendResponse(response),
  }))
  const mode = stream ? ({ responseTransferMode: 'STREAM' } as const) : {}
  trace.note({ integration: { status, integrationStatus: status, ...mode, ...requestIdsOf(answered) } })
  logEndpointResponse(answered, trace)
  return { type: 'http', isProxy, response }
}

async function callService(
  call: IntegratedCall,
  { request }: ServiceCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const asked = await askService(request, world, signal, error => restRefusal(request, error))
  const { status, headers, body } = asked.response
  const response: HttpResponse = { status, headers, body }
  tell(() => ({
    state: 'passed',
    summary: `${asked.by} answered ${status} for \`${request.service}\`, ${sizeText(response.body.length)}`,
    origin: (integrationOf(call).uri ?? integrationOf(call)).origin,
    after: tracedBackendResponse(response),
  }))
  trace.note({ integration: { status, integrationStatus: status, ...requestIdsOf(response) } })
  logEndpointResponse(response, trace)
  return { type: 'http', isProxy: false, response }
}

/** AWS's answer when a backend gave none. */
function restRefusal(request: BackendRequest, error: BackendError): Error {
  const reason = noAnswer(request, error)
  const details = becauseOfBackend(request, error)
  switch (error.reason) {
    case 'timeout':
      return new GatewayError('INTEGRATION_TIMEOUT', reason, { details })
    case 'tooLarge':
      return configurationError(reason, details)
    case 'unmapped':
      return absence(new NotEmulatedError('vpc-link', reason))
    default:
      return absence(
        new GatewayError('INTEGRATION_FAILURE', reason, {
          details,
          message: 'Network error communicating with endpoint',
          logged: 'Execution failed due to a network error communicating with endpoint',
        }),
      )
  }
}

function timeoutOf(call: IntegratedCall): number {
  return valueOf(integrationOf(call).timeoutInMillis) ?? restTimeoutMs
}
