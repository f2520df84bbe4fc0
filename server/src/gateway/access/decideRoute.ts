import type { Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import { evaluateApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import type { ApiCall } from '../../policy/evaluate/evaluateApiCall.ts'
import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import { evaluatePolicies } from '../../policy/evaluate/evaluatePolicies.ts'
import type { AccessAnswer } from '../../protocol/access.ts'
import { allowed, depends, placeOf, refused } from './answer.ts'
import type { ApiContext } from './apiContext.ts'
import type { PolicyAnswer } from './askPolicies.ts'
import { askPolicies, everything } from './askPolicies.ts'
import { callerContext } from './callerContext.ts'
import { withApiKey } from './apiKey.ts'
import { customAnswer, missingSource } from './lambdaAuthorizer.ts'
import { policyAnswer } from './policyAnswer.ts'
import { refusalStatus } from './refusalStatus.ts'
import { tokenFault } from './token.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity } from './identity.ts'

/**
 * Whether somebody may call a route, as far as the definition says: its authorization and the API's resource policy, in
 * AWS's order, then the API key. Never a guess: what hangs on a function, or on a value that is not known here, depends.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export function decideRoute(context: ApiContext, route: GuardedRoute, identity: Identity): AccessAnswer {
  if (context.isPrivate && !identity.network) {
    return refused(
      undefined,
      '**Cannot be reached.** A private API answers through an interface VPC endpoint only.',
      ...placeOf('PRIVATE', endpointOrigin(context)),
    )
  }
  return withApiKey(context, route, identity, authorizationAnswer(context, route, identity))
}

function endpointOrigin({ api }: ApiContext) {
  return api.type === 'rest' ? (api.endpointTypes[0]?.origin ?? api.origin) : api.origin
}

function authorizationAnswer(context: ApiContext, route: GuardedRoute, identity: Identity): AccessAnswer {
  const { authorization } = route
  const ask = asker(context, route, identity)
  switch (authorization.type) {
    case 'NONE':
      return context.api.type === 'rest'
        ? policyAnswer(context, route, identity, ask({ authorization: 'NONE' }))
        : allowed('**Open to everybody.** The route asks for no authorization.')
    case 'AWS_IAM':
      return iamAnswer(context, route, identity, ask)
    case 'COGNITO_USER_POOLS':
    case 'JWT':
      return tokenAnswer(context, route, identity, ask)
    case 'CUSTOM':
      return lambdaAnswer(context, route, identity, ask)
    case 'UNKNOWN':
      return depends(
        'unknown',
        '**Cannot be told.** Which authorization the definition sets is not known on this machine.',
      )
  }
}

type Ask = (call: Pick<ApiCall, 'authorization'> & Partial<ApiCall>, authorizer?: 'allows') => PolicyAnswer

/** Asks a REST API's policies with its table of authorizations. */
function asker(context: ApiContext, route: GuardedRoute, identity: Identity): Ask {
  const caller = callerContext(identity, context)
  return (call, authorizer) =>
    askPolicies(context, route, identity, caller, (request, policies): PolicyDecision =>
      evaluateApiCall(
        { isAuthenticated: true, isPrivateApi: context.isPrivate, ...request, ...call },
        { ...policies, ...(authorizer && { authorizer: everything }) },
      ),
    )
}

function iamAnswer(context: ApiContext, route: GuardedRoute, identity: Identity, ask: Ask): AccessAnswer {
  if (context.api.type === 'rest') {
    return policyAnswer(context, route, identity, ask({ authorization: 'AWS_IAM' }))
  }
  if (!identity.principal) {
    return refused(403, '**Not signed.** The route takes requests signed with AWS credentials only.')
  }
  const caller = callerContext(identity, context)
  return policyAnswer(
    context,
    route,
    identity,
    askPolicies(context, route, identity, caller, evaluatePolicies),
  )
}

function tokenAnswer(context: ApiContext, route: GuardedRoute, identity: Identity, ask: Ask): AccessAnswer {
  const authorizer = authorizerOf(context, route)
  const { type } = route.authorization
  const name = authorizerName(route, authorizer)
  const fault = tokenFault(type === 'JWT' ? 'JWT' : 'COGNITO', route, authorizer, identity.token, context)
  if (fault?.verdict === 'depends') return depends('unknown', fault.why, ...authorizerPlaces(authorizer))
  if (fault) {
    const status = refusalStatus(context.api, fault.status === 401 ? 'UNAUTHORIZED' : 'ACCESS_DENIED')
    return refused(status, `**${name}** refuses: ${fault.why}.`, ...authorizerPlaces(authorizer))
  }
  if (context.api.type === 'rest') {
    const answer = policyAnswer(context, route, identity, ask({ authorization: 'COGNITO_USER_POOLS' }))
    if (context.resourcePolicy) return answer
  }
  const scopes = route.authorization.scopes.length > 0 ? ' with one of its scopes' : ''
  return allowed(`**${name}** takes the token${scopes}.`, ...authorizerPlaces(authorizer))
}

function lambdaAnswer(context: ApiContext, route: GuardedRoute, identity: Identity, ask: Ask): AccessAnswer {
  const authorizer = authorizerOf(context, route)
  const name = authorizerName(route, authorizer)
  const places = authorizerPlaces(authorizer)
  const missing = authorizer && missingSource(authorizer, identity)
  const isRest = context.api.type === 'rest'
  // The resource policy's denies come first, whatever the function would say.
  const atBest = isRest ? ask({ authorization: 'CUSTOM' }, 'allows') : undefined
  if (atBest?.verdict === 'refuse') return policyAnswer(context, route, identity, atBest)
  if (missing !== undefined) {
    const status = refusalStatus(context.api, 'UNAUTHORIZED')
    return refused(status, `**Refused without asking ${name}**: ${missing}.`, ...places)
  }
  return customAnswer(context, name, authorizer, atBest, places)
}

function authorizerOf({ authorizers }: ApiContext, { authorization }: GuardedRoute): Authorizer | undefined {
  const name = valueOf(authorization.authorizer)
  return name === undefined ? undefined : authorizers.get(name)
}

function authorizerName({ authorization }: GuardedRoute, authorizer: Authorizer | undefined): string {
  return authorizer?.listedName ?? authorizer?.name ?? valueOf(authorization.authorizer) ?? 'the authorizer'
}

function authorizerPlaces(authorizer: Authorizer | undefined) {
  return placeOf('authorizer', authorizer?.origin)
}
