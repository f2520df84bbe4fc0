import type { Method } from '../api/api.ts'
import type { Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Written } from './madeNodes.ts'
import type { Properties } from './properties.ts'
import type { EventAuthorizer } from './serverlessAuthorizers.ts'
import type { CorsEvent } from './serverlessCors.ts'
import type { Generated } from './serverlessStages.ts'
import type { Service } from './serverlessService.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { entryAt, writtenAt } from './madeNodes.ts'
import { propertiesOf } from './properties.ts'
import { readEventAuthorizer } from './serverlessAuthorizers.ts'
import { corsResponseHeaders } from './serverlessCors.ts'
import { methodLogicalId, serviceApis } from './serverlessNames.ts'
import { readMethod } from './restMethods.ts'

/** A route that a plugin adds to the REST API of a service. */
export interface PluginRoute extends CorsEvent {
  /** Where the user asks for it. */
  readonly at: Node
  /** Of its `AWS::ApiGateway::Method`: what all routes have is added. */
  readonly method: string
  readonly written: { readonly [property: string]: Written | undefined }
  /** Statuses that the method may answer with, and the headers that each may carry besides those of CORS. */
  readonly statuses: ReadonlyMap<number, readonly string[]>
  readonly responses: readonly WrittenResponse[]
  /** Of the framework's kind; plugins of another write the authorizer's id themselves. */
  readonly authorizer?: Node | undefined
  /** The role that the plugin makes for it. */
  readonly role: Generated
}

/** An integration response, in CloudFormation's words. */
export interface WrittenResponse {
  readonly StatusCode: Written
  readonly SelectionPattern: Written
  /** By name; what CORS says is added. */
  readonly ResponseParameters: Readonly<Record<string, Written>>
  readonly ResponseTemplates: Written
}

/** A method of the API that a plugin's route makes. */
export interface PluginMethod {
  readonly path: string
  readonly method: Method
  readonly authorizer: EventAuthorizer | undefined
}

/** What both plugins allow where `cors` names no headers. */
export const pluginCorsHeaders = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
]

const originHeader = 'method.response.header.Access-Control-Allow-Origin'

/** The method that a route makes. */
export function pluginMethod(service: Service, route: PluginRoute): PluginMethod {
  const { at, path, written, properties } = route
  const cors = corsResponseHeaders(route).get('Access-Control-Allow-Origin')
  const allowed = cors ? { [originHeader]: valueOf(cors) ?? '' } : {}
  const statuses = [...route.statuses].map(([StatusCode, headers]) => ({
    StatusCode,
    ResponseParameters: Object.fromEntries(
      [...headers, ...Object.keys(allowed)].map(name => [name, headers.includes(name)]),
    ),
  }))
  const { Integration, ...others } = written
  const integration = writtenAt(Integration ?? {}, at)
  const responses = route.responses.map(response => ({
    ...response,
    ResponseParameters: { ...response.ResponseParameters, ...allowed },
  }))
  const whole = writtenAt(
    {
      HttpMethod: route.method,
      ApiKeyRequired: valueOf(properties.boolean('private')) === true,
      RestApiId: serviceApis.rest,
      MethodResponses: statuses,
      ...others,
      Integration: integration.type === 'mapping' ? withResponses(integration, responses, at) : integration,
    },
    at,
  )
  const id = methodLogicalId(path, route.method)
  const entry = entryAt(id, writtenAt({ Type: 'AWS::ApiGateway::Method', Properties: whole }, at), at)
  const method = readMethod(service.template, {
    id,
    type: 'AWS::ApiGateway::Method',
    entry,
    body: entry.value,
    properties: propertiesOf(service.template.reader, whole),
    origin: originOfEntry(entry),
  })
  const authorizer = authorizerOf(service, route, originOf(at))
  return {
    path,
    authorizer,
    method: authorizer ? { ...method, authorization: authorizer.authorization } : method,
  }
}

function withResponses(
  integration: Extract<Node, { type: 'mapping' }>,
  responses: readonly Written[],
  at: Node,
) {
  return integration.withEntries([
    ...integration.entries,
    entryAt('IntegrationResponses', writtenAt(responses, at), at),
  ])
}

function authorizerOf(
  service: Service,
  { authorizer }: PluginRoute,
  origin: Origin,
): EventAuthorizer | undefined {
  return authorizer && readEventAuthorizer(service, authorizer, origin)
}

/** A role that API Gateway takes on to call a service. */
export function roleFor(id: string, policy: string, actions: readonly Written[], at: Node): Generated {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'sts:AssumeRole',
  }
  const written = {
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    Policies: [{ PolicyName: policy, PolicyDocument: { Version: '2012-10-17', Statement: actions } }],
  }
  const properties = Object.entries(written).map(([name, value]) => entryAt(name, writtenAt(value, at), at))
  return { id, type: 'AWS::IAM::Role', at, properties }
}

/** `GET`, `/orders`: as the plugins read a path, with or without slashes around it. */
export function routePath(path: string): string {
  return `/${path.replace(/^\//, '').replace(/\/$/, '')}`
}

/** The properties inside an event. */
export function innerText(properties: Properties, ...names: readonly string[]): string | undefined {
  const last = names.at(-1) ?? ''
  return valueOf(
    names
      .slice(0, -1)
      .reduce((inner, name) => inner.inner(name), properties)
      .text(last),
  )
}
