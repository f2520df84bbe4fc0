import type { RequestParameter, Route, Stage } from '../api/api.ts'
import type { Integration, IntegrationResponse } from '../api/integration.ts'
import type { Fact, Origin } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf, unknownAt, upperCase } from './properties.ts'
import { booleanFact, children, known, list, textFact } from './reader.ts'
import { readTlsConfig } from './tlsConfig.ts'
import { readKeyedResponses, readWebSocketParts } from './webSocketParts.ts'
import { readAuthorization, requestParameter } from './restMethods.ts'

/** Method and path of a route key; neither for `$default`, `$connect` or a WebSocket action. */
function partsOfRouteKey(routeKey: string): { httpMethod?: string; path?: string } {
  const match = /^([A-Za-z]+)\s+(\/\S*)$/.exec(routeKey.trim())
  return match?.[1] && match[2] ? { httpMethod: match[1].toUpperCase(), path: match[2] } : {}
}

/** `AWS::ApiGatewayV2::Route` with the integration that its `Target` names. */
export function readRoute(template: Template, resource: TemplateResource): Route {
  const { origin, properties } = resource
  const routeKey = valueOf(properties.text('RouteKey')) ?? resource.id
  const operationName = properties.text('OperationName')
  return {
    routeKey,
    origin,
    ...partsOfRouteKey(routeKey),
    authorization: readAuthorization(properties, origin),
    requestParameters: readRouteParameters(template.reader, properties),
    unmodelled: [],
    ...readWebSocketParts(template, resource),
    ...defined({
      apiKeyRequired: properties.boolean('ApiKeyRequired'),
      operationName: operationName?.known ? operationName.value : undefined,
      integration: integrationOf(template, properties.text('Target')),
    }),
  }
}

/** `RequestParameters` of a route: `route.request.querystring.room: {Required: true}`. */
export function readRouteParameters(reader: Reader, route: Properties): RequestParameter[] {
  return children(reader, route.value('RequestParameters')).flatMap(({ entry, value }) => {
    const required = booleanFact(reader, propertiesOf(reader, value).value('Required'))
    return requestParameter(entry.name, originOfEntry(entry), required) ?? []
  })
}

/**
 * The route, integration and stage that `Target` of an HTTP API makes by itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html#http-api-examples.cli.quick-create
 */
export function quickCreate({
  origin,
  properties,
}: TemplateResource): { route: Route; stage: Stage } | undefined {
  const target = properties.text('Target')
  const targetOrigin = properties.origin('Target')
  if (!target || !targetOrigin) return undefined
  const routeKey = valueOf(properties.text('RouteKey')) ?? '$default'
  const isUrl = target.known && /^https?:\/\//.test(target.value)
  const integration: Integration = {
    ...emptyIntegration(targetOrigin),
    type: known(isUrl ? 'HTTP_PROXY' : 'AWS_PROXY', targetOrigin),
    uri: target,
    ...(isUrl
      ? { httpMethod: known('ANY', targetOrigin) }
      : { payloadFormatVersion: known('2.0', targetOrigin) }),
    ...defined({ credentials: properties.text('CredentialsArn') }),
  }
  const route: Route = {
    routeKey,
    origin: properties.origin('RouteKey') ?? targetOrigin,
    ...partsOfRouteKey(routeKey),
    authorization: { origin, type: 'NONE', scopes: [] },
    requestParameters: [],
    isManaged: true,
    integration,
    unmodelled: [],
  }
  const stage: Stage = {
    name: '$default',
    isManaged: true,
    origin: targetOrigin,
    variables: new Map(),
    autoDeploy: known(true, targetOrigin),
    unmodelled: [],
  }
  return { route, stage }
}

function integrationOf(template: Template, target: Fact<string> | undefined): Integration | undefined {
  if (!target) return undefined
  const id = target.known ? target.value.replace(/^integrations\//, '') : undefined
  const resource = id === undefined ? undefined : template.resources.get(id)
  if (resource?.type === 'AWS::ApiGatewayV2::Integration') return readIntegration(template, resource)
  const reason = target.known ? `'${target.value}' is no integration of this template` : target.reason
  return { ...emptyIntegration(target.origin), type: { known: false, reason, origin: target.origin } }
}

function emptyIntegration(origin: Origin): Omit<Integration, 'type'> {
  return {
    origin,
    requestParameters: new Map(),
    requestTemplates: new Map(),
    cacheKeyParameters: [],
    responses: [],
    unmodelled: [],
  }
}

function readIntegration(
  template: Template,
  { id, body, origin, properties }: TemplateResource,
): Integration {
  const { reader } = template
  return {
    ...emptyIntegration(origin),
    type:
      upperCase(properties.text('IntegrationType')) ??
      unknownAt(body, `integration '${id}' has no 'IntegrationType'`),
    requestParameters: properties.textMap('RequestParameters'),
    requestTemplates: properties.textMap('RequestTemplates'),
    responses: readResponses(reader, properties),
    ...defined({
      httpMethod: upperCase(properties.text('IntegrationMethod')),
      uri: properties.text('IntegrationUri'),
      subtype: properties.text('IntegrationSubtype'),
      credentials: properties.text('CredentialsArn'),
      connectionType: upperCase(properties.text('ConnectionType')),
      connectionId: properties.text('ConnectionId'),
      payloadFormatVersion: properties.text('PayloadFormatVersion'),
      timeoutInMillis: properties.number('TimeoutInMillis'),
      passthroughBehavior: upperCase(properties.text('PassthroughBehavior')),
      contentHandling: upperCase(properties.text('ContentHandlingStrategy')),
      templateSelectionExpression: properties.text('TemplateSelectionExpression'),
      tlsConfig: readTlsConfig(properties, 'TlsConfig'),
      keyedResponses: readKeyedResponses(template, id),
    }),
  }
}

// HTTP APIs map responses by status: `ResponseParameters: {"200": {ResponseParameters: [{Source, Destination}]}}`.
function readResponses(reader: Reader, properties: Properties): IntegrationResponse[] {
  return children(reader, properties.value('ResponseParameters')).map(({ entry, value }) => {
    const pairs = list(reader, propertiesOf(reader, value).value('ResponseParameters')).flatMap(pair => {
      const { text } = propertiesOf(reader, pair)
      const destination = valueOf(text('Destination'))
      const source = text('Source')
      return destination === undefined || !source ? [] : [[destination, source] as const]
    })
    return {
      origin: originOf(value),
      statusCode: textFact(reader, entry.key) ?? known(entry.name, originOf(entry.key)),
      responseParameters: new Map(pairs),
      responseTemplates: new Map(),
    }
  })
}
