import type { CorsConfiguration, Method, Resource, Route } from '../api/api.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { ServiceEvent } from './serverlessEvents.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { known } from './reader.ts'
import { preflight } from './samCors.ts'
import { partOf } from './serverlessService.ts'

const allHeaders = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
  'X-Amzn-Trace-Id',
]
/** What `cors` of an event is read from. */
export interface CorsEvent extends Pick<ServiceEvent, 'properties' | 'path' | 'method'> {
  /** The headers that are allowed where `cors` names none. */
  readonly allowedHeaders?: readonly string[]
}

const everyMethod = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT']

/** `cors` of an `http` event. */
interface EventCors {
  readonly path: string
  readonly origin: Origin
  /** What `origin` says; unset where `origins` stands instead. */
  readonly allowed?: string
  readonly origins: readonly string[]
  readonly headers: readonly string[]
  readonly methods: readonly string[]
  readonly isCredentialed: boolean
  readonly maxAge?: Fact<string>
  readonly cacheControl?: Fact<string>
}

/** The headers that `cors` puts on the answers of a method without a proxy. */
export function corsResponseHeaders(event: CorsEvent): Map<string, Fact<string>> {
  const cors = readEventCors(event)
  if (!cors) return new Map()
  const origins = cors.origins.length > 0 ? cors.origins.join(',') : (cors.allowed ?? '*')
  const origin = known(`'${origins}'`, cors.origin)
  const credentials = known("'true'", cors.origin)
  return new Map([
    ['Access-Control-Allow-Origin', origin],
    ...(cors.isCredentialed ? [['Access-Control-Allow-Credentials', credentials] as const] : []),
  ])
}

/**
 * Adds the `OPTIONS` methods that `cors` of `http` events makes: one for each path, of all its events together.
 * https://www.serverless.com/framework/docs/providers/aws/events/apigateway#enabling-cors
 */
export function addPreflights(resources: readonly Resource[], events: readonly CorsEvent[]): Resource[] {
  const stated = events.flatMap(event => readEventCors(event) ?? [])
  return resources.map(resource => {
    const here = stated.filter(({ path }) => path === resource.path)
    const hasOwn = resource.methods.some(({ httpMethod }) => httpMethod === 'OPTIONS')
    if (here.length === 0 || hasOwn) return resource
    return { ...resource, methods: [...resource.methods, preflightOf(here)] }
  })
}

/**
 * `provider.httpApi.cors`: true allows every origin, a mapping says more; unless it names the methods they are those of
 * the routes.
 * https://www.serverless.com/framework/docs/providers/aws/events/http-api#cors-setup
 */
export function readHttpCors({ provider }: Service, routes: readonly Route[]): CorsConfiguration | undefined {
  const api = provider.inner('httpApi')
  const origin = api.origin('cors')
  const node = api.value('cors')
  if (!origin || !node || (node.type === 'scalar' && node.value !== true)) return undefined
  const cors = api.inner('cors')
  const isStated = partOf(node)?.type === 'mapping'
  const texts = (name: string, otherwise: readonly string[]): Fact<string>[] => {
    const given = isStated ? cors.texts(name) : []
    return given.length > 0 ? given : otherwise.map(text => known(text, origin))
  }
  const used = routes.flatMap(({ httpMethod }) =>
    httpMethod === undefined || httpMethod === 'ANY' ? everyMethod : [httpMethod],
  )
  return {
    origin,
    allowOrigins: texts('allowedOrigins', ['*']),
    allowHeaders: texts('allowedHeaders', allHeaders),
    allowMethods: texts('allowedMethods', [...new Set(['OPTIONS', ...used])]),
    exposeHeaders: texts('exposedResponseHeaders', []),
    ...(isStated
      ? defined({ allowCredentials: cors.boolean('allowCredentials'), maxAge: cors.number('maxAge') })
      : {}),
  }
}

function readEventCors({
  properties,
  path,
  method,
  allowedHeaders = allHeaders,
}: CorsEvent): EventCors | undefined {
  const node = properties.value('cors')
  if (!node || (node.type === 'scalar' && node.value !== true)) return undefined
  const cors = properties.inner('cors')
  const isStated = partOf(node)?.type === 'mapping'
  const texts = (name: string) => (isStated ? cors.texts(name).flatMap(fact => valueOf(fact) ?? []) : [])
  const origins = texts('origins')
  const single = isStated ? valueOf(cors.text('origin')) : undefined
  const allowed = single ?? (origins.length > 0 ? undefined : '*')
  const headers = texts('headers')
  return {
    path,
    origin: properties.origin('cors') ?? originOf(node),
    ...defined({ allowed }),
    origins,
    headers: headers.length > 0 ? headers : allowedHeaders,
    methods: [...new Set([...texts('methods'), 'OPTIONS', method])],
    isCredentialed: isStated && valueOf(cors.boolean('allowCredentials')) === true,
    ...(isStated ? defined({ maxAge: cors.text('maxAge'), cacheControl: cors.text('cacheControl') }) : {}),
  }
}

function preflightOf(stated: readonly EventCors[]): Method {
  const last = stated.at(-1)
  if (!last) throw new Error('a preflight of no event')
  const { origin } = last
  // The framework adds each event before those it had: the last one's methods come first.
  const all = (list: (cors: EventCors) => readonly string[]) => [
    ...new Set(stated.toReversed().flatMap(list)),
  ]
  const listed = last.allowed?.includes(',')
    ? last.allowed.split(',').map(each => each.trim())
    : all(cors => cors.origins)
  const [allowed = last.allowed ?? '*'] = listed
  const methods = all(cors => cors.methods).flatMap(method => (method === 'ANY' ? everyMethod : [method]))
  const latest = (name: 'maxAge' | 'cacheControl') =>
    stated.findLast(cors => cors[name] !== undefined)?.[name]
  const parameters = new Map<string, Fact<string>>()
  const add = (header: string, fact: Fact<string> | undefined) => {
    if (fact)
      parameters.set(
        `method.response.header.${header}`,
        fact.known ? known(`'${fact.value}'`, fact.origin) : fact,
      )
  }
  add('Access-Control-Allow-Origin', known(allowed, origin))
  add('Access-Control-Allow-Headers', known(all(cors => cors.headers).join(','), origin))
  add('Access-Control-Allow-Methods', known([...new Set(methods)].join(','), origin))
  if (stated.some(cors => cors.isCredentialed)) add('Access-Control-Allow-Credentials', known('true', origin))
  add('Access-Control-Max-Age', latest('maxAge'))
  add('Cache-Control', latest('cacheControl'))
  // One origin without a wildcard leaves the template nothing to choose.
  const isChosen = listed.length > 1 || allowed.includes('*')
  const template = isChosen && listed.length > 0 ? originTemplate(listed) : ''
  const method = preflight(parameters, origin, {
    request: '{statusCode:200}',
    response: template,
    contentHandling: 'CONVERT_TO_TEXT',
  })
  const responses = method.responses.map(each => ({ ...each, requiredHeaders: new Set(each.headers.keys()) }))
  return { ...method, responses }
}

// Of several origins the one that asks is allowed; `*` stands for any letters.
function originTemplate(origins: readonly string[]): string {
  const tests = origins.map(text => `$asker.matches("${text.replaceAll('.', '[.]').replace('*', '.+')}")`)
  return `#set($asker = $input.params("Origin"))
#if($asker == "")#set($asker = $input.params("origin"))#end
#if(${tests.join(' || ')})#set($context.responseOverride.header.Access-Control-Allow-Origin = $asker)#end`
}
