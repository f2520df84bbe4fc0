import type { Api, Definition } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Identity } from '../gateway/access/identity.ts'
import { detailOf, readIdentities, readIdentitiesText } from '../gateway/access/readIdentities.ts'
import type { RouteCredentials } from '../gateway/access/routeCredentials.ts'
import { hasTokens, routeCredentials } from '../gateway/access/routeCredentials.ts'
import { takesTokens } from '../gateway/authorizers/tokenIssuer.ts'
import type {
  IdentityChoice,
  IdentityKind,
  IdentityList,
  IdentityQuestion,
  SentPart,
  TokenAuthorizer,
  TokenOrder,
} from '../protocol/identities.ts'
import type { Uris } from './places.ts'
import { locationOf } from './places.ts'
import type { CallableRoute } from './routeReference.ts'
import { findRoute } from './routeReference.ts'

/** Who can be chosen to call a route, and what each brings to it; undefined when the route is gone. */
export function identityChoices(
  { definition }: DefinitionResult,
  question: IdentityQuestion,
  files: Files,
  uris: Uris,
): IdentityList | undefined {
  const route = definition && findRoute(definition, question.route)
  if (!definition || !route) return undefined
  const authorizers = tokenAuthorizers(route)
  const list = { file: question.file, identities: [], authorizers }
  const file = uris.toFile(question.file)
  const text = files.read(file)
  if (text === undefined) return { ...list, state: 'missing' }
  const source = readIdentitiesText(file, text)
  const identities = readIdentities(source, definition)
  if (typeof identities === 'string') {
    const [, line] = /^line (\d+): /.exec(identities) ?? []
    return {
      ...list,
      state: 'unreadable',
      message: identities,
      ...(line !== undefined && { line: Number(line) - 1 }),
    }
  }
  const choices = identities.flatMap(identity => choiceOf(identity, definition, route, uris) ?? [])
  return { ...list, state: 'read', identities: choices }
}

function choiceOf(
  identity: Identity,
  definition: Definition,
  route: CallableRoute,
  uris: Uris,
): IdentityChoice | undefined {
  const { api, part, method, path, origin } = route
  // Every identity of a file has its place there.
  if (!identity.origin) return undefined
  const { authorization, apiKeyRequired } = part.type === 'method' ? part.method : part.route
  const guarded = { method, path, origin, authorization, apiKeyRequired }
  const credentials = routeCredentials(definition, api, api.stages[0], guarded, identity)
  const order = tokenOrder(identity, credentials)
  return {
    name: identity.name,
    detail: detailFor(identity),
    kind: kindOf(identity),
    fits: credentials.fits,
    sends: sentParts(identity, credentials),
    location: locationOf(identity.origin, uris),
    ...(order && { token: order }),
  }
}

/** Those of the API that take tokens of an issuer, the route's own first. */
function tokenAuthorizers({ api, part }: CallableRoute): TokenAuthorizer[] {
  const { authorization } = part.type === 'method' ? part.method : part.route
  const own = valueOf(authorization.authorizer)
  const able: Api['authorizers'] = api.authorizers.filter(takesTokens)
  const sorted = [...able.filter(({ name }) => name === own), ...able.filter(({ name }) => name !== own)]
  return sorted.map(({ name, jwt }) => {
    const isScoped = name === own && authorization.scopes.length > 0
    return { name, use: jwt || isScoped ? 'access' : 'id' }
  })
}

function kindOf(identity: Identity): IdentityKind {
  if (identity.principal) return 'iam'
  if (hasTokens(identity)) return 'user'
  if (identity.hasAuthorizerCredentials === true || identity.headers) return 'caller'
  if (identity.apiKey) return 'apiKey'
  return identity.sourceIp !== undefined || identity.network ? 'address' : 'plain'
}

function detailFor(identity: Identity): string {
  // What the file says in words goes first.
  if (identity.detail !== detailOf(identity)) return identity.detail
  const {
    principal,
    token,
    groups = [],
    headers,
    apiKey,
    sourceIp,
    network,
    hasAuthorizerCredentials,
  } = identity
  const scopes = token?.scopes ?? []
  const user = [
    ...(groups.length > 0 ? [`groups ${groups.join(', ')}`] : []),
    ...(scopes.length > 0 ? [`scopes ${scopes.join(', ')}`] : []),
  ]
  const parts = [
    ...(principal ? [principalName(principal.principalArn)] : []),
    ...(user.length > 0 ? user : hasTokens(identity) ? ['user-pool user'] : []),
    ...(headers ? [headers.map(([name]) => name).join(', ')] : []),
    ...(hasAuthorizerCredentials === true ? ['token for Lambda authorizers'] : []),
    ...(apiKey ? [apiKey.type === 'named' ? `API key ${apiKey.id}` : 'API key'] : []),
    ...(sourceIp === undefined ? [] : [sourceIp]),
    ...(network?.vpcEndpoint === undefined ? [] : [network.vpcEndpoint]),
  ]
  return parts.length > 0 ? parts.join(' · ') : 'no credentials'
}

/** `IAM role ReaderRole`; an ARN of another kind as it is. */
function principalName(arn: string): string {
  const [, kind, name] = /^arn:[\w-]+:(?:iam|sts)::\d*:(role|user|assumed-role)\/(.+)$/.exec(arn) ?? []
  if (kind === undefined || name === undefined) return arn
  return `IAM ${kind === 'user' ? 'user' : 'role'} ${name.split('/').at(-1) ?? name}`
}

function sentParts({ principal }: Identity, credentials: RouteCredentials): SentPart[] {
  const { signs, token, headers, apiKey, sourceIp, vpcEndpoint } = credentials
  return [
    ...(signs ? [{ name: 'Authorization', value: `SigV4 as ${principal?.arn ?? ''}` }] : []),
    ...(token ? [{ name: token.header, value: tokenText(token) }] : []),
    ...headers.map(([name]) => ({ name, value: 'as the file states it' })),
    ...(apiKey ? [{ name: 'x-api-key', value: `value of ${apiKey.id}` }] : []),
    ...(sourceIp === undefined ? [] : [{ name: 'Source IP', value: sourceIp }]),
    ...(vpcEndpoint === undefined ? [] : [{ name: 'VPC endpoint', value: vpcEndpoint }]),
  ]
}

function tokenText({ scheme, use, scopes, authorizer }: NonNullable<RouteCredentials['token']>): string {
  const issuer = authorizer ? ` of ${authorizer.name}` : ', local issuer'
  const scoped = use === 'access' && scopes.length > 0 ? `, ${scopes.join(' ')}` : ''
  return `${scheme}${use} token${issuer}${scoped}`
}

function tokenOrder({ name }: Identity, { token }: RouteCredentials): TokenOrder | undefined {
  if (!token) return undefined
  const { use, scopes, authorizer } = token
  return { identity: name, use, scopes, ...(authorizer && { authorizer: authorizer.name }) }
}
