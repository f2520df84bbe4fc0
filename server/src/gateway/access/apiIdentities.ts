import type { Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import { readIpRange } from '../../policy/ipRange.ts'
import type { ApiContext } from './apiContext.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity, SigningPrincipal, Token } from './identity.ts'
import { addressIn, addressOutside } from './addresses.ts'
import type { Mentioned } from './mentioned.ts'
import { mentionedIn } from './mentioned.ts'
import { principalOf, signersOf, speaksOfCalls } from './principals.ts'
import { issuersOf } from './token.ts'

/** What the one who asks sets for all identities that do not say it themselves. */
export interface CallerPlace {
  readonly sourceIp?: string
  readonly vpcEndpoint?: string
}

/**
 * Who to ask about: nobody in particular, and whoever the definition's policies, authorizers and keys tell apart. So each
 * column can differ from the others.
 */
export function apiIdentities(
  context: ApiContext,
  routes: readonly GuardedRoute[],
  given: CallerPlace = {},
): Identity[] {
  const mentioned = mentionedIn(context)
  const base = placeOfAll(context, mentioned, given)
  const hasKeys = routes.some(({ apiKeyRequired }) => valueOf(apiKeyRequired) === true)
  const signed = signers(context, routes, mentioned)
  const credentialed = [...tokens(context, routes), ...custom(routes), ...signed].map(each => ({
    ...base,
    ...each,
  }))
  const anonymous: Identity = { name: 'anonymous', detail: 'no credentials', ...(!context.isPrivate && base) }
  return [
    anonymous,
    ...networks(context, mentioned, base),
    ...(given.sourceIp === undefined ? addresses(context, mentioned, base) : []),
    ...credentialed,
    ...(hasKeys ? keyed(context, routes, credentialed, base) : []),
  ]
}

type Place = Pick<Identity, 'sourceIp' | 'network'>

/** Where callers are unless their column says otherwise: at an address that no policy names. */
function placeOfAll({ isPrivate }: ApiContext, mentioned: Mentioned, given: CallerPlace): Place {
  const sourceIp = given.sourceIp ?? addressOutside(mentioned.ranges.map(({ range }) => range))
  const vpcEndpoint = given.vpcEndpoint ?? mentioned.endpoints[0]?.id ?? otherEndpoint
  return {
    ...(sourceIp !== undefined && { sourceIp }),
    ...(isPrivate && { network: { vpcEndpoint } }),
  }
}

const otherEndpoint = 'vpce-00000000000000000'

/** Of a private API: every VPC endpoint and VPC that a policy names, and one that none names. */
function networks({ isPrivate }: ApiContext, { endpoints, vpcs }: Mentioned, base: Place): Identity[] {
  if (!isPrivate) return []
  return [
    ...endpoints.map(({ id, origin }) => ({
      ...base,
      name: id,
      detail: 'through this VPC endpoint',
      origin,
      network: { vpcEndpoint: id },
    })),
    ...vpcs.map(({ id, origin }) => ({
      ...base,
      name: id,
      detail: 'from this VPC',
      origin,
      network: { vpc: id, vpcEndpoint: otherEndpoint },
    })),
    {
      ...base,
      name: 'other VPC',
      detail: 'through another VPC endpoint',
      network: { vpcEndpoint: otherEndpoint, vpc: 'vpc-00000000000000000' },
    },
  ]
}

function addresses({ isPrivate }: ApiContext, { ranges }: Mentioned, base: Place): Identity[] {
  return ranges.flatMap(({ text, range, origin }) => {
    const others = ranges.filter(each => each.range !== range).map(each => each.range)
    const sourceIp = addressIn(range, others)
    const isWhole = range.prefix === range.bytes.length * 8
    return isWhole
      ? { ...base, name: sourceIp, detail: isPrivate ? 'address in a VPC' : 'source IP', origin, sourceIp }
      : {
          ...base,
          name: text,
          detail: isPrivate ? 'addresses in a VPC' : 'source IPs',
          origin,
          sourceIp,
        }
  })
}

function tokens(context: ApiContext, routes: readonly GuardedRoute[]): Identity[] {
  const used = context.api.authorizers.flatMap(authorizer => {
    const guarded = routes.filter(
      ({ authorization }) =>
        (authorization.type === 'JWT' || authorization.type === 'COGNITO_USER_POOLS') &&
        valueOf(authorization.authorizer) === authorizer.name,
    )
    return guarded.length > 0 ? [{ authorizer, guarded }] : []
  })
  return used.flatMap(({ authorizer, guarded }) => {
    const name = authorizer.listedName ?? authorizer.name
    const prefix = used.length > 1 ? `${name}: ` : ''
    const isJwt = guarded[0]?.authorization.type === 'JWT'
    const origin = authorizer.origin
    const scopes = [
      ...new Set(
        guarded.flatMap(({ authorization }) => authorization.scopes.flatMap(fact => valueOf(fact) ?? [])),
      ),
    ]
    const make = (token: Omit<Token, 'issuers' | 'audience'>) => ({
      ...issuedFor(authorizer, context),
      ...token,
    })
    const plain = {
      name: `${prefix}${isJwt ? 'token' : 'ID token'}`,
      detail: isJwt ? `${name}, no scope` : name,
      origin,
    }
    return [
      { ...plain, token: make({ use: isJwt ? 'access' : 'id', scopes: [] }) },
      ...scopes.map(scope => ({
        name: `${prefix}${scope}`,
        detail: `${isJwt ? 'token' : 'access token'} with the scope`,
        origin,
        token: make({ use: 'access' as const, scopes: [scope] }),
      })),
    ]
  })
}

function issuedFor(authorizer: Authorizer, context: ApiContext): Pick<Token, 'issuers' | 'audience'> {
  const issuers = issuersOf(authorizer, context)
  const audience = authorizer.jwt?.audience.flatMap(fact => valueOf(fact) ?? []) ?? []
  return { ...(issuers.length > 0 && { issuers }), ...(audience.length > 0 && { audience }) }
}

function custom(routes: readonly GuardedRoute[]): Identity[] {
  const isUsed = routes.some(({ authorization }) => authorization.type === 'CUSTOM')
  return isUsed
    ? [{ name: 'credentials', detail: 'what Lambda authorizers ask for', hasAuthorizerCredentials: true }]
    : []
}

/** Columns of signed requests: principals of the account and of others, of the definition and of its policies. */
function signers(context: ApiContext, routes: readonly GuardedRoute[], mentioned: Mentioned): Identity[] {
  const { definition, place } = context
  const isSigned = routes.some(({ authorization }) => authorization.type === 'AWS_IAM')
  if (!isSigned) return []
  const named = new Set(mentioned.principals.map(({ arn }) => arn))
  const own = signersOf(definition).filter(part => named.has(part.arn) || speaksOfCalls(definition, part))
  const ownArns = new Set(own.map(({ arn }) => arn))
  const general = [
    signer('IAM', 'same account, allowed by its own policy', somebody(place.account)),
    signer('IAM, no policy', 'same account, no policy of its own', {
      ...somebody(place.account),
      policies: { type: 'nothing' },
    }),
    signer('other account', 'IAM, allowed by its own policy', somebody(otherAccount(place.account))),
  ]
  return [
    ...general,
    ...own.slice(0, mostOwn).map(part => ({
      name: part.name,
      detail: part.arn.includes(':role/') ? 'role, IAM' : 'user, IAM',
      origin: part.origin,
      principal: principalOf(definition, part),
    })),
    ...mentioned.principals
      .filter(({ arn }) => arn === undefined || !ownArns.has(arn))
      .slice(0, mostOwn)
      .map(({ arn, account, name, origin }) => ({
        name,
        detail: account === place.account ? 'IAM, allowed by its own policy' : `IAM, account ${account}`,
        origin,
        principal: { ...somebody(account), ...(arn === undefined ? {} : principalNamed(arn, account)) },
      })),
  ]
}

/** Columns beyond these say little and cost width; every principal can be asked about by name. */
const mostOwn = 8

function signer(name: string, detail: string, principal: SigningPrincipal): Identity {
  return { name, detail, principal }
}

function somebody(account: string): SigningPrincipal {
  const arn = `arn:aws:iam::${account}:user/somebody`
  return { arn, principalArn: arn, account, policies: { type: 'everything' } }
}

function principalNamed(arn: string, account: string): Pick<SigningPrincipal, 'arn' | 'principalArn'> {
  const role = /^arn:aws[\w-]*:iam::\d*:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1]
  return {
    arn: role === undefined ? arn : `arn:aws:sts::${account}:assumed-role/${role}/session`,
    principalArn: arn,
  }
}

function otherAccount(account: string): string {
  return account === '111122223333' ? '444455556666' : '111122223333'
}

/** With an API key: whoever has no other credentials, and those who meet a route that asks for both. */
function keyed(
  { definition }: ApiContext,
  routes: readonly GuardedRoute[],
  credentialed: readonly Identity[],
  base: Place,
): Identity[] {
  const needing = routes.filter(({ apiKeyRequired }) => valueOf(apiKeyRequired) === true)
  const guards = new Set(needing.map(({ authorization }) => authorization.type))
  const both = credentialed.filter(
    ({ token, principal, hasAuthorizerCredentials }) =>
      (token && (guards.has('JWT') || guards.has('COGNITO_USER_POOLS'))) ||
      (hasAuthorizerCredentials === true && guards.has('CUSTOM')) ||
      (principal?.policies.type === 'everything' && guards.has('AWS_IAM')),
  )
  const { apiKeys } = definition.surroundings
  const keys: readonly Identity[] =
    apiKeys.length === 0
      ? [{ ...base, name: 'API key', detail: 'API key only', apiKey: { type: 'ofPlan' } }]
      : apiKeys.slice(0, mostOwn).map(key => ({
          ...base,
          name: valueOf(key.name) ?? key.id,
          detail: 'API key only',
          origin: key.origin,
          apiKey: { type: 'named', id: key.id },
        }))
  return [
    ...keys,
    ...both.slice(0, mostOwn).map(each => ({
      ...each,
      name: `${each.name} + key`,
      detail: `${each.detail}, API key`,
      apiKey: { type: 'ofPlan' as const },
    })),
  ]
}

/** Whether a text is an IP address, for those who give one. */
export function isAddress(text: string): boolean {
  const range = readIpRange(text)
  return range !== undefined && !text.includes('/')
}
