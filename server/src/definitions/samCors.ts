import type { CorsConfiguration, Method, Resource } from '../api/api.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Template } from './templateResources.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { originOf } from '../syntax/node.ts'
import { readCors } from './httpResources.ts'
import { propertiesOf } from './properties.ts'
import { known, textFact, textFacts } from './reader.ts'
import { open } from './samAuth.ts'

const everyMethod = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']

/**
 * Adds the `OPTIONS` methods that `Cors` of an `AWS::Serverless::Api` makes: one for every path without its own.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html
 */
export function addPreflights(
  template: Template,
  api: Properties,
  resources: readonly Resource[],
): readonly Resource[] {
  const node = api.value('Cors')
  const origin = api.origin('Cors')
  if (!node || !origin) return resources
  const cors = propertiesOf(template.reader, node)
  // Anything but a mapping is the allowed origin.
  const single = isSingle(node) ? textFact(template.reader, node) : undefined
  const headers = single ? { origin: single } : headersOf(cors)
  return resources.map(resource => {
    if (resource.methods.some(method => method.httpMethod === 'OPTIONS')) return resource
    const methods = headers.methods ?? known(`'${methodsOf(resource)}'`, origin)
    const parameters = new Map<string, Fact<string>>()
    const add = (header: string, fact: Fact<string> | undefined) => {
      if (fact) parameters.set(`method.response.header.Access-Control-${header}`, fact)
    }
    add('Allow-Origin', headers.origin ?? known("'*'", origin))
    add('Allow-Headers', headers.headers)
    add('Allow-Methods', methods)
    add('Max-Age', headers.maxAge)
    add('Allow-Credentials', headers.credentials)
    return { ...resource, methods: [...resource.methods, preflight(parameters, origin)] }
  })
}

/** `CorsConfiguration` of an `AWS::Serverless::HttpApi`: true allows every origin, a mapping says more. */
export function readHttpCors(
  template: Template,
  api: Properties,
  body: CorsConfiguration | undefined,
): CorsConfiguration | undefined {
  const node = api.value('CorsConfiguration')
  const origin = api.origin('CorsConfiguration')
  if (!node || !origin) return body
  const isMapping = node.type === 'mapping' && !isSingle(node)
  const allowed = isMapping ? [] : textFacts(template.reader, node)
  if (allowed.some(fact => fact.known && fact.value === 'false')) return body
  const every = allowed.some(fact => fact.known && fact.value === 'true')
  const own = isMapping
    ? readCors(api.inner('CorsConfiguration'), origin)
    : {
        origin,
        allowOrigins: every ? [known('*', originOf(node))] : allowed,
        allowMethods: [],
        allowHeaders: [],
        exposeHeaders: [],
      }
  return body ? overlay(body, own) : own
}

function isSingle(node: Node): boolean {
  return node.type === 'scalar' || intrinsicOf(node) !== undefined
}

interface CorsHeaders {
  readonly origin?: Fact<string> | undefined
  readonly headers?: Fact<string> | undefined
  readonly methods?: Fact<string> | undefined
  readonly maxAge?: Fact<string> | undefined
  readonly credentials?: Fact<string> | undefined
}

function headersOf(cors: Properties): CorsHeaders {
  const credentials = cors.boolean('AllowCredentials')
  return {
    origin: cors.text('AllowOrigin'),
    headers: cors.text('AllowHeaders'),
    methods: cors.text('AllowMethods'),
    maxAge: cors.text('MaxAge'),
    credentials: credentials?.known && credentials.value ? known("'true'", credentials.origin) : undefined,
  }
}

function methodsOf(resource: Resource): string {
  const names = resource.methods.map(method => method.httpMethod)
  return (names.includes('ANY') ? everyMethod : [...new Set([...names, 'OPTIONS'])].sort()).join(',')
}

/** The texts of a generated preflight. */
export interface PreflightTexts {
  readonly request: string
  readonly response: string
  readonly contentHandling?: string
}

const samTexts: PreflightTexts = { request: '{\n  "statusCode" : 200\n}\n', response: '{}\n' }

/** The generated `OPTIONS` method that answers with these response parameters; its texts are SAM's unless given. */
export function preflight(
  responseParameters: ReadonlyMap<string, Fact<string>>,
  origin: Origin,
  { request, response, contentHandling }: PreflightTexts = samTexts,
): Method {
  const prefix = 'method.response.header.'
  const headers = [...responseParameters.keys()].map(key => [key.slice(prefix.length), origin] as const)
  return {
    httpMethod: 'OPTIONS',
    origin,
    authorization: open(origin),
    requestParameters: [],
    requestModels: new Map(),
    responses: [{ statusCode: '200', origin, headers: new Map(headers), models: new Map() }],
    integration: {
      origin,
      type: known('MOCK', origin),
      requestParameters: new Map(),
      requestTemplates: new Map([['application/json', known(request, origin)]]),
      cacheKeyParameters: [],
      ...(contentHandling !== undefined && { contentHandling: known(contentHandling, origin) }),
      responses: [
        {
          origin,
          statusCode: known('200', origin),
          responseParameters,
          responseTemplates: new Map([['application/json', known(response, origin)]]),
        },
      ],
      unmodelled: [],
    },
    isGenerated: true,
    unmodelled: [],
  }
}

function overlay(body: CorsConfiguration, own: CorsConfiguration): CorsConfiguration {
  const chosen = (name: 'allowOrigins' | 'allowMethods' | 'allowHeaders' | 'exposeHeaders') =>
    own[name].length > 0 ? own[name] : body[name]
  return {
    ...body,
    ...own,
    allowOrigins: chosen('allowOrigins'),
    allowMethods: chosen('allowMethods'),
    allowHeaders: chosen('allowHeaders'),
    exposeHeaders: chosen('exposeHeaders'),
  }
}
