import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import type { Fields } from '../../base/headers.ts'
import type { Outgoing } from '../integrations/outgoing.ts'
import type { IntegratedCall } from '../methodCall.ts'
import { stageArn } from '../authorizers/methodArn.ts'
import type { TraceRecorder } from '../trace.ts'
import type { BackendResponse, FunctionResult } from '../world.ts'
import type { ExecutionLog } from './executionLog.ts'
import { bodyText, headersText } from './logText.ts'

type Logs = Pick<TraceRecorder, 'execution' | 'elapsed' | 'sinceStep'>

/** What goes to the backend; a MOCK has none. */
export function logEndpointRequest(call: IntegratedCall, outgoing: Outgoing, { execution }: Logs): void {
  switch (outgoing.type) {
    case 'mock':
    case 'absent':
      return
    case 'http':
    case 'service': {
      const { url, headers, body } = outgoing.request
      return logRequest({ url, headers, body: () => bodyText(body) }, execution)
    }
    case 'lambda':
    case 'lambdaProxy': {
      const { event, function: target } = outgoing
      const { method, resource } = call
      const called = resource ? `${method.httpMethod ?? ''}${resource.path}` : (method.routeKey ?? '')
      const source = `${stageArn(call.served)}/${called}`
      logFunctionRequest(call, target, { event, source }, execution)
    }
  }
}

/** The call of a function's Invoke API; `source` is the ARN that calls. */
export function logFunctionRequest(
  call: Pick<IntegratedCall, 'served' | 'incoming'>,
  target: LambdaFunction,
  { event, source }: { readonly event: string; readonly source: string },
  log: ExecutionLog,
): void {
  const url = invokeUrl(call, target)
  const headers = invokeHeaders(call, source)
  logRequest({ url, headers, body: () => bodyText(Buffer.from(event, 'utf8')) }, log)
}

/** What a backend answered. */
export function logEndpointResponse(
  { status, headers, body }: Pick<BackendResponse, 'status' | 'headers' | 'body'>,
  logs: Logs,
): void {
  const latency = Math.round(logs.sinceStep())
  const log = logs.execution
  log.info(() => `Received response. Status: ${status}, Integration latency: ${latency} ms`)
  log.dataTrace(() => `Endpoint response headers: ${headersText(headers)}`)
  log.dataTrace(() => `Endpoint response body before transformations: ${bodyText(body)}`)
}

/** A function's answer as the Invoke API gives it: its status is 200 for a function that failed, too. */
export function logFunctionResponse(
  { incoming }: Pick<IntegratedCall, 'incoming'>,
  answer: {
    readonly payload: string
    readonly requestId: string
    /** Unset when nobody waits for the function. */
    readonly result: FunctionResult | undefined
  },
  logs: Logs,
): void {
  const body = Buffer.from(answer.payload, 'utf8')
  const isFailed = answer.result !== undefined && answer.result.type !== 'success'
  const headers: Fields = [
    ['Content-Type', 'application/json'],
    ['Content-Length', String(body.length)],
    ['x-amzn-RequestId', answer.requestId],
    ...(isFailed ? [['X-Amz-Function-Error', 'Unhandled'] as const] : []),
    ['X-Amz-Executed-Version', '$LATEST'],
    ['X-Amzn-Trace-Id', incoming.traceId.full],
  ]
  logEndpointResponse({ status: answer.result ? 200 : 202, headers, body }, logs)
}

/** What AWS writes of a function that failed. */
export function functionFailureLine(errorMessage: string, requestId: string): string {
  return `Lambda execution failed with status 200 due to customer function error: ${errorMessage}. Lambda request id: ${requestId}`
}

function logRequest(
  { url, headers, body }: { readonly url: string; readonly headers: Fields; readonly body: () => string },
  log: ExecutionLog,
): void {
  log.dataTrace(() => `Endpoint request URI: ${url}`)
  log.dataTrace(() => `Endpoint request headers: ${headersText(headers)}`)
  log.dataTrace(() => `Endpoint request body after transformations: ${body()}`)
  log.info(() => `Sending request to ${url}`)
}

function invokeUrl({ served }: Pick<IntegratedCall, 'served'>, { arn }: LambdaFunction): string {
  return `https://lambda.${served.region}.amazonaws.com/2015-03-31/functions/${arn}/invocations`
}

// Without the signature and what belongs to it: nothing is signed on this machine.
function invokeHeaders(
  { served, incoming }: Pick<IntegratedCall, 'served' | 'incoming'>,
  source: string,
): Fields {
  return [
    ['x-amzn-apigateway-api-id', served.apiId],
    ['Accept', 'application/json'],
    ['User-Agent', `AmazonAPIGateway_${served.apiId}`],
    ['Host', `lambda.${served.region}.amazonaws.com`],
    ['X-Amzn-Trace-Id', incoming.traceId.full],
    ['x-amzn-lambda-integration-tag', incoming.requestId],
    ['X-Amz-Source-Arn', source],
    ['Content-Type', 'application/json'],
  ]
}
