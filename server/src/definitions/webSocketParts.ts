import type { Route, RouteResponse } from '../api/api.ts'
import type { KeyedIntegrationResponse } from '../api/integration.ts'
import type { Fact } from '../base/origin.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template, TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { defined } from './defined.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { booleanFact, children } from './reader.ts'
import { resourcesOf } from './templateResources.ts'

/** What a route of a WebSocket API has more than one of an HTTP API. */
export type WebSocketRouteParts = Pick<
  Route,
  'requestModels' | 'modelSelectionExpression' | 'routeResponseSelectionExpression' | 'routeResponses'
>

/** `AWS::ApiGatewayV2::Route` with the `RouteResponse`s that name it. */
export function readWebSocketParts(template: Template, route: TemplateResource): WebSocketRouteParts {
  const responses = resourcesOf(template, 'AWS::ApiGatewayV2::RouteResponse')
    .filter(({ properties }) => valueOf(properties.text('RouteId')) === route.id)
    .map(response => readRouteResponse(template.reader, response))
  return {
    ...readRouteModels(route.properties),
    ...defined({ routeResponses: responses.length > 0 ? responses : undefined }),
  }
}

/** The models and expressions of a route, CloudFormation's spelling and SAM's alike. */
export function readRouteModels(properties: Properties): WebSocketRouteParts {
  const models = properties.textMap('RequestModels')
  return defined({
    requestModels: models.size > 0 ? models : undefined,
    modelSelectionExpression: properties.text('ModelSelectionExpression'),
    routeResponseSelectionExpression: properties.text('RouteResponseSelectionExpression'),
  })
}

/** The `AWS::ApiGatewayV2::IntegrationResponse`s that name an integration. */
export function readKeyedResponses(
  template: Template,
  integrationId: string,
): KeyedIntegrationResponse[] | undefined {
  const responses = resourcesOf(template, 'AWS::ApiGatewayV2::IntegrationResponse')
    .filter(({ properties }) => valueOf(properties.text('IntegrationId')) === integrationId)
    .map(({ origin, properties }) => ({
      origin,
      responseParameters: properties.textMap('ResponseParameters'),
      responseTemplates: properties.textMap('ResponseTemplates'),
      ...defined({
        integrationResponseKey: properties.text('IntegrationResponseKey'),
        templateSelectionExpression: properties.text('TemplateSelectionExpression'),
        contentHandling: upperCase(properties.text('ContentHandlingStrategy')),
      }),
    }))
  return responses.length > 0 ? responses : undefined
}

function readRouteResponse(reader: Reader, { origin, properties }: TemplateResource): RouteResponse {
  const parameters = children(reader, properties.value('ResponseParameters')).flatMap(({ entry, value }) => {
    const required = booleanFact(reader, propertiesOf(reader, value).value('Required'))
    return required ? [[entry.name, required] as const] : []
  })
  return {
    origin,
    responseModels: properties.textMap('ResponseModels'),
    responseParameters: new Map<string, Fact<boolean>>(parameters),
    ...defined({
      routeResponseKey: properties.text('RouteResponseKey'),
      modelSelectionExpression: properties.text('ModelSelectionExpression'),
    }),
  }
}
