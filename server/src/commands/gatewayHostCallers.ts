import { guardedRoutes } from '../gateway/access/guardedRoute.ts'
import type { Definition } from '../api/api.ts'
import type { Identity } from '../gateway/access/identity.ts'
import type { RouteCredentials, SentToken } from '../gateway/access/routeCredentials.ts'
import { routeCredentials } from '../gateway/access/routeCredentials.ts'
import type { Credentials } from '../gateway/authorizers/sigV4.ts'
import { signatureHeaders } from '../gateway/authorizers/sigV4.ts'
import { takesTokens, tokenIssuer } from '../gateway/authorizers/tokenIssuer.ts'
import { withField } from '../gateway/fieldMaps.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import { parseQuery } from '../gateway/queryString.ts'
import { placeOf, servedApiId } from '../gateway/servedApi.ts'
import type { World } from '../gateway/world.ts'
import type { Circumstances } from '../protocol/gatewayControl.ts'
import type { CallAs, TokenOrder } from '../protocol/identities.ts'
import type { ChosenApi } from './gatewayFront.ts'
import { defaultSeconds, mintToken } from './mintToken.ts'
import type { TokenRequest } from './mintToken.ts'
import type { OpenTrust } from './trustOptions.ts'

/** Why nobody can be called as; the message is for the user. */
export class CallerError extends Error {}

/** What the credentials of a request need: the clock and ids of the gateway's world. */
export type CallerWorld = Pick<World, 'now' | 'id'>

/**
 * The request as an identity sends it to a route: signed, with a token of the local issuer, with its API key, from its
 * address. What the circumstances say of that goes before. Throws a `CallerError` when there is no such identity or route.
 */
export async function asIdentity(
  request: HttpRequest,
  as: CallAs,
  chosen: ChosenApi,
  opened: OpenTrust,
  world: CallerWorld,
  circumstances: Circumstances = {},
): Promise<HttpRequest> {
  const { definition, api, stage } = chosen
  const identity = identityNamed(as.identity, chosen, opened)
  const route = guardedRoutes(api).find(({ method, path }) => method === as.method && path === as.path)
  if (!route) throw new CallerError(`'${as.method} ${as.path}' is no longer in the definition`)
  const credentials = routeCredentials(definition, api, stage, route, identity)
  const isPlaced = circumstances.vpcEndpoint !== undefined
  const endpoint = isPlaced ? { vpcEndpoint: undefined } : credentials
  let sent = throughEndpoint(withHeaders(request, credentials), endpoint, chosen)
  const { token } = credentials
  const sourceIp = circumstances.sourceIp ?? credentials.sourceIp
  if (token) {
    const value = `${token.scheme}${await minted(token, identity, chosen, opened, world)}`
    sent = { ...sent, headers: withField(sent.headers, token.header, value) }
  }
  if (sourceIp !== undefined) sent = { ...sent, sourceIp }
  return credentials.signs ? signed(sent, identity, chosen, opened, world) : sent
}

/** A token of the local issuer, for an authorizer of the API. Throws a `CallerError`. */
export async function tokenFor(
  order: TokenOrder,
  chosen: ChosenApi,
  opened: OpenTrust,
  world: CallerWorld,
): Promise<string> {
  const { api, definition } = chosen
  const authorizer = api.authorizers.find(({ name }) => name === order.authorizer)
  if (order.authorizer !== undefined && !(authorizer && takesTokens(authorizer))) {
    throw new CallerError(`no authorizer '${order.authorizer}' of '${api.name}' takes tokens of an issuer`)
  }
  const { issuer, client } = authorizer
    ? tokenIssuer(authorizer, definition.surroundings)
    : { issuer: undefined, client: undefined }
  const { identity, use, scopes = [], groups = [], claims = {}, expiresIn = defaultSeconds } = order
  const request = { identity, use, scopes, groups, claims, seconds: expiresIn }
  return mint({ ...request, issuer: issuer ?? localIssuer, client: client ?? 'local' }, chosen, opened, world)
}

/** `iss` where no authorizer names one. */
const localIssuer = 'http://127.0.0.1:3000/.gatehouse'

function identityNamed(wanted: string, { definition }: ChosenApi, opened: OpenTrust): Identity {
  const identities = opened.identitiesOf(definition)
  if (typeof identities === 'string') throw new CallerError(`the identities file is not used: ${identities}`)
  const found = identities.find(({ name }) => name === wanted)
  if (found) return found
  const names = identities.map(({ name }) => `'${name}'`).join(', ')
  throw new CallerError(`no identity is named '${wanted}': there is ${names || 'none'}`)
}

function withHeaders(request: HttpRequest, { headers, apiKey }: RouteCredentials): HttpRequest {
  const all = apiKey ? [...headers, ['x-api-key', apiKey.value] as const] : headers
  return {
    ...request,
    headers: all.reduce((sent, [name, value]) => withField(sent, name, value), request.headers),
  }
}

/**
 * A private API answers at the host that names the endpoint, and there the stage is part of the path.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export function throughEndpoint(
  request: HttpRequest,
  { vpcEndpoint }: { readonly vpcEndpoint?: string | undefined },
  { definition, api, stage }: ChosenApi,
): HttpRequest {
  if (vpcEndpoint === undefined) return request
  const { region } = placeOf(definition)
  const host = `${servedApiId(api)}-${vpcEndpoint}.execute-api.${region}.amazonaws.com`
  const path = stage.name === '$default' ? request.path : `/${stage.name}${request.path}`
  return { ...request, path, headers: withField(request.headers, 'Host', host) }
}

function minted(
  { authorizer, use, scopes, ...stated }: SentToken,
  identity: Identity,
  chosen: ChosenApi,
  opened: OpenTrust,
  world: CallerWorld,
): Promise<string> {
  const own = authorizer && tokenIssuer(authorizer, chosen.definition.surroundings)
  const issuer = stated.issuer ?? own?.issuer ?? localIssuer
  const client = stated.client ?? own?.client ?? 'local'
  const request = { identity: identity.name, use, issuer, client, scopes }
  return mint({ ...request, groups: [], claims: {}, seconds: defaultSeconds }, chosen, opened, world)
}

async function mint(
  request: TokenRequest,
  { definition }: ChosenApi,
  opened: OpenTrust,
  world: CallerWorld,
): Promise<string> {
  const token = await mintToken(request, opened.identitiesOf(definition), opened.issuer, world)
  if (typeof token !== 'string') throw new CallerError(token.message)
  return token
}

async function signed(
  request: HttpRequest,
  identity: Identity,
  { definition }: ChosenApi,
  opened: OpenTrust,
  world: CallerWorld,
): Promise<HttpRequest> {
  const caller = await opened.callerOf(identity)
  return caller ? signedBy(caller, request, definition, world) : request
}

/** The request as the functions of the definition sign theirs. */
export function signedByFunctions(
  request: HttpRequest,
  definition: Definition,
  { functionCredentials }: OpenTrust,
  world: CallerWorld,
): Promise<HttpRequest> {
  return signedBy(functionCredentials, request, definition, world)
}

async function signedBy(
  caller: Credentials,
  request: HttpRequest,
  definition: Definition,
  world: CallerWorld,
): Promise<HttpRequest> {
  const place = { region: placeOf(definition).region, now: world.now() }
  const incoming = { request, query: parseQuery(request.query) }
  const headers = await signatureHeaders(incoming, caller, place)
  return {
    ...request,
    headers: headers.reduce((sent, [name, value]) => withField(sent, name, value), request.headers),
  }
}
