import type { Definition } from '../../api/api.ts'
import type { FunctionUrl, LambdaFunction } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import { lastField } from '../../base/headers.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { verifySignature } from '../authorizers/awsIam.ts'
import { BodyQueue } from '../bodyQueue.ts'
import { GatewayError, gatewayResponseTypes, HttpApiError } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import { receiveAt } from '../incoming.ts'
import { arriving } from '../debug/arriving.ts'
import { describeFailure, eventSizeFault, handlerSource, runFunction } from '../integrations/functionRun.ts'
import { becauseOf } from '../integrations/lambdaFaults.ts'
import { readHttpApiAnswer } from '../integrations/httpApiAnswer.ts'
import { readStreamedAnswer } from '../integrations/streamedAnswer.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'
import { stableId } from '../stableId.ts'
import { isPreflight, preflightResponse, withCorsToo } from '../steps/cors.ts'
import { recordedStream } from '../streaming.ts'
import { TraceRecorder } from '../trace.ts'
import { textPayload, tracedRequest, tracedResponse } from '../tracedMessage.ts'
import type { FunctionResult, World } from '../world.ts'
import type { StepName, Trace, Why } from '../../protocol/trace.ts'
import type { UrlDecision } from '../why/functionUrls.ts'
import { urlWhy } from '../why/functionUrls.ts'
import { functionPolicy, refusalOf, refusalText } from './urlAccess.ts'
import { functionUrlEvent } from './urlEvent.ts'

/** A function URL, ready to answer. Pure: everything outside comes through the world. */
export interface FunctionUrlGateway {
  /** `abc….lambda-url.us-east-1.on.aws` */
  readonly host: string
  readonly handle: (request: HttpRequest, world: World) => Promise<UrlAnswer>
}

/** An answer, and why it is a refusal or a failure when it is one. */
export interface UrlAnswer {
  readonly response: HttpResponse
  readonly reason?: string
  /** Why it was answered so; undefined where there is nothing to explain. Made when somebody asks. */
  readonly why?: () => Why | undefined
  /** What was done, in the few steps that there are; formatted when asked for. */
  readonly trace: () => Trace
  readonly requestId: string
}

/** The function that a URL calls; undefined where it is not in the definition or cannot be known. */
export function functionOfUrl(definition: Definition, url: FunctionUrl): LambdaFunction | undefined {
  const named = url.functionArn && valueOf(url.functionArn)
  return definition.functions.find(
    ({ id, name, arn }) =>
      named !== undefined && (named === id || named === name || named === arn || named.startsWith(`${arn}:`)),
  )
}

/** Milliseconds that Lambda lets a function take at most; its own `Timeout` ends it before. */
const longestMs = 15 * 60_000

/**
 * Answers as Lambda's function URLs do: CORS, authorization, event and answer of payload format 2.0, or a stream.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
export function createFunctionUrlGateway(
  definition: Definition,
  url: FunctionUrl,
  lambda: LambdaFunction,
): FunctionUrlGateway {
  const [, , , region = '', accountId = ''] = lambda.arn.split(':')
  // 32 characters, as those of AWS.
  const prefix = stableId(`${lambda.arn}/${url.id}`, 32).toLowerCase()
  const host = `${prefix}.lambda-url.${region}.on.aws`
  const place = { domainName: host, domainPrefix: prefix, endpointType: 'REGIONAL' } as const
  const served = { definition, url, lambda, policy: functionPolicy(definition, lambda), region, accountId }
  return {
    host,
    handle: async (sent, world) => {
      const { request, watching } = await arriving(sent, world)
      const incoming = receiveAt(place, request, world)
      watching?.received(incoming)
      const trace = new TraceRecorder(world.clock, functionUrlSteps, undefined)
      trace.debugBy(watching)
      return answered(served, incoming, world, trace).finally(watching?.close)
    },
  }
}

/** The steps of a function URL and what a trace calls them. */
const functionUrlSteps: ReadonlyMap<StepName, string> = new Map([
  ['authorizer', 'Authorization'],
  ['integrationRequest', 'Event'],
  ['integration', 'Function'],
  ['methodResponse', 'Response'],
])

async function answered(
  served: ServedUrl,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): Promise<UrlAnswer> {
  const { url, lambda } = served
  const { cors } = url
  const { request } = incoming
  if (cors && isPreflight(request)) {
    const response = withIds(incoming, { ...preflightResponse(cors, request), status: 200 })
    return { response, ...traced(served, incoming, trace, response, () => undefined) }
  }
  const { decision, ...answer } = await answerOf(served, incoming, world, trace)
  const { response } = await trace.asyncStep('methodResponse', tell => {
    const made = withIds(incoming, cors ? withCorsToo(cors, request, answer.response) : answer.response)
    tell(() => ({
      state: made.status >= 400 ? 'failed' : 'passed',
      summary: answer.reason ?? '',
      origin: url.origin,
      after: tracedResponse('Response to the client', made),
    }))
    return Promise.resolve({ response: made })
  })
  const about = { url, lambda, request, response, readText: world.readText }
  const why = () => urlWhy(about, decision)
  return { ...answer, response, why, ...traced(served, incoming, trace, response, why) }
}

function traced(
  { url, lambda }: ServedUrl,
  { request, requestId, startedAt }: Incoming,
  recorder: TraceRecorder,
  response: HttpResponse,
  why: () => Why | undefined,
): Pick<UrlAnswer, 'trace' | 'requestId'> {
  const durationMs = recorder.elapsed()
  const head = {
    api: { id: url.id, name: lambda.id, type: 'functionUrl' },
    // Those of its events.
    ...{ stage: '$default', route: '$default' },
    ...{ requestId, startedAt, request: tracedRequest('Request of the client', request) },
  } as const
  const trace = () =>
    recorder.format({ ...head, response: tracedResponse('Answer to the client', response) }, durationMs, why)
  return { trace, requestId }
}

interface ServedUrl {
  readonly definition: Definition
  readonly url: FunctionUrl
  readonly lambda: LambdaFunction
  readonly policy: CompiledPolicy
  readonly region: string
  readonly accountId: string
}

/** An answer with what decided it. */
interface Decided {
  readonly response: HttpResponse
  readonly reason?: string
  readonly decision: UrlDecision
}

async function answerOf(
  served: ServedUrl,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): Promise<Decided> {
  const { url, lambda, accountId } = served
  const authType = (url.authType && valueOf(url.authType)) ?? 'AWS_IAM'
  const called = (caller: Parameters<typeof functionUrlEvent>[2]) =>
    invoke(served, functionUrlEvent(incoming, accountId, caller), incoming, world, trace)
  try {
    const pretended = authType === 'AWS_IAM' ? world.trust.pretended?.(served.definition) : undefined
    if (pretended)
      return await called({
        accessKeyId: pretended.accessKeyId ?? '',
        secretAccessKey: '',
        identity: pretended,
      })
    const { caller, refusal } = await trace.asyncStep('authorizer', async tell => {
      tell(() => ({ state: 'failed', summary: '', origin: url.origin }))
      const signer =
        authType === 'AWS_IAM' ? await verifySignature(served, incoming, world, 'lambda') : undefined
      const refused = refusalOf(url, lambda, served.policy, incoming, signer)
      const summary = refused ? refusalText(refused, lambda) : `\`${authType}\``
      tell(() => ({ state: refused ? 'failed' : 'passed', summary, origin: url.origin }))
      return { caller: signer, refusal: refused }
    })
    if (refusal)
      return {
        response: forbidden(),
        reason: refusalText(refusal, lambda),
        decision: { type: 'refused', refusal },
      }
    return await called(caller)
  } catch (error) {
    if (!(error instanceof HttpApiError || error instanceof GatewayError)) throw error
    const decision = { type: 'failed', details: error.details?.() ?? {} } as const
    if (error instanceof HttpApiError) return { response: failed(), reason: error.reason, decision }
    if (error.type === 'MISSING_AUTHENTICATION_TOKEN' && error.errorType === undefined)
      return {
        response: forbidden(),
        reason: 'the request is not signed, and the URL asks for AWS_IAM',
        decision,
      }
    if (error.type === 'INTEGRATION_FAILURE') return { response: failed(), reason: error.reason, decision }
    const errorType = error.errorType ?? gatewayResponseTypes[error.type].errorType
    return { response: refused(403, 'message', error.message, errorType), reason: error.reason, decision }
  }
}

async function invoke(
  served: ServedUrl,
  made: string,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): Promise<Decided> {
  const { lambda } = served
  const { event } = await trace.asyncStep('integrationRequest', tell => {
    tell(() => ({
      state: 'passed',
      summary: `the event of '${lambda.name}'`,
      origin: lambda.origin,
      after: { title: 'Event', body: textPayload(made) },
    }))
    return Promise.resolve({ type: 'lambdaProxy', event: made } as const)
  })
  const fault = eventSizeFault(event)
  if (fault !== undefined) {
    const details = { cause: { type: 'tooLarge', reason: fault } } as const
    return { response: tooLarge(), reason: fault, decision: { type: 'failed', details } }
  }
  return trace.asyncStep('integration', async tell => {
    tell(() => ({ state: 'failed', summary: '', origin: lambda.origin }))
    const decided = await call(served, event, incoming, world, trace)
    const state = decided.reason === undefined ? 'passed' : 'failed'
    tell(() => ({ state, summary: decided.reason ?? `'${lambda.name}' has answered`, origin: lambda.origin }))
    return decided
  })
}

async function call(
  { url, lambda }: ServedUrl,
  event: string,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
): Promise<Decided> {
  const given = {
    function: lambda,
    event,
    requestId: incoming.requestId,
    timeoutMs: longestMs,
  }
  if (url.invokeMode && valueOf(url.invokeMode) === 'RESPONSE_STREAM') {
    const queue = new BodyQueue()
    const running = runFunction(
      { ...given, stream: queue.sink(longestMs) },
      incoming,
      world,
      trace,
      undefined,
    )
    return stream(queue, running, lambda, world)
  }
  const result = await runFunction(given, incoming, world, trace, undefined)
  if (result.type !== 'success') return withoutAnswer(lambda, result)
  const handler = handlerSource(result)
  try {
    const { response } = readHttpApiAnswer(result.payload, '2.0', lambda.id, 'functionUrl')
    return { response, decision: { type: 'answered', payload: result.payload, handler } }
  } catch (error) {
    if (!(error instanceof HttpApiError)) throw error
    const details = { ...error.details?.(), ...(handler && { source: handler }) }
    return { response: failed(), reason: error.reason, decision: { type: 'failed', details } }
  }
}

/** Lambda's own refusal of an event too many is told as it is, everything else as a bad gateway. */
function withoutAnswer(
  lambda: LambdaFunction,
  result: Exclude<FunctionResult, { type: 'success' }>,
): Decided {
  const isThrottled = result.type === 'error' && result.cause === 'throttled'
  return {
    response: isThrottled ? throttled() : failed(),
    reason: describeFailure(lambda, result),
    decision: { type: 'failed', details: becauseOf(lambda, result)() },
  }
}

async function stream(
  queue: BodyQueue,
  running: Promise<FunctionResult>,
  lambda: LambdaFunction,
  world: World,
): Promise<Decided> {
  const ended = running.then(result => {
    queue.end(result.type === 'success' ? undefined : new Error(describeFailure(lambda, result)))
    return result
  })
  const contentType = await queue.contentType()
  if (queue.hasFailed) {
    const result = await ended
    if (result.type !== 'success') return withoutAnswer(lambda, result)
  }
  const decision = { type: 'answered', payload: undefined, handler: undefined } as const
  if (contentType === 'application/vnd.awslambda.http-integration-response')
    return {
      response: withType(await readStreamedAnswer(queue, lambda.id, world), 'application/octet-stream'),
      decision,
    }
  const body = recordedStream(queue.rest(new Uint8Array()), world.clock)
  const headers: Fields = [['Content-Type', contentType ?? 'application/octet-stream']]
  return { response: { status: 200, headers, body: new Uint8Array(), stream: unlimited(body) }, decision }
}

// Lambda's own bandwidth is not that of API Gateway.
function unlimited(body: NonNullable<HttpResponse['stream']>): NonNullable<HttpResponse['stream']> {
  return { ...body, freeBytes: Infinity }
}

function withType(response: HttpResponse, type: string): HttpResponse {
  const { stream: body, headers } = response
  const isTyped = lastField(headers, 'content-type') !== undefined
  return {
    ...response,
    headers: isTyped ? headers : [['Content-Type', type], ...headers],
    ...(body && { stream: unlimited(body) }),
  }
}

function withIds(incoming: Incoming, response: HttpResponse): HttpResponse {
  return {
    ...response,
    headers: [
      ...response.headers,
      ['x-amzn-RequestId', incoming.requestId],
      ['X-Amzn-Trace-Id', incoming.traceId.full],
    ],
  }
}

function refused(
  status: number,
  key: 'message' | 'Message',
  message: string,
  errorType: string,
): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', errorType],
    ],
    body: Buffer.from(JSON.stringify({ [key]: message })),
  }
}

const forbidden = (): HttpResponse =>
  refused(
    403,
    'Message',
    'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    'AccessDeniedException',
  )

const tooLarge = (): HttpResponse =>
  refused(
    413,
    'Message',
    'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
    'RequestEntityTooLargeException',
  )

// The status is Lambda's documented one for URLs, the body that of its Invoke API.
const throttled = (): HttpResponse => refused(429, 'message', 'Rate Exceeded.', 'TooManyRequestsException')

/** What clients get of a function that failed, timed out, or gave no answer that Lambda can read. */
const failed = (): HttpResponse => ({
  status: 502,
  headers: [['Content-Type', 'application/json']],
  body: Buffer.from('Internal Server Error'),
})
