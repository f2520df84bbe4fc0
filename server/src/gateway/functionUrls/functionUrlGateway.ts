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
import {
  describeFailure,
  describeRun,
  eventSizeFault,
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import { becauseOf } from '../integrations/lambdaFaults.ts'
import { readHttpApiAnswer } from '../integrations/httpApiAnswer.ts'
import { readStreamedAnswer } from '../integrations/streamedAnswer.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'
import { stableId } from '../stableId.ts'
import { isPreflight, preflightResponse, withCors } from '../steps/cors.ts'
import { recordedStream } from '../streaming.ts'
import type { FunctionResult, World } from '../world.ts'
import type { StepName, Trace, Why } from '../../protocol/trace.ts'
import type { HandleOptions } from '../exchange.ts'
import { TraceRecorder } from '../trace.ts'
import type { Tell } from '../trace.ts'
import { textPayload, tracedRequest, tracedResponse } from '../tracedMessage.ts'
import type { KnownCaller } from '../trust.ts'
import type { UrlDecision, UrlRefusal } from '../why/functionUrls.ts'
import { urlWhy } from '../why/functionUrls.ts'
import { functionPolicy, refusalOf, refusalText } from './urlAccess.ts'
import { functionUrlEvent } from './urlEvent.ts'

/** A function URL, ready to answer. Pure: everything outside comes through the world. */
export interface FunctionUrlGateway {
  /** `abc….lambda-url.us-east-1.on.aws` */
  readonly host: string
  /** Logical id of its function. */
  readonly name: string
  readonly handle: (request: HttpRequest, world: World, options?: HandleOptions) => Promise<UrlAnswer>
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
    name: lambda.id,
    handle: async (request, world, { onStep, signal } = {}) => {
      const incoming = receiveAt(place, request, world)
      const recorder = new TraceRecorder(world.clock, urlSteps, onStep)
      const { cors } = url
      const preflight = recorder.step('methodRequest', tell => answerPreflight(url, request, tell))
      const { decision, ...answer } = preflight
        ? { response: preflight, decision: undefined }
        : await answerOf(served, incoming, { world, recorder, signal })
      const shown = cors && !preflight ? withCors(cors, request, answer.response) : answer.response
      const response = withIds(incoming, shown)
      const durationMs = recorder.elapsed()
      const about = { url, lambda, request, response, readText: world.readText }
      const why = () => decision && urlWhy(about, decision)
      const head = {
        requestId: incoming.requestId,
        api: { id: url.id, name: lambda.id, type: 'functionUrl' },
        stage: '$default',
        route: urlRoute,
        startedAt: incoming.startedAt,
        request: tracedRequest('Request of the client', request),
      } as const
      const trace = () =>
        recorder.format(
          { ...head, response: tracedResponse('Answer to the client', response) },
          durationMs,
          why,
        )
      return { ...answer, response, why, trace, requestId: incoming.requestId }
    },
  }
}

/** The steps of a function URL and what the panel calls them. */
const urlSteps: ReadonlyMap<StepName, string> = new Map([
  ['methodRequest', 'CORS'],
  ['authorizer', 'Authorization'],
  ['integration', 'Function'],
])

/** The `routeKey` of its events. */
const urlRoute = '$default'

/** Answers what a browser asks before it calls; nothing for any other request. */
function answerPreflight(
  { cors, origin }: FunctionUrl,
  request: HttpRequest,
  tell: Tell,
): HttpResponse | undefined {
  if (!cors) {
    tell(() => ({ state: 'skipped', summary: 'the URL has no CORS configuration', origin }))
    return undefined
  }
  if (!isPreflight(request)) {
    tell(() => ({
      state: 'passed',
      summary: 'no preflight: the answer gets the headers of the configuration',
      origin,
    }))
    return undefined
  }
  const response = { ...preflightResponse(cors, request), status: 200 }
  tell(() => ({
    state: 'passed',
    summary: 'the preflight is answered from the configuration of the URL',
    origin,
    after: tracedResponse('Answer to the preflight', response),
  }))
  return response
}

/** What a request runs in. */
interface Run {
  readonly world: World
  readonly recorder: TraceRecorder
  readonly signal: AbortSignal | undefined
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

async function answerOf(served: ServedUrl, incoming: Incoming, run: Run): Promise<Decided> {
  const { recorder } = run
  try {
    const { caller, refusal } = await recorder.asyncStep('authorizer', tell =>
      authorize(served, incoming, run.world, tell),
    )
    if (refusal)
      return {
        response: forbidden(),
        reason: refusalText(refusal, served.lambda),
        decision: { type: 'refused', refusal },
      }
    const event = functionUrlEvent(incoming, served.accountId, caller)
    return await recorder.asyncStep('integration', tell => invoke(served, event, incoming, run, tell))
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

/** Who calls, and what the caller lacks. Throws where a signature is missing or wrong. */
async function authorize(
  { definition, url, lambda, policy, region }: ServedUrl,
  incoming: Incoming,
  world: World,
  tell: Tell,
): Promise<{ readonly caller?: KnownCaller | undefined; readonly refusal?: UrlRefusal | undefined }> {
  const authType = (url.authType && valueOf(url.authType)) ?? 'AWS_IAM'
  const origin = url.authType?.origin ?? url.origin
  tell(() => ({ state: 'passed', summary: '', origin }))
  const pretended = authType === 'AWS_IAM' ? world.trust.pretended?.(definition) : undefined
  if (pretended) {
    tell(() => ({
      state: 'passed',
      summary: `authorization is skipped: every caller is \`${pretended.name}\``,
      origin,
    }))
    return {
      caller: { accessKeyId: pretended.accessKeyId ?? '', secretAccessKey: '', identity: pretended },
    }
  }
  const isSigned = authType === 'AWS_IAM'
  const caller = isSigned
    ? await verifySignature({ definition, region }, incoming, world, 'lambda')
    : undefined
  const refusal = refusalOf(url, lambda, policy, incoming, caller)
  const who = caller ? `signed by \`${caller.identity.name}\`, who` : '`AuthType: NONE`: everybody'
  tell(() =>
    refusal
      ? { state: 'failed', summary: refusalText(refusal, lambda), origin }
      : { state: 'passed', summary: `${who} may call **${lambda.id}** through its URL`, origin },
  )
  return { caller, refusal }
}

async function invoke(
  { url, lambda }: ServedUrl,
  event: string,
  incoming: Incoming,
  { world, recorder, signal }: Run,
  tell: Tell,
): Promise<Decided> {
  const { origin } = url
  const before = { title: 'Event', body: textPayload(event) }
  const fault = eventSizeFault(event)
  tell(() => ({ state: 'passed', summary: '', origin, before }))
  if (fault !== undefined) {
    tell(() => ({ state: 'failed', summary: fault, origin, before }))
    const details = { cause: { type: 'tooLarge', reason: fault } } as const
    return { response: tooLarge(), reason: fault, decision: { type: 'failed', details } }
  }
  const call = {
    function: lambda,
    event,
    requestId: incoming.requestId,
    timeoutMs: longestMs,
  }
  if (url.invokeMode && valueOf(url.invokeMode) === 'RESPONSE_STREAM') {
    const queue = new BodyQueue()
    const running = runFunction({ ...call, stream: queue.sink(longestMs) }, incoming, world, recorder, signal)
    const streamed = await stream(queue, running, lambda, world)
    const summary = streamed.reason ?? `Lambda **${lambda.id}** streams its answer`
    const state = streamed.reason === undefined ? 'passed' : 'failed'
    tell(() => ({ state, summary, origin, before }))
    return streamed
  }
  const result = await runFunction(call, incoming, world, recorder, signal)
  const handler = handlerSource(result)
  const told = { origin, source: handler, before, after: returnedMessage(result) }
  if (result.type !== 'success') {
    tell(() => ({ ...told, state: 'failed', summary: describeFailure(lambda, result) }))
    return withoutAnswer(lambda, result)
  }
  tell(() => ({ ...told, state: 'passed', summary: describeRun(lambda, result) }))
  try {
    const { response } = readHttpApiAnswer(result.payload, '2.0', lambda.id, 'application/json')
    return { response, decision: { type: 'answered', payload: result.payload, handler } }
  } catch (error) {
    if (!(error instanceof HttpApiError)) throw error
    const details = { ...error.details?.(), ...(handler && { source: handler }) }
    tell(() => ({ ...told, state: 'failed', summary: error.reason }))
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
