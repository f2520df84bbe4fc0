import type { JWTPayload } from 'jose'
import type { Authorization } from '../../api/authorizer.ts'
import type { MethodCall } from '../methodCall.ts'
import type { Tell } from '../trace.ts'
import type { World } from '../world.ts'
import type { Identity } from '../access/identity.ts'
import { accessKeyOf } from './accessKey.ts'
import type { AuthorizerOutcome } from './authorizerOutcome.ts'
import { authorizerContext } from './authorizerOutcome.ts'
import { iamIdentity } from './awsIam.ts'
import { claimTexts } from './cognitoClaims.ts'
import { tokenClaims } from './tokenClaims.ts'

/** Lets a pretended identity in without asking the authorizer of the method: `--skip-authorizers`. */
export function skipAuthorizer(
  call: MethodCall,
  identity: Identity,
  name: string,
  world: World,
  tell: Tell,
): MethodCall {
  const { authorization } = call.method
  tell(() => ({
    state: 'skipped',
    summary: `${name} was not asked: **${identity.name}** is let in by \`--skip-authorizers\``,
    origin: authorization.origin,
  }))
  if (authorization.type === 'AWS_IAM') {
    const before = call.context['identity']
    const own = iamIdentity(accessKeyOf(identity), identity)
    // `identity` of the context is made by this gateway, as a plain record.
    const merged = { ...(before as MethodCall['context']), ...own }
    return { ...call, isAuthorizerSkipped: true, context: { ...call.context, identity: merged } }
  }
  const outcome =
    authorization.type === 'CUSTOM' ? lambdaOutcome(identity) : poolOutcome(call, identity, world)
  const context = { ...call.context, authorizer: authorizerContext(outcome) }
  return { ...call, isAuthorizerSkipped: true, authorizer: outcome, context }
}

function lambdaOutcome({ name, authorizer }: Identity): AuthorizerOutcome {
  return { principalId: name, context: new Map(), ...authorizer, integrationLatency: 0 }
}

function poolOutcome(call: MethodCall, identity: Identity, world: World): AuthorizerOutcome {
  const { authorization } = call.method
  const use = authorization.scopes.length > 0 ? 'access' : 'id'
  const { claims } = pretendedClaims(authorization, use, identity, world)
  return { context: new Map(), claims: claimTexts(claims) }
}

/** The claims of the token that a pretended identity would have brought, with the scopes that are asked for. */
export function pretendedClaims(
  { scopes }: Authorization,
  use: 'id' | 'access',
  identity: Identity,
  world: World,
): { readonly claims: JWTPayload; readonly scopes: readonly string[] } {
  const named = identity.token?.scopes ?? scopes.flatMap(fact => (fact.known ? [fact.value] : []))
  const claims = tokenClaims(identity, {
    use,
    issuer: 'http://127.0.0.1/.gatehouse',
    client: 'local',
    scopes: named,
    now: world.now(),
    seconds: 3600,
    id: world.id,
  })
  return { claims, scopes: named }
}
