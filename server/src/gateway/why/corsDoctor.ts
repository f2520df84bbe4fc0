import type { Api, Definition, HttpApi, RestApi, Stage } from '../../api/api.ts'
import type { Fields } from '../../base/headers.ts'
import { fieldValues, lastField } from '../../base/headers.ts'
import type { CorsCheck, CorsReport } from '../../protocol/cors.ts'
import type { Exchange, Gateway } from '../exchange.ts'
import type { HttpRequest, HttpResponse } from '../messages.ts'
import { serveApi } from '../servedApi.ts'
import { sourceLineOf } from '../trace.ts'
import type { World } from '../world.ts'
import { allows, whereToAdd } from './cors.ts'
import { gatewayResponseChecks, ownHeader } from './corsGatewayResponses.ts'
import { code, listed } from './parts.ts'

/** An API at one stage, as it is served. */
export interface ServedGateway {
  readonly definition: Definition
  readonly api: Api
  readonly stage: Stage
  readonly gateway: Gateway
}

/**
 * Plays the browser of a page: asks by OPTIONS where a browser would, then sends the request, and looks at what the gateway
 * itself would answer. The request is a real one: its handler runs.
 * https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export async function examineCors(
  served: ServedGateway & { readonly api: RestApi | HttpApi },
  request: HttpRequest,
  origin: string,
  world: World,
): Promise<CorsReport> {
  const page = pageOf(request, origin)
  const asked = page.reasons.length > 0 ? await askBefore(served, request, page, world) : undefined
  const preflight: CorsCheck = asked ?? {
    title: 'Preflight',
    state: 'notNeeded',
    sentence: `A browser sends ${code(request.method)} with these headers without asking`,
  }
  const sent = { ...request, headers: [...withoutOrigin(request.headers), ['origin', origin] as const] }
  const exchange = await served.gateway.handle(sent, world)
  const actual = answerCheck(served, exchange, page)
  const own = served.api.type === 'rest' ? gatewayResponseChecks(served.api, exchange.route, origin) : []
  return { origin, request: `${request.method} ${request.path}`, checks: [preflight, actual, ...own] }
}

/** A page that sends a request. */
interface Page {
  readonly origin: string
  readonly method: string
  /** Names of headers that a preflight has to allow, in lower case and order. */
  readonly headers: readonly string[]
  readonly hasCredentials: boolean
  /** Why a browser asks first, in words with marks; empty when it does not. */
  readonly reasons: readonly string[]
}

/** Methods and headers that need no preflight: https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
const simpleMethods = new Set(['GET', 'HEAD', 'POST'])
const simpleHeaders = new Set(['accept', 'accept-language', 'content-language'])
const simpleTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'])
/** What a browser sets by itself and no page may. */
const ownOfBrowser =
  /^(accept-encoding|connection|content-length|cookie|host|origin|referer|user-agent|date|dnt|expect|te|trailer|transfer-encoding|upgrade|via|sec-.*|proxy-.*|access-control-request-.*)$/

function pageOf({ method, headers }: HttpRequest, origin: string): Page {
  const asked = [
    ...new Set(
      headers.flatMap(([name, value]) => {
        const lower = name.toLowerCase()
        return ownOfBrowser.test(lower) || isSimple(lower, value) ? [] : [lower]
      }),
    ),
  ].sort()
  return {
    origin,
    method,
    headers: asked,
    hasCredentials: lastField(headers, 'cookie') !== undefined,
    reasons: [...(simpleMethods.has(method) ? [] : [code(method)]), ...asked.map(code)],
  }
}

function isSimple(name: string, value: string): boolean {
  if (name === 'content-type') return simpleTypes.has(value.split(';')[0]?.trim().toLowerCase() ?? '')
  return simpleHeaders.has(name)
}

async function askBefore(
  served: ServedGateway & { readonly api: RestApi | HttpApi },
  request: HttpRequest,
  page: Page,
  world: World,
): Promise<CorsCheck> {
  const headers: Fields = [
    ...request.headers.filter(([name]) => name.toLowerCase() === 'host'),
    ['origin', page.origin],
    ['access-control-request-method', page.method],
    ...(page.headers.length > 0 ? [['access-control-request-headers', page.headers.join(',')] as const] : []),
  ]
  const exchange = await served.gateway.handle(
    { ...request, method: 'OPTIONS', headers, body: new Uint8Array() },
    world,
  )
  const { response } = exchange
  const { why } = exchange.trace()
  const fault = preflightFault(response, page)
  const status = response.status
  const title = 'Preflight'
  if (!fault)
    return {
      title,
      state: 'passed',
      status,
      sentence: `OPTIONS was answered with ${status} and allows ${listed(page.reasons)}`,
    }
  const place = preflightPlace(served.api, exchange)
  const source = why?.source ?? place.source
  return {
    title,
    state: 'failed',
    status,
    sentence: `A browser asks first because of ${listed(page.reasons)}: ${fault.sentence}. The request itself is never sent`,
    ...(fault.header !== undefined && { header: fault.header }),
    add: status >= 400 || status < 200 ? place.whole : `${fault.add} to ${place.where}`,
    ...(source && { source }),
  }
}

interface Fault {
  readonly sentence: string
  readonly header?: string
  readonly add: string
}

function preflightFault({ status, headers }: HttpResponse, page: Page): Fault | undefined {
  if (status < 200 || status > 299)
    return { sentence: `**OPTIONS was answered with ${status}**, and only a 2xx counts`, add: '' }
  const fault = originFault(headers, page)
  if (fault) return fault
  const methods = listOf(headers, 'access-control-allow-methods')
  const isAnyMethod = methods.includes('*') && !page.hasCredentials
  if (!simpleMethods.has(page.method) && !isAnyMethod && !methods.includes(page.method))
    return missing('Access-Control-Allow-Methods', methods, page.method)
  const allowed = listOf(headers, 'access-control-allow-headers').map(name => name.toLowerCase())
  // A star does not stand for Authorization.
  const isAnyHeader = allowed.includes('*') && !page.hasCredentials
  const left = page.headers.find(
    name => !allowed.includes(name) && (name === 'authorization' || !isAnyHeader),
  )
  return left === undefined ? undefined : missing('Access-Control-Allow-Headers', allowed, left)
}

function missing(header: string, has: readonly string[], wanted: string): Fault {
  const names = has.length === 0 ? 'is missing' : `names only ${has.map(code).join(', ')}`
  return {
    sentence: `**${code(header)} ${names}**, and ${code(wanted)} is wanted`,
    header,
    add: `${code(wanted)} in ${code(header)}`,
  }
}

function originFault(headers: Fields, { origin, hasCredentials }: Page): Fault | undefined {
  const header = 'Access-Control-Allow-Origin'
  const values = fieldValues(headers, header)
  const add = `${code(`${header}: ${origin}`)}`
  if (values.length === 0) return { sentence: `**${code(header)} is missing**`, header, add }
  if (values.length > 1)
    return {
      sentence: `**${code(header)} is there ${values.length} times**`,
      header,
      add: `only one ${code(header)}`,
    }
  if (!allows(headers, origin))
    return { sentence: `**${code(header)} is ${code(values[0] ?? '')}**, not ${code(origin)}`, header, add }
  if (!hasCredentials) return undefined
  if (values[0] === '*')
    return {
      sentence: `**${code(header)} is ${code('*')}**, which no request with cookies may have`,
      header,
      add,
    }
  const credentials = 'Access-Control-Allow-Credentials'
  if (lastField(headers, credentials) === 'true') return undefined
  return {
    sentence: `**${code(credentials)} is missing**, and the request has cookies`,
    header: credentials,
    add: code(`${credentials}: true`),
  }
}

function listOf(headers: Fields, name: string): string[] {
  return fieldValues(headers, name)
    .join(',')
    .split(',')
    .map(part => part.trim())
    .filter(Boolean)
}

/** Where the answer of a preflight request is stated. */
function preflightPlace(api: RestApi | HttpApi, { route }: Exchange) {
  if (api.type === 'http') {
    const origin = api.cors?.origin ?? api.origin
    const whole = `a ${code('CorsConfiguration')} to the API: it answers every preflight itself`
    return { where: `the ${code('CorsConfiguration')}`, whole, source: sourceLineOf(origin) }
  }
  const method = api.resources
    .flatMap(({ path, methods }) => methods.map(each => ({ key: `${each.httpMethod} ${path}`, each })))
    .find(({ key }) => key === route)?.each
  const [response] = method?.integration?.responses ?? []
  const origin = (response ?? method ?? api).origin
  return {
    where: 'the response of the OPTIONS method',
    whole: `an ${code('OPTIONS')} method of type MOCK without authorization that answers 200; in SAM, the property ${code('Cors')} makes it`,
    source: sourceLineOf(origin),
  }
}

function answerCheck(
  served: ServedGateway & { readonly api: RestApi | HttpApi },
  { response, route, trace }: Exchange,
  page: Page,
): CorsCheck {
  const { status } = response
  const fault = originFault(response.headers, page)
  const title = 'Answer'
  if (!fault) return { title, state: 'passed', status, sentence: `The page may read the ${status} that came` }
  const gatewayResponse = trace().steps.find(({ name }) => name === 'gatewayResponse')
  // What API Gateway answers itself has no headers of the handler.
  if (gatewayResponse)
    return {
      ...failed(status, fault),
      add: ownHeader(status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX', page.origin),
      ...(gatewayResponse.source && { source: gatewayResponse.source }),
    }
  const of = { served: serveApi<RestApi | HttpApi>(served.definition, served.api, served.stage), route }
  const place = whereToAdd(of)
  return {
    ...failed(status, fault),
    add: place.text,
    ...(place.origin && place.origin.file !== '' && { source: sourceLineOf(place.origin) }),
  }
}

function failed(status: number, { sentence, header }: Fault) {
  return {
    title: 'Answer',
    state: 'failed',
    status,
    sentence: `The ${status} came, and the page may not read it: ${sentence}`,
    ...(header !== undefined && { header }),
  } as const
}

function withoutOrigin(headers: Fields): Fields {
  return headers.filter(([name]) => name.toLowerCase() !== 'origin')
}
