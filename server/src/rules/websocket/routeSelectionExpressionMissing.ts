import type { Rule } from '../rule.ts'
import { nodeOf } from '../textFixes.ts'
import { childAt } from '../../syntax/node.ts'
import { insertProperty } from '../../syntax/edits.ts'

export const routeSelectionExpressionMissing: Rule = {
  id: 'route-selection-expression-missing',
  severity: 'error',
  summary: 'A WebSocket API does not say how a message chooses its route.',
  aws: "Refuses the API: 'Invalid routeSelectionExpression'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
`,
  },
  visit: {
    *webSocketApi({ name, routes, routeSelectionExpression, origin }, context) {
      if (routeSelectionExpression) return
      const properties = childAt(nodeOf(context, origin), 'Properties')
      const value = '"$request.body.action"'
      const edit =
        properties?.type === 'mapping' && insertProperty(properties, 'RouteSelectionExpression', value)
      yield {
        origin,
        // Without routes it may be a part of something that is put together elsewhere.
        severity: routes.length > 0 ? 'error' : 'warning',
        message: `The WebSocket API '${name}' does not say how a message chooses its route, so API Gateway refuses it; add 'RouteSelectionExpression', as '$request.body.action'`,
        fixes: edit ? [{ title: "Add 'RouteSelectionExpression'", edits: [edit], isPreferred: true }] : [],
      }
    },
  },
}
