import type { JSONWebKeySet, JWTPayload } from 'jose'
import { createLocalJWKSet, decodeJwt, errors, jwtVerify } from 'jose'
import type { Trust } from '../trust.ts'

/** A token as it was found. */
export type VerifiedToken =
  | { readonly type: 'valid'; readonly claims: JWTPayload; readonly isLocal: boolean }
  | { readonly type: 'expired'; readonly reason: string }
  | { readonly type: 'invalid'; readonly reason: string }

/** What a token has to be. */
export interface TokenDemands {
  /** URLs of issuers without a slash at their end. A token of the local issuer may name itself or one of these. */
  readonly issuers: readonly string[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Checks signature (RS256), issuer, expiry and not-before time of a JSON Web Token. Keys are those of the local issuer,
 * which may sign for any issuer that is demanded, and those that were given for the real one.
 */
export async function verifyToken(
  token: string,
  demands: TokenDemands,
  trust: Trust,
): Promise<VerifiedToken> {
  const issuer = issuerOf(token)
  if (issuer === undefined) return { type: 'invalid', reason: 'it is no JSON Web Token' }
  const isDemanded = demands.issuers.includes(issuer)
  if (!isDemanded && !isLoopback(issuer)) {
    const wanted =
      demands.issuers.length === 0 ? 'none is known here' : demands.issuers.map(code).join(' or ')
    return { type: 'invalid', reason: `its issuer is ${code(issuer)}, not ${wanted}` }
  }
  const given = isDemanded ? trust.issuerKeys.get(issuer) : undefined
  const local = await trust.localKeys()
  const found = await verifyWith({ keys: [...local.keys, ...(given?.keys ?? [])] }, token, demands.now)
  if (found.type !== 'noKey') {
    const isLocal = found.type === 'valid' && local.keys.some(({ kid }) => kid === found.kid)
    return found.type === 'valid' ? { type: 'valid', claims: found.claims, isLocal } : found
  }
  const hint = given
    ? ''
    : `; give the issuer's own by --jwks ${issuer}=FILE, or take a token of \`gatehouse token\``
  return { type: 'invalid', reason: `it is signed with a key that is not known here${hint}` }
}

type Found =
  | { readonly type: 'valid'; readonly claims: JWTPayload; readonly kid: string | undefined }
  | { readonly type: 'noKey' }
  | Extract<VerifiedToken, { type: 'expired' | 'invalid' }>

async function verifyWith(keys: JSONWebKeySet, token: string, now: number): Promise<Found> {
  try {
    const currentDate = new Date(now)
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms: ['RS256'],
      currentDate,
    })
    return { type: 'valid', claims: payload, kid: protectedHeader.kid }
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      return { type: 'expired', reason: `it expired at ${timeOf(error.payload.exp)}` }
    if (error instanceof errors.JWKSNoMatchingKey) return { type: 'noKey' }
    if (error instanceof errors.JOSEError) return { type: 'invalid', reason: error.message }
    // WebCrypto refuses a key that is none.
    return { type: 'invalid', reason: error instanceof Error ? error.message : String(error) }
  }
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
