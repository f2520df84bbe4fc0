import type { Authorizer } from '../../api/authorizer.ts'
import type { LambdaFunction } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import type { SourceLine, TracedMessage } from '../../protocol/trace.ts'
import { because, GatewayError, NotEmulatedError, StepFailure } from '../gatewayError.ts'
import type { Incoming } from '../incoming.ts'
import {
  describeFailure,
  describeRun,
  handlerSource,
  returnedMessage,
  runFunction,
} from '../integrations/functionRun.ts'
import { integrationFunction } from '../integrationUri.ts'
import { matchesWhole } from '../selectionPattern.ts'
import { failureOf } from '../integrations/lambdaFaults.ts'
import type { AuthorizerCache, AuthorizerVerdict, Kept } from './authorizerCache.ts'
import type { ServedApi } from '../servedApi.ts'
import type { TraceRecorder } from '../trace.ts'
import { textPayload } from '../tracedMessage.ts'
import type { World } from '../world.ts'
import type { Identity } from './identitySources.ts'
import type { LambdaAuthorization } from './lambdaAnswer.ts'
import { readLambdaAnswer } from './lambdaAnswer.ts'

/** What a Lambda authorizer said of a request, from its function or from its results kept earlier. */
export interface LambdaResult<T = LambdaAuthorization> {
  readonly authorization: T
  /** Milliseconds the function took, 0 for a kept result. */
  readonly latencyMs: number
  /** What happened, for the trace. */
  readonly summary: string
}

/** A run of an authorizer's function, for the trace; whatever becomes of its answer. */
export interface LambdaRun {
  readonly source?: SourceLine | undefined
  readonly before: TracedMessage
  readonly after: TracedMessage
  readonly requestId: string
  /** What the function returned, as JSON text. */
  readonly payload: string
  readonly latencyMs: number
}

/** A call of an authorizer's function that is about to be made. */
export interface FunctionCallOfAuthorizer {
  readonly target: LambdaFunction
  readonly event: string
}

/** What kinds of APIs do differently with the function of an authorizer. */
export interface LambdaManner<T> {
  /** Seconds that a result is kept where the authorizer does not say. */
  readonly defaultTtl: number
  /** How long API Gateway waits for the function. */
  readonly timeoutMs: number
  /** Reads an answer; a text says why it cannot be used. */
  readonly read: (payload: string) => T | string
  readonly results: AuthorizerCache<Kept<T>>
}

/** AWS's default, in seconds. */
const defaultTtl = 300

/** As long as API Gateway waits for an integration, too. */
const timeoutMs = 29_000

/** Throws AWS's 401 when an identity source is missing: the function is not called then. */
export function requireIdentities(name: string, identities: readonly Identity[]): void {
  const missing = identities.filter(({ value }) => value === undefined)
  if (missing.length === 0) return
  const names = missing.map(({ expression }) => `\`${expression}\``).join(', ')
  const verb = missing.length === 1 ? 'is' : 'are'
  throw new GatewayError(
    'UNAUTHORIZED',
    `${names} ${verb} missing or empty, so ${name} is not called: send it with the request`,
    { details: because({ type: 'identityMissing', missing: missing.map(({ expression }) => expression) }) },
  )
}

/** Throws AWS's 401 when a token does not match the expression of its authorizer as a whole. */
export function requireValidToken(
  { identityValidationExpression }: Authorizer,
  name: string,
  token: string,
): void {
  const expression = valueOf(identityValidationExpression)
  if (identityValidationExpression && expression === undefined) {
    throw new NotEmulatedError('unknown-value', `the validation expression of ${name} cannot be known here`)
  }
  if (expression === undefined || expression === '' || matchesWhole(expression, token)) return
  throw new GatewayError(
    'UNAUTHORIZED',
    `the token does not match \`${expression}\`, so ${name} is not called`,
    { details: because({ type: 'tokenPattern', expression, origin: identityValidationExpression?.origin }) },
  )
}

export interface LambdaQuestion {
  readonly authorizer: Authorizer
  /** The authorizer with marks for the trace. */
  readonly name: string
  readonly identities: readonly Identity[]
  /** Asked for only when the function runs. */
  readonly event: () => string
  /** Told before the function runs. */
  readonly onCall?: (call: FunctionCallOfAuthorizer) => void
  /** Told of the function's run. */
  readonly onRun: (run: LambdaRun) => void
  /** Told of an answer that was kept from an earlier request. */
  readonly onKept?: (verdict: AuthorizerVerdict) => void
}

/** Asks a Lambda authorizer of a REST or WebSocket API, as `askAuthorizerFunction` does. */
export function askLambdaAuthorizer(
  served: ServedApi,
  question: LambdaQuestion,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<LambdaResult> {
  const manner: LambdaManner<LambdaAuthorization> = {
    defaultTtl,
    timeoutMs,
    read: payload => {
      const { name, origin } = question.authorizer
      return served.authorizerAnswers.of(`${name}\n${payload}`, () => readLambdaAnswer(payload, origin))
    },
    results: served.authorizerResults,
  }
  return askAuthorizerFunction(manner, served, question, incoming, world, trace, signal)
}

/**
 * Asks a Lambda authorizer: a result of the same identity that is still good, else its function. Throws AWS's answer when
 * the function refuses or fails, or when its answer cannot be read.
 */
export async function askAuthorizerFunction<T>(
  manner: LambdaManner<T>,
  served: ServedApi,
  question: LambdaQuestion,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<LambdaResult<T>> {
  const { authorizer, name, identities } = question
  const ttl = valueOf(authorizer.resultTtlInSeconds) ?? manner.defaultTtl
  // Without identity sources there is nothing to tell callers apart by: AWS takes no cache then.
  const isCached = ttl > 0 && identities.length > 0
  const key = isCached ? JSON.stringify([authorizer.name, ...identities.map(({ value }) => value)]) : ''
  const kept = isCached ? manner.results.find(key, world.now()) : undefined
  if (kept) {
    const left = Math.ceil(kept.leftMs / 1000)
    question.onKept?.({ ...kept.value.verdict, leftMs: kept.leftMs })
    return {
      authorization: kept.value.authorization,
      latencyMs: 0,
      summary: `result of ${name} from the cache, good for ${left} s more`,
    }
  }
  const { verdict, ...result } = await callFunction(manner, served, question, incoming, world, trace, signal)
  const { authorization } = result
  if (isCached) manner.results.keep(key, { authorization, verdict }, world.now() + ttl * 1000)
  return result
}

async function callFunction<T>(
  manner: LambdaManner<T>,
  served: ServedApi,
  { authorizer, name, event: eventOf, onCall, onRun }: LambdaQuestion,
  incoming: Incoming,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): Promise<LambdaResult<T> & { readonly verdict: AuthorizerVerdict }> {
  const target = authorizerFunction(served, authorizer, name)
  const event = eventOf()
  const requestId = world.id()
  onCall?.({ target, event })
  const started = world.clock()
  const result = await runFunction(
    { function: target, event, timeoutMs: manner.timeoutMs, requestId },
    incoming,
    world,
    trace,
    signal,
  )
  const latencyMs = Math.round(world.clock() - started)
  onRun({
    requestId,
    payload: result.payload,
    latencyMs,
    source: handlerSource(result),
    // Made when somebody reads the trace.
    get before() {
      return { title: 'Event of the authorizer', body: textPayload(event) }
    },
    get after() {
      return returnedMessage(result)
    },
  })
  if (result.type === 'error' && result.errorMessage === 'Unauthorized') {
    throw new GatewayError(
      'UNAUTHORIZED',
      `Lambda **${target.id}** failed with \`Unauthorized\`, which AWS makes a 401`,
      { details: because({ type: 'unauthorized', functionId: target.id }, handlerSource(result)) },
    )
  }
  if (result.type !== 'success') {
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `${name}: ${describeFailure(target, result)}`, {
      // AWS reads the error for an answer.
      details: because(
        { type: 'authorizerFailed', failure: failureOf(target, result) },
        handlerSource(result),
      ),
      logged:
        'Execution failed due to configuration error: Invalid JSON in response: Unrecognized field "errorType" , not marked as ignorable',
    })
  }
  const authorization = manner.read(result.payload)
  if (typeof authorization === 'string') {
    throw new GatewayError(
      'AUTHORIZER_CONFIGURATION_ERROR',
      `the answer of ${name} cannot be used: ${authorization}`,
      { details: because({ type: 'authorizerMalformed', fault: authorization }, handlerSource(result)) },
    )
  }
  return {
    authorization,
    latencyMs,
    summary: `${name}: ${describeRun(target, result)}`,
    verdict: { payload: result.payload, source: handlerSource(result) },
  }
}

// To AWS, an authorizer that cannot be called is a fault of the authorizer's configuration and not of an integration's.
function authorizerFunction(served: ServedApi, authorizer: Authorizer, name: string) {
  try {
    return integrationFunction(served, authorizer, 'authorizer')
  } catch (error) {
    if (!(error instanceof StepFailure) || error instanceof NotEmulatedError) throw error
    const { reason, details } = error
    throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', `${name}: ${reason}`, { details })
  }
}
