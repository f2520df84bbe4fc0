import type { HttpResponse } from '../messages.ts'
import type { MappedCall, MethodCall } from '../methodCall.ts'
import { isBinaryRequest } from '../methodCall.ts'
import { contextValue } from '../variables.ts'
import type { ExecutionLog } from './executionLog.ts'
import { bodyText, headersText, masked, parametersText } from './logText.ts'

/** Begins the log of a request that a method or route took. */
export function logArrival({ incoming }: Pick<MappedCall, 'incoming'>, log: ExecutionLog): void {
  log.info(() => `Extended Request Id: ${incoming.extendedRequestId}`)
}

/** The method request, once the caller was let in. */
export function logMethodRequest(call: MethodCall, log: ExecutionLog): void {
  const { incoming, pathParameters, headers } = call
  const { request, query, requestId } = incoming
  const key = contextValue(call.context, 'identity.apiKey')
  log.info(
    () => `Starting execution for request: ${requestId}`,
    () => `HTTP Method: ${request.method}, Resource Path: ${call.basePath}${call.path}`,
  )
  if (key !== undefined) log.info(() => `API Key: ${masked(key)}`)
  log.dataTrace(
    () => `Method request path: ${parametersText(pathParameters)}`,
    () => `Method request query string: ${parametersText(query)}`,
    () => `Method request headers: ${headersText(headers)}`,
    () =>
      `Method request body before transformations: ${isBinaryRequest(call) ? binaryData : bodyText(request.body)}`,
  )
}

// What stands for a body of a binary media type, an empty one too (clebert/aws-simple issue 167, brefphp/bref issue 922).
const binaryData = '[Binary Data]'

/** The answer of the method. */
export function logMethodResponse({ headers, body, status }: HttpResponse, log: ExecutionLog): void {
  log.dataTrace(
    () => `Method response body after transformations: ${bodyText(body)}`,
    () => `Method response headers: ${headersText(headers.filter(([name]) => isOwn(name)))}`,
  )
  log.info(
    () => 'Successfully completed execution',
    () => `Method completed with status: ${status}`,
  )
}

// These are added behind the method response, and AWS's logs do not have them.
function isOwn(name: string): boolean {
  return !/^x-amz(n-requestid|-apigw-id)$/i.test(name)
}

/** What ends every log: where to look further. */
export function logEnd(
  { incoming, served }: Pick<MappedCall, 'incoming' | 'served'>,
  endpointRequestId: string | undefined,
  log: ExecutionLog,
): void {
  if (endpointRequestId !== undefined)
    log.info(() => `AWS Integration Endpoint RequestId : ${endpointRequestId}`)
  if (served.tracer) log.info(() => `X-ray Tracing ID : Root=${incoming.traceId.root}`)
}
