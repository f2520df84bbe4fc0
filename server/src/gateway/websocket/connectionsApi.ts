import type { WebSocketApi } from '../../api/api.ts'
import { anonymousCall, describeDecision, requireAllowed } from '../authorizers/apiDecision.ts'
import { verifySignature } from '../authorizers/awsIam.ts'
import { stageArn } from '../authorizers/methodArn.ts'
import { policiesOfSigner, signedCall } from '../authorizers/signedCall.ts'
import type { FailureDetails } from '../gatewayError.ts'
import { because, GatewayError, gatewayResponseTypes, NotEmulatedError } from '../gatewayError.ts'
import { restRequestHeaders } from '../headerRules.ts'
import type { Incoming } from '../incoming.ts'
import { accountLimit } from '../limits/limitsOf.ts'
import type { HttpResponse } from '../messages.ts'
import { decodeSafely } from '../queryString.ts'
import type { ServedApi } from '../servedApi.ts'
import type { TraceRecorder } from '../trace.ts'
import { tracedRequest } from '../tracedMessage.ts'
import type { World } from '../world.ts'
import type { Connection } from './connection.ts'
import { closings } from './connection.ts'
import { largestMessage } from './limits.ts'
import { jsonResponse } from './socketErrors.ts'
import { pathInSocketStage } from './socketPath.ts'

/** What a backend did by the `@connections` API. */
export interface Managed {
  readonly response: HttpResponse
  /** `POST @connections`; unset where the request was none of it. */
  readonly route?: string
}

/**
 * Answers a request that is no handshake: the API by which backends reach connections. POST sends, GET tells, DELETE
 * closes. https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export async function manageConnections(
  served: ServedApi<WebSocketApi>,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): Promise<Managed> {
  const { request } = incoming
  let route: string | undefined
  try {
    const id = await trace.pausable(() =>
      trace.step('methodRequest', tell => {
        const before = tracedRequest('Request of the backend', request)
        tell(() => ({ state: 'failed', summary: '', origin: served.api.origin, before }))
        const found = connectionIdOf(served, incoming)
        const summary = `\`@connections\`, connection \`${found}\``
        tell(() => ({ state: 'passed', summary, before }))
        return found
      }),
    )
    route = `${request.method} @connections`
    trace.routed(route)
    await requireManager(served, incoming, id, world, trace)
    takeToken(served, world)
    const response = await trace.pausable(() =>
      trace.step('integration', tell => {
        tell(() => ({ state: 'failed', summary: '', origin: served.api.origin }))
        const answered = act(served, incoming, id, world)
        tell(() => ({ state: 'passed', summary: words[request.method] ?? '' }))
        return answered
      }),
    )
    return { response, route }
  } catch (error) {
    return { response: refusal(error), ...(route !== undefined && { route }) }
  }
}

const words: Readonly<Record<string, string>> = {
  POST: 'sent to the client',
  GET: 'told of the connection',
  DELETE: 'the connection is closed',
}

function connectionIdOf(served: ServedApi<WebSocketApi>, { request }: Incoming): string {
  const path = pathInSocketStage(served, request)
  const id = /^\/(?:@|%40)connections\/([^/]+)\/?$/i.exec(path)?.[1]
  if (id === undefined || !Object.hasOwn(words, request.method))
    throw new GatewayError(
      'FORBIDDEN_STAGE',
      `\`${request.method} ${path}\` is no WebSocket handshake and no request of the \`@connections\` API`,
      { details: because({ type: 'belowStage', path }) },
    )
  return decodeSafely(id)
}

async function requireManager(
  served: ServedApi<WebSocketApi>,
  incoming: Incoming,
  id: string,
  world: World,
  trace: TraceRecorder,
): Promise<void> {
  return trace.asyncStep('authorizer', async tell => {
    tell(() => ({ state: 'failed', summary: '', origin: served.api.origin }))
    if (world.trust.pretended) {
      tell(() => ({ state: 'skipped', summary: 'no signature is asked for: `--skip-authorizers`' }))
      return
    }
    const { identity } = await verifySignature(served, incoming, world)
    const resource = `${stageArn(served)}/${incoming.request.method}/@connections/${id}`
    const call = { served, incoming, headers: restRequestHeaders(incoming.request.headers) }
    const plain = anonymousCall(call, resource, 'AWS_IAM')
    const asked = {
      ...plain,
      ...signedCall(call, resource, identity),
      action: 'execute-api:ManageConnections',
    }
    const decision = requireAllowed(call, asked, policiesOfSigner(served, identity))
    tell(() => ({
      state: 'passed',
      summary: `signed by **${identity.name}**; ${describeDecision(decision)}`,
    }))
  })
}

// The account's bucket is shared by all kinds of APIs and by this one.
function takeToken({ accountId, region }: ServedApi<WebSocketApi>, world: World): void {
  const bucket = { name: 'the account', key: `account ${accountId} ${region}`, limit: accountLimit }
  if (world.state.buckets.take([bucket], world.now()))
    throw new GatewayError('THROTTLED', 'throttled: the bucket of the account is empty', {
      errorType: 'LimitExceededException',
      details: because({ type: 'throttle', name: bucket.name, ...bucket.limit }),
    })
}

function act(served: ServedApi<WebSocketApi>, incoming: Incoming, id: string, world: World): HttpResponse {
  const { request } = incoming
  if (!/^[\w-]{15}=$/.test(id))
    throw new ConnectionsError(
      400,
      'BadRequestException',
      `\`${id}\` is no id of a connection`,
      because({ type: 'connection', id, state: 'invalid' }),
      { message: `Invalid connectionId: ${id}` },
    )
  const connection = world.state.connections.find(id, served.api.id, served.stage.name)
  if (!connection?.isOpen)
    throw new ConnectionsError(
      410,
      'GoneException',
      `connection \`${id}\` is not open (any more)`,
      because({ type: 'connection', id, state: 'gone' }),
    )
  switch (request.method) {
    case 'POST':
      return post(connection, incoming, world)
    case 'DELETE':
      connection.close(closings.deleted)
      return { status: 204, headers: [], body: new Uint8Array() }
    default:
      return jsonResponse(200, [], {
        connectedAt: new Date(connection.client.connectedAt).toISOString(),
        identity: {
          sourceIp: connection.client.sourceIp,
          userAgent: connection.client.userAgent,
        },
        lastActiveAt: new Date(connection.lastActiveAt).toISOString(),
      })
  }
}

// Clients get text frames: bytes that are no UTF-8 arrive with marks in their place.
function post(connection: Connection, { request, requestId }: Incoming, world: World): HttpResponse {
  const { body } = request
  if (body.length > largestMessage) {
    const reason = `${body.length} bytes are more than the 128 KB that a message may have`
    const details = because({ type: 'tooLarge', reason })
    throw new ConnectionsError(413, 'PayloadTooLargeException', reason, details, {
      message: 'Message too long',
    })
  }
  connection.send(Buffer.from(body).toString('utf8'), world.now(), requestId)
  return { status: 200, headers: [], body: new Uint8Array() }
}

/** An answer of the `@connections` API; without a message its body is empty, as clients of a gone connection report. */
class ConnectionsError extends GatewayError {
  readonly body: unknown

  constructor(
    status: number,
    errorType: string,
    reason: string,
    details: () => FailureDetails,
    body?: unknown,
  ) {
    super('FORBIDDEN_STAGE', reason, { status, errorType, details })
    this.body = body
  }
}

function refusal(error: unknown): HttpResponse {
  if (error instanceof NotEmulatedError)
    return jsonResponse(501, [['x-gatehouse-not-emulated', error.feature]], {
      message: `not emulated: ${error.message}`,
    })
  if (error instanceof ConnectionsError) {
    const headers = [['x-amzn-ErrorType', error.errorType ?? '']] as const
    if (error.body !== undefined) return jsonResponse(error.status ?? 400, headers, error.body)
    return { status: error.status ?? 400, headers, body: new Uint8Array() }
  }
  if (!(error instanceof GatewayError)) throw error
  const own = gatewayResponseTypes[error.type]
  const errorType = error.errorType ?? own.errorType
  return jsonResponse(error.status ?? own.status, [['x-amzn-ErrorType', errorType]], {
    [own.messageKey]: error.message,
  })
}
