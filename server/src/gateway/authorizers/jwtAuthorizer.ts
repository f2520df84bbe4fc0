import type { JWTPayload } from 'jose'
import { decodeProtectedHeader } from 'jose'
import type { Authorization, Authorizer } from '../../api/authorizer.ts'
import { userPoolsOf } from '../../api/cognito.ts'
import type { Fact, Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { TokenFault } from '../why/cause.ts'
import { because, HttpApiError, NotEmulatedError } from '../gatewayError.ts'
import type { ServedApi } from '../servedApi.ts'
import type { World } from '../world.ts'
import { goText } from './goText.ts'
import type { VerifiedToken } from './jwt.ts'
import { bearerToken, scopesOf, tokenFaultOf, verifyToken } from './jwt.ts'

/** Whom a JWT authorizer took. */
export interface JwtCaller {
  /** Each value as text. */
  readonly claims: ReadonlyMap<string, string>
  /** The scopes of the token; null where the route asks for none. */
  readonly scopes: readonly string[] | null
  /** What was accepted, for the trace. */
  readonly summary: string
}

/** A JWT authorizer with the route that it guards. */
export interface JwtGuard {
  readonly authorization: Authorization
  readonly authorizer: Authorizer
  /** The authorizer with marks for the trace. */
  readonly name: string
}

/**
 * Checks a token as the JWT authorizer of an HTTP API does: algorithm and signature, issuer, times, audience, then one of
 * the route's scopes. `sent` is the value of the identity source, maybe with `Bearer`. Throws AWS's 401 or 403 with the
 * challenge that says why.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html
 */
export async function authenticateByJwt(
  guard: JwtGuard,
  sent: string | undefined,
  served: ServedApi,
  world: World,
): Promise<JwtCaller> {
  const { authorization, authorizer, name } = guard
  const { scopes } = authorization
  if (sent === undefined) throw noToken(authorizer, name)
  const token = bearerToken(sent)
  const refuse: Refuse = (description, reason, fault, origin) =>
    new HttpApiError(
      401,
      'Unauthorized',
      `${name} does not take the token: ${reason}`,
      because({ type: 'token', fault, reason, origin }),
      challenge(scopes, 'invalid_token', description),
    )
  const issuer = requireFact(authorizer.jwt?.issuer, `the issuer of ${name}`)
  const algorithm = headerOf(token)['alg']
  const found = await verify(token, issuer, authorizer, served, world)
  if (found.type === 'expired') throw refuse('the token has expired', found.reason, 'expired')
  if (found.type === 'invalid') {
    const description = descriptionOf(found, token, algorithm)
    throw refuse(description, found.reason, tokenFaultOf(found.fault), authorizer.jwt?.issuer?.origin)
  }
  const { claims, isLocal } = found
  if (!isLocal && claims.iss !== issuer)
    throw refuse(
      invalidIssuer,
      `its issuer is \`${claims.iss ?? ''}\`, which is compared as a whole with \`${issuer}\``,
      'issuer',
      authorizer.jwt?.issuer?.origin,
    )
  if (headerOf(token)['kid'] === undefined) throw refuse(unknownKey, 'its header has no `kid`', 'keys')
  const { iat } = claims
  if (iat !== undefined && iat * 1000 > world.now())
    throw refuse(
      'the token was issued in the future',
      `it is issued at ${new Date(iat * 1000).toISOString()}`,
      'invalid',
    )
  requireAudience(authorizer, name, claims, refuse)
  const scope = requireScope(scopes, name, claims)
  const by = isLocal ? 'the local issuer' : `\`${issuer}\``
  return {
    claims: claimTexts(claims),
    scopes: scopes.length > 0 ? scopesOf(claims) : null,
    summary: `${name} took the token of \`${claims.sub ?? 'nobody'}\` by ${by}${scope === undefined ? '' : `, scope \`${scope}\``}`,
  }
}

// A claim that is null is left out, as measured on AWS by floci-io/floci (pull request 2011).
function claimTexts(claims: JWTPayload): ReadonlyMap<string, string> {
  const stated = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined)
  return new Map(stated.map(([claim, value]) => [claim, goText(value)]))
}

/** Makes AWS's 401: what it says in the challenge, the reason in words for the user, and what in the definition asks for it. */
type Refuse = (description: string, reason: string, fault: TokenFault, origin?: Origin) => HttpApiError

/** API Gateway knows algorithms on RSA only. */
const algorithms = ['RS256', 'RS384', 'RS512']

function verify(
  token: string,
  issuer: string,
  authorizer: Authorizer,
  served: ServedApi,
  world: World,
): Promise<VerifiedToken> {
  // A pool of the definition is made when it is deployed: nobody has keys of it yet.
  const isToBeMade = userPoolsOf(authorizer, served.definition.surroundings.userPools).length > 0
  return verifyToken(
    token,
    {
      issuers: [issuer.replace(/\/$/, '')],
      now: world.now(),
      algorithms,
      ...(!isToBeMade && { fetchKeys: () => served.issuerKeys.of(issuer, world) }),
    },
    world.trust,
  )
}

const invalidIssuer = 'the token does not have a valid issuer'
const unknownKey = 'the token is signed with an unknown key'

// Seen in answers of AWS: the segments, the audience, both communication errors. The rest follows Go's `jwt-go`, whose
// words the segments are, or the pattern of the audience.
function descriptionOf(
  { fault }: Extract<VerifiedToken, { type: 'invalid' }>,
  token: string,
  algorithm: unknown,
): string {
  switch (fault) {
    case 'malformed':
      return token.split('.').length === 3
        ? 'the token is malformed'
        : 'token contains an invalid number of segments'
    case 'algorithm':
      return `signing method ${typeof algorithm === 'string' ? printable(algorithm) : 'none'} is invalid`
    case 'issuer':
      return invalidIssuer
    case 'unknownKey':
      return unknownKey
    case 'signature':
      return 'crypto/rsa: verification error'
    case 'notYet':
      return 'the token is not valid yet'
    case 'discovery':
      return 'OIDC discovery endpoint communication error'
    case 'jwks':
      return 'JWKS communication error'
  }
}

// `client_id` counts only where there is no `aud`.
function requireAudience(
  authorizer: Authorizer,
  name: string,
  { aud, client_id: client }: JWTPayload,
  refuse: Refuse,
): void {
  const wanted = authorizer.jwt?.audience ?? []
  const stated = [aud ?? client ?? []].flat().map(String)
  if (wanted.some(fact => fact.known && stated.includes(fact.value))) return
  const unknown = wanted.find(fact => !fact.known)
  if (unknown) requireFact(unknown, `an audience of ${name}`)
  const has = stated.length === 0 ? 'it has neither `aud` nor `client_id`' : `it is for ${listed(stated)}`
  const reason = `${has}, not ${listed(known(wanted), ' or ')}`
  throw refuse('the token does not have a valid audience', reason, 'audience', wanted[0]?.origin)
}

/** The scope that lets a token through; undefined where the route asks for none. */
function requireScope(scopes: Authorization['scopes'], name: string, claims: JWTPayload): string | undefined {
  if (scopes.length === 0) return undefined
  const claimed = scopesOf(claims)
  const match = known(scopes).find(scope => claimed.includes(scope))
  if (match !== undefined) return match
  const unknown = scopes.find(fact => !fact.known)
  if (unknown) requireFact(unknown, 'a scope of the route')
  const wanted = known(scopes)
  const has = claimed.length === 0 ? 'the token has none' : `the token has ${listed(claimed)}`
  const reason = `the scope ${listed(wanted, ' or ')} is wanted, and ${has}`
  throw new HttpApiError(
    403,
    'Forbidden',
    `${name} wants the scope ${listed(wanted, ' or ')}, and ${has}`,
    because({ type: 'token', fault: 'scope', reason, origin: scopes[0]?.origin }),
    challenge(scopes, 'insufficient_scope', `expected scopes: [${wanted.join(' ')}]`),
  )
}

function noToken({ identitySource }: Authorizer, name: string): HttpApiError {
  const source = identitySource.flatMap(fact => valueOf(fact) ?? [])[0] ?? 'the identity source'
  return new HttpApiError(
    401,
    'Unauthorized',
    `\`${source}\` is missing or empty, and ${name} wants a token there`,
    because({ type: 'identityMissing', missing: [source] }),
    [['www-authenticate', 'Bearer']],
  )
}

function challenge(
  scopes: Authorization['scopes'],
  error: string,
  description: string,
): readonly [readonly [string, string]] {
  const value = `Bearer scope="${known(scopes).join(' ')}" error="${error}" error_description="${description}"`
  return [['www-authenticate', value]]
}

function headerOf(token: string): Readonly<Record<string, unknown>> {
  try {
    return { ...decodeProtectedHeader(token) }
  } catch {
    return {}
  }
}

function requireFact(fact: Fact<string> | undefined, what: string): string {
  if (fact?.known) return fact.value
  const why = fact ? fact.reason : 'the definition states none'
  throw new NotEmulatedError('unknown-value', `${what} cannot be known here: ${why}`)
}

// It comes from outside and goes into a header.
function printable(text: string): string {
  return text.replace(/[^\w-]/g, '').slice(0, 20)
}

function known(facts: readonly Fact<string>[]): string[] {
  return facts.flatMap(fact => valueOf(fact) ?? [])
}

function listed(texts: readonly string[], between = ', '): string {
  return texts.map(text => `\`${text}\``).join(between)
}
