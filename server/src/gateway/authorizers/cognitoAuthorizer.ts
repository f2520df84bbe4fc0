import type { JWTPayload } from 'jose'
import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import type { Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { TokenFault } from '../why/cause.ts'
import { because, GatewayError, NotEmulatedError } from '../gatewayError.ts'
import { matchesWhole } from '../selectionPattern.ts'
import type { World } from '../world.ts'
import type { VerifiedToken } from './jwt.ts'
import { bearerToken, scopesOf, tokenFaultOf, verifyToken } from './jwt.ts'

/** Whom a user pool's authorizer took. */
export interface CognitoCaller {
  readonly claims: JWTPayload
  /** What was accepted, for the trace. */
  readonly summary: string
}

/**
 * Checks a token as the authorizer of user pools does: an id token where the method states no scopes, else an access token
 * with one of them. Throws AWS's 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
 */
export async function authenticateByUserPool(
  { scopes }: Authorization,
  authorizer: Authorizer,
  name: string,
  header: string,
  world: World,
): Promise<CognitoCaller> {
  const issuers = authorizer.providerArns.flatMap(fact => issuerOfPool(valueOf(fact)) ?? [])
  const found = await verifyToken(bearerToken(header), { issuers, now: world.now() }, world.trust)
  if (found.type !== 'valid') throw refusal(name, authorizer, found)
  const { claims } = found
  const use = scopes.length > 0 ? 'access' : 'id'
  if (claims['token_use'] !== use) {
    const why = use === 'id' ? 'the method states no scopes' : 'the method states scopes'
    throw unauthorized(
      'use',
      `${name} takes ${use} tokens here, since ${why}; this is ${stated(claims['token_use'])}`,
    )
  }
  requireAudience(authorizer, name, claims)
  const scope = use === 'access' ? requireScope({ scopes }, name, claims) : undefined
  const issuer = found.isLocal ? 'the local issuer' : `\`${claims.iss ?? ''}\``
  const reason = scope === undefined ? '' : `, scope \`${scope}\``
  return {
    claims,
    summary: `${name} took the ${use} token of \`${claims.sub ?? 'nobody'}\` by ${issuer}${reason}`,
  }
}

/** What the tokens of a user pool have as `iss`, by its ARN (`arn:aws:cognito-idp:REGION:ACCOUNT:userpool/POOL`). */
export function issuerOfPool(arn: string | undefined): string | undefined {
  const [, region = '', pool = ''] =
    /^arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool\/(.+)$/.exec(arn ?? '') ?? []
  return pool === '' ? undefined : `https://cognito-idp.${region}.amazonaws.com/${pool}`
}

function refusal(
  name: string,
  authorizer: Authorizer,
  found: Exclude<VerifiedToken, { type: 'valid' }>,
): GatewayError {
  const reason = `${name} does not take the token: ${found.reason}`
  const origin = authorizer.providerArns[0]?.origin
  return found.type === 'expired'
    ? new GatewayError('UNAUTHORIZED', reason, {
        message: 'The incoming token has expired',
        details: because({ type: 'token', fault: 'expired', reason: found.reason }),
      })
    : unauthorized(tokenFaultOf(found.fault), reason, found.reason, origin)
}

function requireAudience(
  { identityValidationExpression }: Authorizer,
  name: string,
  claims: JWTPayload,
): void {
  const expression = valueOf(identityValidationExpression)
  if (identityValidationExpression && expression === undefined)
    throw new NotEmulatedError('unknown-value', `the validation expression of ${name} cannot be known here`)
  if (expression === undefined || expression === '') return
  const audience = [claims.aud ?? claims['client_id'] ?? ''].flat().map(String)
  if (audience.some(each => matchesWhole(expression, each))) return
  const reason = `the token is for ${audience.map(each => `\`${each}\``).join(', ')}, which does not match \`${expression}\``
  throw unauthorized('audience', reason, reason, identityValidationExpression?.origin)
}

function requireScope({ scopes }: Pick<Authorization, 'scopes'>, name: string, claims: JWTPayload): string {
  const claimed = scopesOf(claims)
  const match = scopes.flatMap(fact => valueOf(fact) ?? []).find(scope => claimed.includes(scope))
  if (match !== undefined) return match
  const unknown = scopes.find(fact => !fact.known)
  if (unknown && !unknown.known)
    throw new NotEmulatedError(
      'unknown-value',
      `a scope of the method cannot be known here: ${unknown.reason}`,
    )
  const wanted = scopes.map(fact => `\`${valueOf(fact) ?? ''}\``).join(' or ')
  const has =
    claimed.length === 0
      ? 'the token has none'
      : `the token has ${claimed.map(each => `\`${each}\``).join(', ')}`
  const reason = `the scope ${wanted} is wanted, and ${has}`
  throw unauthorized('scope', `${name} wants the scope ${wanted}, and ${has}`, reason, scopes[0]?.origin)
}

function stated(use: unknown): string {
  return typeof use === 'string' ? `an ${use} token` : 'one without `token_use`'
}

function unauthorized(fault: TokenFault, summary: string, reason = summary, origin?: Origin): GatewayError {
  return new GatewayError('UNAUTHORIZED', summary, {
    details: because({ type: 'token', fault, reason, origin }),
  })
}
