import type { CorsConfiguration, HttpApi, Route, Stage, WebSocketApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { UnmodelledProperty } from '../api/integration.ts'
import type { Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { originOf } from '../syntax/node.ts'
import { partsOf } from './apiParts.ts'
import { defined } from './defined.ts'
import { quickCreate, readRoute } from './httpRoutes.ts'
import { applyBasePath } from './importBasePath.ts'
import { readSettings } from './apiSettings.ts'
import { readOpenApi } from './openApi.ts'
import { upperCase } from './properties.ts'
import { listedName, splitSources } from './restParts.ts'
import { withDefaultStage } from './restResources.ts'
import { resourcesOf } from './templateResources.ts'

const apiProperties = ['BodyS3Location', 'DisableExecuteApiEndpoint', 'ApiKeySelectionExpression']
const stageProperties = ['AccessLogSettings', 'DefaultRouteSettings', 'RouteSettings', 'ClientCertificateId']

/** `AWS::ApiGatewayV2::Api` as it stands, HTTP and WebSocket; `withHttpParts` adds the resources that name it. */
export function readHttpResources(template: Template): (HttpApi | WebSocketApi)[] {
  return resourcesOf(template, 'AWS::ApiGatewayV2::Api').map(resource => {
    const protocol = upperCase(resource.properties.text('ProtocolType'))
    return protocol?.known && protocol.value === 'WEBSOCKET'
      ? readWebSocketApi(template, resource)
      : readHttpApi(template, resource)
  })
}

/** `CorsConfiguration` of an HTTP API in CloudFormation's and SAM's spelling. */
export function readCors(properties: Properties, origin: Origin): CorsConfiguration {
  return {
    origin,
    allowOrigins: properties.texts('AllowOrigins'),
    allowMethods: properties.texts('AllowMethods'),
    allowHeaders: properties.texts('AllowHeaders'),
    exposeHeaders: properties.texts('ExposeHeaders'),
    ...defined({
      allowCredentials: properties.boolean('AllowCredentials'),
      maxAge: properties.number('MaxAge'),
    }),
  }
}

/** A route of `second` replaces its namesakes of `first`. */
export function mergeRoutes(first: readonly Route[], second: readonly Route[]): Route[] {
  const keys = new Set(second.map(route => route.routeKey))
  return [...first.filter(route => !keys.has(route.routeKey)), ...second]
}

/** Adds the `AWS::ApiGatewayV2::*` resources that name an API, which may be one of SAM's. */
export function withHttpParts<T extends HttpApi | WebSocketApi>(template: Template, api: T): T {
  const parts = (type: string) => partsOf(template, `AWS::ApiGatewayV2::${type}`, 'ApiId', api.id)
  const unmodelled =
    api.type === 'http'
      ? parts('ApiMapping')
      : [...parts('ApiMapping'), ...parts('IntegrationResponse'), ...parts('RouteResponse')]
  return {
    ...api,
    authorizers: [...api.authorizers, ...readAuthorizers(template, api.id)],
    stages: withDefaultStage(
      [...api.stages, ...readStages(template, api.id)],
      api.type === 'http' ? '$default' : 'dev',
      api.origin,
    ),
    routes: mergeRoutes(
      api.routes,
      parts('Route').map(route => readRoute(template, route)),
    ),
    unmodelled: [...api.unmodelled, ...unmodelled.map(({ type, origin }) => ({ name: type, origin }))],
  }
}

function readHttpApi(template: Template, resource: TemplateResource): HttpApi {
  const { id, origin, properties } = resource
  const quick = quickCreate(resource)
  const body = readBody(template, resource)
  const cors = properties.value('CorsConfiguration')
  return {
    type: 'http',
    id,
    name: valueOf(properties.text('Name')) ?? body?.name ?? id,
    origin,
    authorizers: body?.authorizers ?? [],
    models: body?.models ?? [],
    stages: quick ? [quick.stage] : [],
    settings: { ...body?.settings, ...readSettings(template.reader, properties) },
    unmodelled: [...(body?.unmodelled ?? []), ...unmodelledOf(resource)],
    routes: mergeRoutes(body?.routes ?? [], quick ? [quick.route] : []),
    ...defined({
      cors: cors ? readCors(properties.inner('CorsConfiguration'), originOf(cors)) : body?.cors,
    }),
  }
}

function readWebSocketApi(template: Template, resource: TemplateResource): WebSocketApi {
  const { id, origin, properties } = resource
  return {
    type: 'websocket',
    id,
    name: valueOf(properties.text('Name')) ?? id,
    origin,
    authorizers: [],
    models: [],
    stages: [],
    settings: readSettings(template.reader, properties),
    unmodelled: unmodelledOf(resource),
    routes: [],
    ...defined({ routeSelectionExpression: properties.text('RouteSelectionExpression') }),
  }
}

function readBody(template: Template, { id, properties }: TemplateResource): HttpApi | undefined {
  const root = properties.value('Body')
  if (!root || intrinsicOf(root)) return undefined
  const name = valueOf(properties.text('Name'))
  const api = readOpenApi(root, template.reader, { id, apiType: 'http', ...defined({ name }) })
  if (api?.type !== 'http') return undefined
  return applyBasePath(api, root, template.reader, valueOf(properties.text('BasePath')))
}

function unmodelledOf({ properties }: TemplateResource): UnmodelledProperty[] {
  const body = properties.value('Body')
  return [
    ...properties.unmodelled(apiProperties),
    ...(body && intrinsicOf(body) ? [{ name: 'Body', origin: originOf(body) }] : []),
  ]
}

function readStages(template: Template, apiId: string): Stage[] {
  return partsOf(template, 'AWS::ApiGatewayV2::Stage', 'ApiId', apiId).map(({ id, origin, properties }) => ({
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: properties.textMap('StageVariables'),
    unmodelled: properties.unmodelled(stageProperties),
  }))
}

function readAuthorizers(template: Template, apiId: string): Authorizer[] {
  return partsOf(template, 'AWS::ApiGatewayV2::Authorizer', 'ApiId', apiId).map(
    ({ id, origin, properties }) => {
      const jwt = properties.inner('JwtConfiguration')
      return {
        name: id,
        origin,
        ...listedName(properties),
        identitySource: properties.texts('IdentitySource').flatMap(splitSources),
        providerArns: [],
        unmodelled: [],
        ...defined({
          type: upperCase(properties.text('AuthorizerType')),
          uri: properties.text('AuthorizerUri'),
          identityValidationExpression: properties.text('IdentityValidationExpression'),
          resultTtlInSeconds: properties.number('AuthorizerResultTtlInSeconds'),
          credentials: properties.text('AuthorizerCredentialsArn'),
          payloadFormatVersion: properties.text('AuthorizerPayloadFormatVersion'),
          enableSimpleResponses: properties.boolean('EnableSimpleResponses'),
          jwt: jwt.node
            ? { audience: jwt.texts('Audience'), ...defined({ issuer: jwt.text('Issuer') }) }
            : undefined,
        }),
      }
    },
  )
}
