import type { JSONWebKeySet, JWTPayload } from 'jose'
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import type { Trust } from '../trust.ts'
import type { TokenFault } from '../why/cause.ts'
import type { FoundKeys } from './issuerKeys.ts'

/** A token as it was found. */
export type VerifiedToken =
  | { readonly type: 'valid'; readonly claims: JWTPayload; readonly isLocal: boolean }
  | { readonly type: 'expired'; readonly reason: string }
  | { readonly type: 'invalid'; readonly fault: JwtFault; readonly reason: string }

/** What is wrong with a token; `discovery` and `jwks` where the keys of its issuer cannot be had. */
export type JwtFault =
  'malformed' | 'algorithm' | 'issuer' | 'unknownKey' | 'signature' | 'notYet' | 'discovery' | 'jwks'

/** What a token has to be. */
export interface TokenDemands {
  /** URLs of issuers without a slash at their end. A token of the local issuer may name itself or one of these. */
  readonly issuers: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
  /** RS256 alone unless stated. */
  readonly algorithms?: readonly string[]
  /** Gets the keys of an issuer that is demanded, where none were given. */
  readonly fetchKeys?: (issuer: string) => Promise<FoundKeys>
}

/**
 * Checks signature (RSA), issuer, expiry and not-before time of a JSON Web Token. Keys are those of the local issuer,
 * which may sign for any issuer that is demanded, and those that were given for the real one.
 */
export async function verifyToken(
  token: string,
  demands: TokenDemands,
  trust: Trust,
): Promise<VerifiedToken> {
  const issuer = issuerOf(token)
  if (issuer === undefined) return { type: 'invalid', fault: 'malformed', reason: 'it is no JSON Web Token' }
  const isDemanded = demands.issuers.includes(issuer)
  if (!isDemanded && !isLoopback(issuer)) {
    const wanted =
      demands.issuers.length === 0 ? 'none is known here' : demands.issuers.map(code).join(' or ')
    return { type: 'invalid', fault: 'issuer', reason: `its issuer is ${code(issuer)}, not ${wanted}` }
  }
  const given = isDemanded ? trust.issuerKeys.get(issuer) : undefined
  const local = await trust.localKeys()
  const found = await verifyWith({ keys: [...local.keys, ...(given?.keys ?? [])] }, token, demands)
  if (found.type !== 'noKey') {
    const isLocal = found.type === 'valid' && local.keys.some(({ kid }) => kid === found.kid)
    return found.type === 'valid' ? { type: 'valid', claims: found.claims, isLocal } : found
  }
  if (isDemanded && !given && demands.fetchKeys)
    return verifyFetched(issuer, token, demands, demands.fetchKeys)
  const hint = given
    ? ''
    : `; give the issuer's own by --jwks ${issuer}=FILE, or take a token of \`gatehouse token\``
  const fault = isDemanded ? 'unknownKey' : 'issuer'
  return { type: 'invalid', fault, reason: `it is signed with a key that is not known here${hint}` }
}

async function verifyFetched(
  issuer: string,
  token: string,
  demands: TokenDemands,
  fetchKeys: NonNullable<TokenDemands['fetchKeys']>,
): Promise<VerifiedToken> {
  const fetched = await fetchKeys(issuer)
  if (!fetched.keys) {
    const reason = `the keys of its issuer cannot be had: ${fetched.reason}; give them by --jwks ${issuer}=FILE, or take a token of \`gatehouse token\``
    return { type: 'invalid', fault: fetched.fault, reason }
  }
  const found = await verifyWith(fetched.keys, token, demands)
  if (found.type === 'valid') return { type: 'valid', claims: found.claims, isLocal: false }
  if (found.type !== 'noKey') return found
  const reason = `it is signed with a key that is not among those of ${code(issuer)}`
  return { type: 'invalid', fault: 'unknownKey', reason }
}

type Found =
  | { readonly type: 'valid'; readonly claims: JWTPayload; readonly kid: string | undefined }
  | { readonly type: 'noKey' }
  | Extract<VerifiedToken, { type: 'expired' | 'invalid' }>

async function verifyWith(
  keys: JSONWebKeySet,
  token: string,
  { now, algorithms = ['RS256'] }: TokenDemands,
): Promise<Found> {
  try {
    const currentDate = new Date(now)
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: [...algorithms],
      currentDate,
    })
    return { type: 'valid', claims: payload, kid: protectedHeader.kid }
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      return { type: 'expired', reason: `it expired at ${timeOf(error.payload.exp)}` }
    if (error instanceof errors.JWKSNoMatchingKey) return { type: 'noKey' }
    if (error instanceof errors.JOSEError)
      return { type: 'invalid', fault: faultOf(error), reason: error.message }
    // WebCrypto refuses a key that is none.
    const reason = error instanceof Error ? error.message : String(error)
    return { type: 'invalid', fault: 'signature', reason }
  }
}

function faultOf(error: errors.JOSEError): JwtFault {
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'nbf' ? 'notYet' : 'malformed'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'unknownKey'
  const isOfAlgorithm = error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported
  return isOfAlgorithm ? 'algorithm' : 'malformed'
}

/** What explains a refused token to its caller. */
export function tokenFaultOf(fault: JwtFault): TokenFault {
  if (fault === 'issuer') return 'issuer'
  return fault === 'unknownKey' || fault === 'discovery' || fault === 'jwks' ? 'keys' : 'invalid'
}

/** A header's value as a token, with or without `Bearer`. */
export function bearerToken(value: string): string {
  return value.replace(/^Bearer +/i, '').trim()
}

/** The scopes that a token claims, in `scope` or `scp`. */
export function scopesOf(claims: JWTPayload): readonly string[] {
  const stated = claims['scope'] ?? claims['scp']
  if (typeof stated === 'string') return stated.split(' ').filter(scope => scope !== '')
  return Array.isArray(stated) ? stated.map(String) : []
}

function issuerOf(token: string): string | undefined {
  try {
    const { iss } = decodeJwt(token)
    return typeof iss === 'string' ? iss.replace(/\/$/, '') : ''
  } catch {
    return undefined
  }
}

function isLoopback(issuer: string): boolean {
  return /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/.test(issuer)
}

function timeOf(seconds: number | undefined): string {
  return seconds === undefined ? 'an unknown time' : new Date(seconds * 1000).toISOString()
}

function code(text: string): string {
  return `\`${text}\``
}
