import { GatewayError, NotEmulatedError } from '../gatewayError.ts'
import type { HttpResponse } from '../messages.ts'
import type { TraceRecorder } from '../trace.ts'
import type { SocketCall } from '../websocket/socketCall.ts'
import type { ExecutionLog } from './executionLog.ts'
import { failureLine, logNotEmulated } from './failureLines.ts'

// What is a WebSocket API's own. AWS documents no words; these are what the emulator stackd, which was compared with AWS,
// writes (radkawar/stackd, internal/services/apigatewaywebsocket/logging.go).

/** An event that may go on to its integration. */
export function logSocketEvent(
  { incoming, method, event, served, connection }: SocketCall,
  log: ExecutionLog,
): void {
  const { client } = connection
  log.info(() => `Starting execution for request: ${incoming.requestId}`)
  log.info(() => `WebSocket Request Route: [${method.routeKey}]`)
  if (event.type === 'CONNECT')
    log.info(
      () =>
        `Client [UserAgent: ${client.userAgent ?? null}, SourceIp: ${client.sourceIp}] is connecting to WebSocket API [${served.apiId}].`,
    )
  if (event.type === 'MESSAGE')
    log.info(
      () => `WebSocket API [${served.apiId}] received message from client [Connection Id: ${client.id}].`,
    )
}

/** What the integration of an event answered. */
export function logSocketAnswer(
  { event, served, connection }: SocketCall,
  { status }: HttpResponse,
  trace: Pick<TraceRecorder, 'execution' | 'facts'>,
): void {
  const { execution: log, facts } = trace
  const requestId = facts.integration?.requestId
  const client = `[Connection Id: ${connection.client.id}]`
  const api = `API [${served.apiId}]`
  if (requestId !== undefined) log.info(() => `AWS Integration Endpoint RequestId : ${requestId}`)
  switch (event.type) {
    case 'CONNECT':
      if (status >= 200 && status <= 299) log.info(() => `Client ${client} connected to ${api} successfully.`)
      return
    case 'MESSAGE':
      log.info(() => `Message from client ${client} sent to ${api} with response status code [${status}].`)
      return
    case 'DISCONNECT': {
      const { code, reason } = event.closing
      log.info(
        () =>
          `Client ${client} disconnected from ${api} with integration response status code [${status}]. Close reason: [${code}: ${reason}]`,
      )
    }
  }
}

/** Why an event came to no answer of its integration. */
export function logSocketFailure(
  { incoming }: Pick<SocketCall, 'incoming'>,
  error: unknown,
  log: ExecutionLog,
): void {
  if (error instanceof NotEmulatedError) logNotEmulated(error, log)
  else if (error instanceof GatewayError) log.error(() => failureLine(error, incoming))
}
