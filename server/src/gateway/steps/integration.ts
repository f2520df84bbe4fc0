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
import { restTimeoutMs } from '../integrations/httpCall.ts'
import type { HttpCall, LambdaCall, LambdaProxyCall, Outgoing, Returned } from '../integrations/outgoing.ts'
import { readProxyAnswer } from '../integrations/proxyAnswer.ts'
import type { IntegratedCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import { sizeText } from '../tracedMessage.ts'
import type { BackendError, FunctionResult, World } from '../world.ts'

/** Calls the backend of a method of a REST API, or of a route of a WebSocket API. */
export async function integration(
  call: IntegratedCall,
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
        return callLambdaProxy(call, outgoing, world, trace, signal, tell)
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
  call: IntegratedCall,
  outgoing: LambdaProxyCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const timeoutMs = timeoutOf(call)
  const requestId = world.id()
  const result = await runFunction({ ...outgoing, timeoutMs, requestId }, call.incoming, world, trace, signal)
  tellRun(call, outgoing, result, tell)
  refuseTimeout(outgoing, result)
  if (result.type !== 'success')
    throw new GatewayError('INTEGRATION_FAILURE', describeFailure(outgoing.function, result), { status: 502 })
  const accept = lastField(call.headers, 'accept')
  const answer = readProxyAnswer(result.payload, call.served.api, accept, outgoing.function.id)
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
  refuseTimeout(outgoing, result)
  const errorMessage = result.type === 'success' ? undefined : result.errorMessage
  return { type: 'lambda', payload: result.payload, errorMessage, requestId }
}

function refuseTimeout(outgoing: LambdaProxyCall | LambdaCall, result: FunctionResult): void {
  if (result.type === 'timeout' && result.limit === 'integration')
    throw new GatewayError('INTEGRATION_TIMEOUT', describeFailure(outgoing.function, result))
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
  }))
}

async function callHttp(
  call: IntegratedCall,
  { request, isProxy }: HttpCall,
  world: World,
  signal: AbortSignal | undefined,
  tell: Tell,
): Promise<Returned> {
  const response = await callBackend(request, world, signal, error => noAnswer(request.url, error))
  tell(() => ({
    state: 'passed',
    summary: `\`${request.url}\` answered ${response.status}, ${sizeText(response.body.length)}`,
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

function timeoutOf(call: IntegratedCall): number {
  return valueOf(integrationOf(call).timeoutInMillis) ?? restTimeoutMs
}
