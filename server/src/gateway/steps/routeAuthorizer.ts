import type { Authorizer } from '../../api/authorizer.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { AuthorizerVerdict } from '../authorizers/authorizerCache.ts'
import { anonymousCall, describeDecision, requireAllowed } from '../authorizers/apiDecision.ts'
import { iamIdentity, verifySignature } from '../authorizers/awsIam.ts'
import type { Identity } from '../authorizers/identitySources.ts'
import { identitiesOf } from '../authorizers/identitySources.ts'
import { authenticateByJwt } from '../authorizers/jwtAuthorizer.ts'
import type { LambdaManner, LambdaRun } from '../authorizers/lambdaAuthorizer.ts'
import { askAuthorizerFunction, requireIdentities } from '../authorizers/lambdaAuthorizer.ts'
import { methodArnOf } from '../authorizers/methodArn.ts'
import type { RouteCaller } from '../authorizers/routeCaller.ts'
import { withRouteCaller } from '../authorizers/routeCaller.ts'
import type { RouteAuthorization } from '../authorizers/routeLambdaAnswer.ts'
import { readRouteAnswer } from '../authorizers/routeLambdaAnswer.ts'
import { policiesOfSigner, signedCall } from '../authorizers/signedCall.ts'
import { pretendedCaller } from '../authorizers/skipRouteAuthorizer.ts'
import { requireAuthorizer, serviceNameOf } from '../authorizerName.ts'
import { httpEventHeaders, authorizerEvent1 } from '../events/proxyEvent1.ts'
import { authorizerEvent2 } from '../events/proxyEvent2.ts'
import { joinedValues } from '../fieldMaps.ts'
import { because, HttpApiError, NotEmulatedError } from '../gatewayError.ts'
import { phase } from '../logs/phases.ts'
import type { RouteCall } from '../routeCall.ts'
import type { Tell, TraceRecorder } from '../trace.ts'
import type { World } from '../world.ts'

/**
 * Decides whether a request to an HTTP API may go on: by its route's JWT authorizer, Lambda authorizer or IAM. Who calls is
 * in the call that it gives back; throws AWS's answer to a caller that may not go on.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
 */
export function authorizeRoute(
  call: RouteCall,
  world: World,
  trace: TraceRecorder,
  signal: AbortSignal | undefined,
): RouteCall | Promise<RouteCall> {
  const { authorization } = call.route
  return trace.asyncStep('authorizer', tell => {
    tell(() => ({ state: 'failed', summary: '', origin: originOf(call) }))
    const { pretended } = world.trust
    if (pretended && authorization.type !== 'NONE')
      return skipped(call, pretended(call.served.definition), world, tell)
    switch (authorization.type) {
      case 'NONE':
        tell(() => ({ state: 'skipped', summary: 'none on this route', origin: authorization.origin }))
        return call
      case 'JWT':
        return phase('authorizer', trace, () => withJwt(call, world, tell))
      case 'CUSTOM':
        return phase('authorizer', trace, () => withLambda(call, world, trace, tell, signal))
      case 'AWS_IAM':
        return phase('authorizer', trace, () => withSignature(call, world, tell))
      case 'COGNITO_USER_POOLS':
        throw misconfigured(
          'an HTTP API has no authorizers of user pools: use a JWT authorizer with their issuer',
        )
      case 'UNKNOWN':
        throw new NotEmulatedError(
          'unknown-value',
          'the `authorizationType` of the route cannot be known here',
        )
    }
  })
}

async function withJwt(call: RouteCall, world: World, tell: Tell): Promise<RouteCall> {
  const { authorizer, name } = requireAuthorizer(
    call.route.authorization,
    call.served.api.authorizers,
    'route',
  )
  const identities = identitiesIn(call, withTokenSource(authorizer))
  const guard = { authorization: call.route.authorization, authorizer, name }
  const { claims, scopes, summary } = await authenticateByJwt(guard, identities[0]?.value, call.served, world)
  tell(() => ({ state: 'passed', summary, origin: authorizer.origin }))
  return withCaller(call, { type: 'jwt', claims, scopes })
}

// SAM and OpenAPI may leave it out, and mean the usual header.
function withTokenSource(authorizer: Authorizer): Authorizer {
  if (authorizer.identitySource.length > 0) return authorizer
  const usual = { known: true, value: '$request.header.Authorization', origin: authorizer.origin } as const
  return { ...authorizer, identitySource: [usual] }
}

/** AWS's limit for the answer of a Lambda authorizer of an HTTP API, in milliseconds. */
const authorizerTimeoutMs = 10_000

async function withLambda(
  call: RouteCall,
  world: World,
  trace: TraceRecorder,
  tell: Tell,
  signal: AbortSignal | undefined,
): Promise<RouteCall> {
  const { authorizer, name } = requireAuthorizer(
    call.route.authorization,
    call.served.api.authorizers,
    'route',
  )
  let run: LambdaRun | undefined
  let kept: AuthorizerVerdict | undefined
  tell(() => ({ state: 'failed', summary: '', origin: authorizer.origin, ...run, verdict: kept ?? run }))
  const type = valueOf(authorizer.type)
  if (authorizer.type && type === undefined)
    throw new NotEmulatedError('unknown-value', `the type of ${name} cannot be known here`)
  if (type !== 'REQUEST') throw misconfigured(`${name} is of type ${type ?? 'none'}, not REQUEST`)
  const routeArn = methodArnOf(call)
  const identities = identitiesIn(call, authorizer)
  requireIdentities(name, identities)
  const question = {
    authorizer,
    name,
    identities,
    event: () => eventOf(call, authorizer, routeArn, identities),
    onRun: (seen: LambdaRun) => {
      run = seen
    },
    onKept: (verdict: AuthorizerVerdict) => {
      kept = verdict
    },
  }
  const { served, incoming } = call
  const manner = mannerOf(call, authorizer)
  const result = await askAuthorizerFunction(manner, served, question, incoming, world, trace, signal)
  const decided = requireAuthorized(call, routeArn, result.authorization, name)
  tell(() => ({
    state: 'passed',
    summary: `${result.summary}; ${decided}`,
    origin: authorizer.origin,
    ...run,
  }))
  const { authorization } = result
  return withCaller(call, {
    type: 'lambda',
    context: authorization.context,
    ...(authorization.type === 'policy' && { principalId: authorization.principalId }),
  })
}

/** Results are kept where a time to live is stated, and only there. */
function mannerOf({ served }: RouteCall, authorizer: Authorizer): LambdaManner<RouteAuthorization> {
  const hasSimpleResponses = valueOf(authorizer.enableSimpleResponses) === true
  const form = hasSimpleResponses && formatOf(authorizer) === '2.0' ? 'simple' : 'policy'
  return {
    defaultTtl: 0,
    timeoutMs: authorizerTimeoutMs,
    read: payload => readRouteAnswer(payload, authorizer.origin, form),
    results: served.routeAuthorizerResults,
  }
}

function eventOf(
  call: RouteCall,
  authorizer: Authorizer,
  routeArn: string,
  identities: readonly Identity[],
): string {
  const values = identities.map(({ value }) => value ?? '')
  const source = values.length > 0 ? values : null
  return formatOf(authorizer) === '1.0'
    ? authorizerEvent1(call, routeArn, source)
    : authorizerEvent2(call, routeArn, source)
}

// The API of AWS asks for it; consoles and frameworks that do not state it use the newer one.
function formatOf({ payloadFormatVersion }: Authorizer): '1.0' | '2.0' {
  return valueOf(payloadFormatVersion) === '1.0' ? '1.0' : '2.0'
}

/** What allowed the request, for the trace; throws AWS's 403 when it is not allowed. */
function requireAuthorized(
  call: RouteCall,
  routeArn: string,
  answer: RouteAuthorization,
  name: string,
): string {
  if (answer.type === 'simple') {
    if (answer.isAuthorized) return '`isAuthorized` is true'
    throw new HttpApiError(
      403,
      'Forbidden',
      `${name} answered with \`isAuthorized\` false`,
      because({ type: 'notAuthorized' }),
    )
  }
  const asked = anonymousCall(call, routeArn, 'CUSTOM')
  return describeDecision(requireAllowed(call, asked, { authorizer: answer.policy }))
}

async function withSignature(call: RouteCall, world: World, tell: Tell): Promise<RouteCall> {
  const { served, incoming, route } = call
  const routeArn = methodArnOf(call)
  const { accessKeyId, identity } = await verifySignature(served, incoming, world)
  const asked = signedCall(call, routeArn, identity)
  const decision = requireAllowed(call, asked, policiesOfSigner(served, identity))
  tell(() => ({
    state: 'passed',
    summary: `signed by **${identity.name}** (\`${identity.principal?.arn ?? ''}\`); ${describeDecision(decision)}`,
    origin: placeIn(decision.statement?.origin) ?? route.authorization.origin,
  }))
  return withCaller(call, { type: 'iam', identity: iamIdentity(accessKeyId, identity) })
}

// A policy that is taken as given stands in no file.
function placeIn(origin: Origin | undefined): Origin | undefined {
  return origin?.file === '' ? undefined : origin
}

function skipped(
  call: RouteCall,
  identity: Parameters<typeof pretendedCaller>[1],
  world: World,
  tell: Tell,
): RouteCall {
  const { authorization } = call.route
  const { name } = serviceNameOf(authorization, call.served.api.authorizers)
  tell(() => ({
    state: 'skipped',
    summary: `${name} was not asked: **${identity.name}** is let in by \`--skip-authorizers\``,
    origin: authorization.origin,
  }))
  return { ...withCaller(call, pretendedCaller(authorization, identity, world)), isAuthorizerSkipped: true }
}

/** Identity sources with the values that events show: all of a header or parameter, joined with commas. */
function identitiesIn(call: RouteCall, authorizer: Authorizer): readonly Identity[] {
  const headers = httpEventHeaders(call).map(([name, value]) => [name.toLowerCase(), value] as const)
  return identitiesOf(authorizer, {
    headers: Object.entries(joinedValues(headers)),
    query: Object.entries(joinedValues(call.incoming.query)),
    stageVariables: call.served.stageVariables,
    context: call.context,
  })
}

function withCaller(call: RouteCall, caller: RouteCaller): RouteCall {
  return { ...call, caller, context: withRouteCaller(call.context, caller) }
}

function misconfigured(reason: string): HttpApiError {
  return new HttpApiError(500, 'Internal Server Error', reason)
}

function originOf({ route, served }: RouteCall): Origin {
  const { authorizer } = serviceNameOf(route.authorization, served.api.authorizers)
  return authorizer?.origin ?? route.authorization.origin
}
