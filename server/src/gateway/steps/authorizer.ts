import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import type { Origin } from '../../base/origin.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import {
  anonymousCall,
  describeDecision,
  isAllowed,
  refuseDenied,
  requireAllowed,
} from '../authorizers/apiDecision.ts'
import type { AuthorizerVerdict } from '../authorizers/authorizerCache.ts'
import type { AuthorizerOutcome } from '../authorizers/authorizerOutcome.ts'
import { authorizerContext } from '../authorizers/authorizerOutcome.ts'
import { isPrivate } from '../authorizers/callContext.ts'
import { authenticateByUserPool } from '../authorizers/cognitoAuthorizer.ts'
import { claimTexts } from '../authorizers/cognitoClaims.ts'
import type { Identity, IdentityPlaces } from '../authorizers/identitySources.ts'
import { identitiesOf } from '../authorizers/identitySources.ts'
import type { LambdaQuestion, LambdaRun } from '../authorizers/lambdaAuthorizer.ts'
import { askLambdaAuthorizer, requireIdentities, requireValidToken } from '../authorizers/lambdaAuthorizer.ts'
import { iamIdentity, verifySignature } from '../authorizers/awsIam.ts'
import { policiesOfSigner, signedCall } from '../authorizers/signedCall.ts'
import { skipAuthorizer } from '../authorizers/skipAuthorizer.ts'
import { methodArnOf } from '../authorizers/methodArn.ts'
import { requireAuthorizer, serviceNameOf } from '../authorizerName.ts'
import { requestEvent, tokenEvent } from '../events/authorizerEvent.ts'
import { configurationError, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import {
  logAuthorizer,
  logAuthorizerCall,
  logAuthorizerEnd,
  noteAuthorizerRun,
} from '../logs/authorizerLines.ts'
import { phase, phaseAtOnce } from '../logs/phases.ts'
import type { MethodCall } from '../methodCall.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import type { ContextValues } from '../variables.ts'
import type { World } from '../world.ts'

/**
 * Decides whether a request to a REST API may go on: its resource policy, IAM, or the method's authorizer. What was found
 * out about the caller is in the call that it gives back; throws AWS's answer to a caller that may not go on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function authorize(
  call: MethodCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): MethodCall | Promise<MethodCall> {
  const { authorization } = call.method
  return trace.asyncStep('authorizer', tell => {
    tell(() => ({ state: 'failed', summary: '', origin: originOf(call) }))
    const { pretended } = world.trust
    if (pretended && authorization.type !== 'NONE') return withPretended(call, pretended, world, tell)
    switch (authorization.type) {
      case 'NONE':
        return withoutAuthorizer(call, tell)
      case 'CUSTOM':
        return withLambda(call, world, trace, tell, signal)
      case 'COGNITO_USER_POOLS':
        return withUserPool(call, world, trace, tell)
      case 'AWS_IAM':
        return withSignature(call, world, trace, tell)
      case 'JWT':
        throw configurationError('a REST API has no JWT authorizers: use COGNITO_USER_POOLS or CUSTOM')
      case 'UNKNOWN':
        throw new NotEmulatedError(
          'unknown-value',
          'the `authorizationType` of the method cannot be known here',
        )
    }
  })
}

// What the resource policy denies stays denied: it asks for no token.
function withPretended(
  call: MethodCall,
  pretended: NonNullable<World['trust']['pretended']>,
  world: World,
  tell: Tell,
): MethodCall {
  const { served, method } = call
  refuseDenied(call, anonymousCall(call, methodArnOf(call), 'CUSTOM'))
  const { name } = serviceNameOf(method.authorization, served.api.authorizers)
  return skipAuthorizer(call, pretended(served.definition), name, world, tell)
}

function withoutAuthorizer(call: MethodCall, tell: Tell): MethodCall {
  const { authorization } = call.method
  const { api, resourcePolicy } = call.served
  if (!resourcePolicy && !isPrivate(api)) {
    tell(() => ({ state: 'skipped', summary: 'none on this method', origin: authorization.origin }))
    return call
  }
  const asked = anonymousCall(call, methodArnOf(call), 'NONE')
  const decision = requireAllowed(call, asked, {})
  tell(() => ({
    state: 'passed',
    summary: `no authorizer; ${describeDecision(decision)}`,
    origin: decision.statement?.origin ?? api.policy?.origin ?? authorization.origin,
  }))
  return call
}

async function withLambda(
  call: MethodCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<MethodCall> {
  const { authorizer, name } = requireAuthorizer(
    call.method.authorization,
    call.served.api.authorizers,
    'method',
  )
  let run: LambdaRun | undefined
  let kept: AuthorizerVerdict | undefined
  tell(() => ({ state: 'failed', summary: '', origin: authorizer.origin, ...run, verdict: kept ?? run }))
  const methodArn = methodArnOf(call)
  const asked = anonymousCall(call, methodArn, 'CUSTOM')
  refuseDenied(call, asked)
  const log = trace.execution
  logAuthorizer({ call, authorizer, identities: identitiesOf(authorizer, placesOf(call)) }, log)
  const { authorization, latencyMs, summary } = await phase('authorizer', trace, async () => {
    const { identities, event } = questionOf(call, authorizer, name, methodArn)
    const onCall: LambdaQuestion['onCall'] = sent => logAuthorizerCall({ call, authorizer }, sent, log)
    const onRun = (seen: LambdaRun) => {
      run = seen
      noteAuthorizerRun(seen, trace)
    }
    const onKept = (verdict: AuthorizerVerdict) => {
      kept = verdict
    }
    const question = { authorizer, name, identities, event, onCall, onRun, onKept }
    return askLambdaAuthorizer(call.served, question, call.incoming, world, trace, signal)
  })
  logAuthorizerEnd(authorization.principalId, log)
  const { principalId, context, usageIdentifierKey } = authorization
  const outcome = {
    principalId,
    context,
    integrationLatency: latencyMs,
    ...(usageIdentifierKey !== undefined && { usageIdentifierKey }),
  }
  trace.note({ authorizer: { caller: authorizerContext(outcome) } })
  const decision = phaseAtOnce('authorize', trace, () =>
    requireAllowed(call, asked, { authorizer: authorization.policy }),
  )
  tell(() => ({
    state: 'passed',
    summary: `${summary}; ${describeDecision(decision)}`,
    origin: authorizer.origin,
    ...run,
  }))
  return withCaller(call, outcome)
}

async function withUserPool(
  call: MethodCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
): Promise<MethodCall> {
  const { authorizer, name } = requireAuthorizer(
    call.method.authorization,
    call.served.api.authorizers,
    'method',
  )
  const [identity] = identitiesOf(authorizer, placesOf(call))
  // A scheme that names no header means the usual one.
  const token = identity ? identity.value : lastField(call.headers, 'authorization')
  const expression = identity?.expression ?? 'method.request.header.Authorization'
  const identities = [{ expression, value: token }]
  const methodArn = methodArnOf(call)
  logAuthorizer({ call, authorizer, identities }, trace.execution)
  const { claims, summary } = await phase('authorizer', trace, () => {
    requireIdentities(name, identities)
    return authenticateByUserPool(call.method.authorization, authorizer, name, token ?? '', world)
  })
  logAuthorizerEnd(undefined, trace.execution)
  const asked = { ...anonymousCall(call, methodArn, 'COGNITO_USER_POOLS'), isAuthenticated: true }
  const decision = requireAllowed(call, asked, {})
  const policy = decision.statement ? `; ${describeDecision(decision)}` : ''
  tell(() => ({ state: 'passed', summary: `${summary}${policy}`, origin: authorizer.origin }))
  return withCaller(call, { context: new Map(), claims: claimTexts(claims) })
}

async function withSignature(
  call: MethodCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
): Promise<MethodCall> {
  const { served, incoming, method } = call
  const methodArn = methodArnOf(call)
  const caller = await phase('authenticate', trace, () => verifySignature(served, incoming, world))
  const asked = signedCall(call, methodArn, caller.identity)
  const policies = policiesOfSigner(served, caller.identity)
  const decision = phaseAtOnce('authorize', trace, () => requireAllowed(call, asked, policies))
  tell(() => ({
    state: 'passed',
    summary: `signed by **${caller.identity.name}** (\`${caller.identity.principal?.arn ?? ''}\`); ${describeDecision(decision)}`,
    origin: placeIn(decision.statement?.origin) ?? method.authorization.origin,
  }))
  const identity = { ...identityOf(call), ...iamIdentity(caller.accessKeyId, caller.identity) }
  const mayInvalidateCache = () =>
    isAllowed(call, { ...asked, action: 'execute-api:InvalidateCache' }, policies)
  return { ...call, context: { ...call.context, identity }, mayInvalidateCache }
}

function identityOf({ context }: MethodCall): ContextValues {
  const { identity } = context
  // It is made by this gateway, as a plain record.
  return typeof identity === 'object' && identity !== null ? (identity as ContextValues) : {}
}

// A policy that is taken as given stands in no file.
function placeIn(origin: Origin | undefined): Origin | undefined {
  return origin?.file === '' ? undefined : origin
}

function placesOf({ headers, incoming, context, served }: MethodCall): IdentityPlaces {
  return { headers, query: incoming.query, stageVariables: served.stageVariables, context }
}

function questionOf(
  call: MethodCall,
  authorizer: Authorizer,
  name: string,
  methodArn: string,
): { identities: readonly Identity[]; event: () => string } {
  const type = valueOf(authorizer.type)
  if (authorizer.type && type === undefined)
    throw new NotEmulatedError('unknown-value', `the type of ${name} cannot be known here`)
  const identities = identitiesOf(authorizer, placesOf(call))
  requireIdentities(name, identities)
  if (type === 'REQUEST') return { identities, event: () => requestEvent(call, methodArn) }
  if (type !== 'TOKEN')
    throw new GatewayError(
      'AUTHORIZER_CONFIGURATION_ERROR',
      `${name} is of type ${type ?? 'none'}, not TOKEN or REQUEST`,
    )
  const token = identities[0]?.value
  if (token === undefined)
    throw new GatewayError(
      'AUTHORIZER_CONFIGURATION_ERROR',
      `${name} has no \`identitySource\`: AWS refuses it`,
    )
  requireValidToken(authorizer, name, token)
  return { identities, event: () => tokenEvent(token, methodArn) }
}

function withCaller(call: MethodCall, outcome: AuthorizerOutcome): MethodCall {
  return {
    ...call,
    authorizer: outcome,
    context: { ...call.context, authorizer: authorizerContext(outcome) },
  }
}

function originOf({ method, served }: MethodCall): Authorization['origin'] {
  const { authorizer } = serviceNameOf(method.authorization, served.api.authorizers)
  return authorizer?.origin ?? method.authorization.origin
}
