import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { configurationError, GatewayError } from '../gatewayError.ts'
import { callBackend, tracedBackendResponse } from '../integrations/backend.ts'
import {
  describeFailure,
  describeRun,
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import { functionFailure, refuseLargeEvent, refuseTimeout } from '../integrations/lambdaFaults.ts'
import { restTimeoutMs } from '../integrations/httpCall.ts'
import type { HttpCall, LambdaCall, LambdaProxyCall, Outgoing, Returned } from '../integrations/outgoing.ts'
import { readProxyAnswer } from '../integrations/proxyAnswer.ts'
import { streamLambda } from '../integrations/streamedLambda.ts'
import type { HttpResponse } from '../messages.ts'
import type { MethodCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import { isStreamed, recordedStream, streamLimits } from '../streaming.ts'
import { describeStream } from '../streamRecord.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { sizeText } from '../tracedMessage.ts'
import type { BackendError, FunctionResult, World } from '../world.ts'

/** Calls the backend of a method of a REST API. */
export async function integration(
  call: MethodCall,
  outgoing: Outgoing,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<Returned> {
  return trace.asyncStep('integration', async tell => {
    const { origin } = integrationOf(call)
    tell(() => ({ state: 'failed', summary: '', origin }))
    switch (outgoing.type) {
      case 'lambdaProxy':
        return outgoing.isStreamed
          ? streamLambda(call, outgoing, timeoutOf(call), world, trace, signal, tell)
          : callLambdaProxy(call, outgoing, world, trace, signal, tell)
      case 'lambda':
        return callLambda(call, outgoing, world, trace, signal, tell)
      case 'http':
        return callHttp(call, outgoing, world, signal, tell)
      case 'mock':
        tell(() => ({ state: 'passed', summary: 'MOCK: nothing was called', origin }))
        return { type: 'mock', statusCode: outgoing.statusCode }
    }
  })
}

async function callLambdaProxy(
  call: MethodCall,
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
  if (result.type !== 'success') throw functionFailure(outgoing.function, result)
  const accept = lastField(call.headers, 'accept')
  const answer = readProxyAnswer(result.payload, call.served.api, accept, outgoing.function.id)
  return { type: 'lambdaProxy', answer }
}

async function callLambda(
  call: MethodCall,
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
  if (outgoing.isAsync) {
    // Nobody waits for an asynchronous invocation, so nobody hears of its end either.
    running.catch(() => undefined)
    const { origin } = integrationOf(call)
    const summary = `Lambda **${outgoing.function.id}** was started; nobody waits for its answer`
    tell(() => ({ state: 'passed', summary, origin }))
    return { type: 'lambda', payload: '', errorMessage: undefined, requestId }
  }
  const result = await running
  tellRun(call, outgoing, result, tell)
  refuseTimeout(outgoing.function, result)
  const errorMessage = result.type === 'success' ? undefined : result.errorMessage
  return { type: 'lambda', payload: result.payload, errorMessage, requestId }
}

function tellRun(
  call: MethodCall,
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
  }))
}

async function callHttp(
  call: MethodCall,
  { request, isProxy }: HttpCall,
  world: World,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const isStream = isProxy && isStreamed(integrationOf(call))
  const limits = streamLimits(call.served.api, request.timeoutMs)
  const sent = isStream ? { ...request, timeoutMs: limits.timeoutMs, streamIdleMs: limits.idleMs } : request
  const answered = await callBackend(sent, world, signal, error => noAnswer(request.url, error))
  const stream = answered.stream && recordedStream(answered.stream, world.clock)
  const { status, headers, body } = answered
  const response: HttpResponse = { status, headers, body, ...(stream && { stream }) }
  tell(() => ({
    state: 'passed',
    summary: `\`${request.url}\` answered ${response.status}, ${stream?.record ? describeStream(stream.record, sizeText) : sizeText(body.length)}`,
    origin: (integrationOf(call).uri ?? integrationOf(call)).origin,
    after: tracedBackendResponse(response),
  }))
  return { type: 'http', isProxy, response }
}

function noAnswer(url: string, error: BackendError): Error {
  const reason = `\`${url}\` gave no answer: ${error.message}`
  if (error.reason === 'timeout') return new GatewayError('INTEGRATION_TIMEOUT', reason)
  if (error.reason === 'tooLarge') return configurationError(reason)
  return new GatewayError('INTEGRATION_FAILURE', reason, {
    message: 'Network error communicating with endpoint',
  })
}

function timeoutOf(call: MethodCall): number {
  return valueOf(integrationOf(call).timeoutInMillis) ?? restTimeoutMs
}
