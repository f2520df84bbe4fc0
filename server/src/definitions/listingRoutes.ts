import type { CorsConfiguration, HttpApi, Route, WebSocketApi } from '../api/api.ts'
import type { Authorizer } from '../api/authorizer.ts'
import type { Integration } from '../api/integration.ts'
import type { Listed } from './listingValues.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import {
  byName,
  listAuthorization,
  listConnection,
  listed,
  listedMap,
  listedOr,
  listedTexts,
  listSettings,
  listStages,
  some,
} from './listingValues.ts'

/** What AWS lists of an HTTP or WebSocket API. */
export interface RouteListing {
  /** GetApi. */
  readonly api: Listed
  /** GetRoutes by route key, each with the integration that it targets. */
  readonly routes: Readonly<Record<string, Listed>>
  readonly authorizers: Readonly<Record<string, Listed>>
  readonly stages: Readonly<Record<string, Listed>>
}

type RouteApi = HttpApi | WebSocketApi

/** Lists an API in the words of https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/resources.html */
export function listRouteApi(api: RouteApi): RouteListing {
  const routes = api.routes.map(route => [route.routeKey, listRoute(api, route)] as const)
  return {
    api: listOwn(api),
    routes: Object.fromEntries(routes),
    authorizers: byName(api.authorizers, listAuthorizer),
    stages: listStages(api.stages, 'stageVariables'),
  }
}

function listOwn(api: RouteApi): Listed {
  const isHttp = api.type === 'http'
  return {
    name: api.name,
    protocolType: isHttp ? 'HTTP' : 'WEBSOCKET',
    apiKeySelectionExpression: '$request.header.x-api-key',
    ...listSettings(api.settings),
    ...defined({
      routeSelectionExpression: isHttp
        ? '$request.method $request.path'
        : listed(api.routeSelectionExpression),
      corsConfiguration: isHttp && api.cors ? listCors(api.cors) : undefined,
    }),
  }
}

function listCors(cors: CorsConfiguration): Listed {
  return defined({
    allowOrigins: listedTexts(cors.allowOrigins),
    allowMethods: listedTexts(cors.allowMethods),
    allowHeaders: listedTexts(cors.allowHeaders),
    exposeHeaders: listedTexts(cors.exposeHeaders),
    allowCredentials: listed(cors.allowCredentials),
    maxAge: listed(cors.maxAge),
  })
}

function listRoute(api: RouteApi, route: Route): Listed {
  return {
    apiKeyRequired: listedOr(route.apiKeyRequired, false),
    ...listAuthorization(route.authorization, api.authorizers),
    ...defined({
      operationName: route.operationName,
      integration: route.integration && listIntegration(api, route.integration),
    }),
  }
}

function listIntegration(api: RouteApi, integration: Integration): Listed {
  const isHttp = api.type === 'http'
  const type = listed(integration.type)
  const responses = integration.responses.map(
    response => [valueOf(response.statusCode) ?? '?', listedMap(response.responseParameters)] as const,
  )
  return {
    connectionType: 'INTERNET',
    ...listConnection(integration),
    integrationType: type,
    timeoutInMillis: listedOr(integration.timeoutInMillis, isHttp ? 30_000 : 29_000),
    ...defined({
      integrationMethod: listed(integration.httpMethod),
      integrationSubtype: listed(integration.subtype),
      // A Lambda integration must state it; of all others 1.0 is the only version.
      payloadFormatVersion: listedOr(
        integration.payloadFormatVersion,
        type === 'AWS_PROXY' ? undefined : '1.0',
      ),
      passthroughBehavior: isHttp ? undefined : listedOr(integration.passthroughBehavior, 'WHEN_NO_MATCH'),
      contentHandlingStrategy: listed(integration.contentHandling),
      requestParameters: listedMap(integration.requestParameters),
      requestTemplates:
        listedMap(integration.requestTemplates) && [...integration.requestTemplates.keys()].sort(),
      responseParameters: some(responses),
    }),
  }
}

function listAuthorizer(authorizer: Authorizer): Listed {
  const { jwt } = authorizer
  return defined({
    authorizerType: listed(authorizer.type),
    identitySource: listedTexts(authorizer.identitySource),
    identityValidationExpression: listed(authorizer.identityValidationExpression),
    authorizerPayloadFormatVersion: listed(authorizer.payloadFormatVersion),
    authorizerResultTtlInSeconds: listed(authorizer.resultTtlInSeconds),
    enableSimpleResponses: listed(authorizer.enableSimpleResponses),
    jwtConfiguration: jwt && defined({ issuer: listed(jwt.issuer), audience: listedTexts(jwt.audience) }),
  })
}
