import type { CorsConfiguration, HttpApi, Route, Stage, WebSocketApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOf } from '../syntax/node.ts'
import { partsOf } from './apiParts.ts'
import { readBodyFile, unreadBody } from './bodyFiles.ts'
import { defined } from './defined.ts'
import { quickCreate, readRoute } from './httpRoutes.ts'
import { applyBasePath } from './importBasePath.ts'
import { readSettings, readTags } from './apiSettings.ts'
import { readOpenApi } from './openApi.ts'
import { upperCase } from './properties.ts'
import { withManagedOverrides } from './managedOverrides.ts'
import { listedName, readDeployment, readModel, splitSources } from './restParts.ts'
import { readHttpStageSettings } from './stageSettings.ts'
import { withDefaultStage } from './restResources.ts'
import { resourcesOf } from './templateResources.ts'

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
  const overridden = withManagedOverrides(template, api)
  return {
    ...overridden,
    authorizers: [...api.authorizers, ...readAuthorizers(template, api.id)],
    models: [...api.models, ...parts('Model').map(model => readModel(template, model))],
    stages: withDefaultStage(
      [...overridden.stages, ...readStages(template, api.id)],
      api.type === 'http' ? '$default' : 'dev',
      api.origin,
    ),
    deployments: parts('Deployment').map(readDeployment),
    routes: mergeRoutes(
      overridden.routes,
      parts('Route').map(route => readRoute(template, route)),
    ),
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
    unmodelled: [...(body?.unmodelled ?? []), ...unreadBody(properties, body)],
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
    unmodelled: unreadBody(properties, undefined),
    routes: [],
    ...defined({
      routeSelectionExpression: properties.text('RouteSelectionExpression'),
      apiKeySelectionExpression: properties.text('ApiKeySelectionExpression'),
    }),
  }
}

function readBody(template: Template, { id, properties }: TemplateResource): HttpApi | undefined {
  const body = readBodyFile(template, properties)
  if (!body) return undefined
  const name = valueOf(properties.text('Name'))
  const api = readOpenApi(body.root, body.reader, { id, apiType: 'http', ...defined({ name }) })
  if (api?.type !== 'http') return undefined
  return applyBasePath(api, body.root, body.reader, valueOf(properties.text('BasePath')))
}

function readStages(template: Template, apiId: string): Stage[] {
  return partsOf(template, 'AWS::ApiGatewayV2::Stage', 'ApiId', apiId).map(({ id, origin, properties }) => ({
    id,
    name: valueOf(properties.text('StageName')) ?? id,
    origin,
    variables: properties.textMap('StageVariables'),
    ...readHttpStageSettings(template.reader, properties),
    ...defined({ tags: readTags(template.reader, properties) }),
    unmodelled: [],
  }))
}

function readAuthorizers(template: Template, apiId: string): Authorizer[] {
  return partsOf(template, 'AWS::ApiGatewayV2::Authorizer', 'ApiId', apiId).map(readHttpAuthorizer)
}

/** `AWS::ApiGatewayV2::Authorizer`; routes refer to it by its logical id. */
export function readHttpAuthorizer({ id, origin, properties }: TemplateResource): Authorizer {
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
}
