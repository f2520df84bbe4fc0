import type { GatewayResponse, Method, RestApi } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { CorsCheck } from '../../protocol/cors.ts'
import type { GatewayResponseType } from '../gatewayError.ts'
import { gatewayResponseTypes } from '../gatewayError.ts'
import { entryFor } from '../steps/gatewayResponse.ts'
import { sourceLineOf } from '../trace.ts'
import { code, listed } from './parts.ts'

/**
 * What a page sees when API Gateway itself answers a method: without the header a 401 or 429 is a network error to it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function gatewayResponseChecks(api: RestApi, route: string | undefined, origin: string): CorsCheck[] {
  const method = api.resources
    .flatMap(({ path, methods }) => methods.map(each => ({ key: `${each.httpMethod} ${path}`, each })))
    .find(({ key }) => key === route)?.each
  const types = typesOf(method)
  const found = types.map(type => ({ type, entry: entryFor(api, type, gatewayResponseTypes[type].status) }))
  const wrong = found.filter(({ entry }) => !lets(entry, origin))
  const right = found.filter(({ entry }) => lets(entry, origin))
  const ok: CorsCheck[] =
    right.length === 0
      ? []
      : [
          {
            title: 'Gateway responses',
            state: 'passed',
            sentence: `The page may read ${listed(right.map(({ type }) => code(type)))}`,
          },
        ]
  return [...groupsOf(wrong).map(([name, group]) => failed(api, name, group, origin)), ...ok]
}

interface Found {
  readonly type: GatewayResponseType
  readonly entry: GatewayResponse | undefined
}

/** By the response that has to be changed: one that is there, else the default of its class. */
function groupsOf(found: readonly Found[]): [string, Found[]][] {
  const groups = new Map<string, Found[]>()
  for (const each of found) {
    const fallback = gatewayResponseTypes[each.type].status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
    const name = each.entry?.type ?? fallback
    groups.set(name, [...(groups.get(name) ?? []), each])
  }
  return [...groups]
}

function failed(api: RestApi, name: string, found: readonly Found[], origin: string): CorsCheck {
  const header = 'Access-Control-Allow-Origin'
  const entry = found[0]?.entry
  const stated = entry && headerOf(entry)
  const what = stated === undefined ? 'has no' : `has ${code(stated)} as`
  return {
    title: `Gateway response ${name}`,
    state: 'failed',
    sentence: `${listed(found.map(({ type }) => code(type)))}: **the answer ${what} ${code(header)}**, so the page sees a network error`,
    header,
    add: ownHeader(name, origin),
    source: sourceLineOf((entry ?? api).origin),
  }
}

/** What lets a page of an origin read what API Gateway answers itself. */
export function ownHeader(type: string, origin: string): string {
  return `${code(`gatewayresponse.header.Access-Control-Allow-Origin: "'${origin}'"`)} to a gateway response ${code(type)}`
}

/** What API Gateway may answer by itself, with what the method asks for. */
function typesOf(method: Method | undefined): GatewayResponseType[] {
  const authorization = method?.authorization.type ?? 'NONE'
  return [
    ...(authorization === 'CUSTOM' || authorization === 'COGNITO_USER_POOLS'
      ? (['UNAUTHORIZED', 'ACCESS_DENIED', 'AUTHORIZER_FAILURE'] as const)
      : []),
    ...(authorization === 'AWS_IAM'
      ? (['INVALID_SIGNATURE', 'ACCESS_DENIED', 'EXPIRED_TOKEN'] as const)
      : []),
    ...(valueOf(method?.apiKeyRequired) === true ? (['INVALID_API_KEY', 'QUOTA_EXCEEDED'] as const) : []),
    ...(method?.requestValidator ? (['BAD_REQUEST_PARAMETERS', 'BAD_REQUEST_BODY'] as const) : []),
    'THROTTLED',
    'INTEGRATION_FAILURE',
    'INTEGRATION_TIMEOUT',
  ]
}

function lets(entry: GatewayResponse | undefined, origin: string): boolean {
  const value = entry && headerOf(entry)
  return value === '*' || value === origin || value === echoed
}

/** A mapping that gives every page its own origin back. */
const echoed = 'method.request.header.origin'

function headerOf({ responseParameters }: GatewayResponse): string | undefined {
  const found = [...responseParameters].find(([name]) =>
    /^gatewayresponse\.header\.access-control-allow-origin$/i.test(name),
  )
  const value = valueOf(found?.[1])
  if (value === undefined) return undefined
  return value.toLowerCase() === echoed ? echoed : value.replace(/^'(.*)'$/, '$1')
}
