import type { JWTPayload } from 'jose'
import type { Identity } from '../gateway/access/identity.ts'
import { tokenClaims } from '../gateway/authorizers/tokenClaims.ts'
import type { World } from '../gateway/world.ts'
import type { LocalIssuer } from '../io/issuer.ts'
import { UsageError } from './options.ts'

/** A token that is asked for. */
export interface TokenRequest {
  /** Name of an identity; of one that is in no file, the user's name. */
  readonly identity: string | undefined
  readonly use: 'id' | 'access'
  readonly issuer: string
  readonly client: string
  readonly scopes: readonly string[]
  readonly groups: readonly string[]
  /** They win over all others. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly seconds: number
}

/** Mints a token by the local issuer; a usage error says which identity is not known. */
export async function mintToken(
  request: TokenRequest,
  identities: readonly Identity[] | string,
  issuer: LocalIssuer,
  { now, id }: Pick<World, 'now' | 'id'>,
): Promise<string | UsageError> {
  if (typeof identities === 'string') return new UsageError(identities)
  const { identity: name } = request
  const found = identities.find(identity => identity.name === name)
  if (name !== undefined && !found && identities.length > 0) {
    return new UsageError(
      `no identity is named '${name}': there is ${identities.map(each => `'${each.name}'`).join(', ')}`,
    )
  }
  const identity = found ?? { name: name ?? 'local', detail: '' }
  const groups = request.groups.length > 0 ? request.groups : (identity.groups ?? [])
  const scopes = request.scopes.length > 0 ? request.scopes : (identity.token?.scopes ?? [])
  const claims: JWTPayload = {
    ...tokenClaims({ ...identity, groups }, { ...request, scopes, now: now(), id }),
    ...request.claims,
  }
  return issuer.mint(claims)
}

/** How long a token is good unless stated: an hour, as a user pool's. */
export const defaultSeconds = 3600

/** Reads a token that is asked for as JSON; a text says what is wrong with it. */
export function readTokenOrder(
  body: unknown,
  { issuer }: { readonly issuer: string },
): TokenRequest | string {
  if (body !== undefined && !isRecord(body)) return 'the body is no JSON object'
  const given = body ?? {}
  const texts = (name: string) => [given[name] ?? []].flat().map(String)
  const text = (name: string) => (typeof given[name] === 'string' ? given[name] : undefined)
  const seconds = given['expiresIn'] ?? defaultSeconds
  if (typeof seconds !== 'number') return "'expiresIn' is no number of seconds"
  const claims = given['claims'] ?? {}
  if (!isRecord(claims)) return "'claims' is no object"
  return {
    identity: text('identity'),
    use: text('use') === 'access' ? 'access' : 'id',
    issuer: text('issuer') ?? issuer,
    client: text('client') ?? 'local',
    scopes: texts('scopes'),
    groups: texts('groups'),
    claims,
    seconds,
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
