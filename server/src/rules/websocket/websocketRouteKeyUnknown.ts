import type { Rule } from '../rule.ts'
import { nearestFix, nodeOf, suggestion } from '../textFixes.ts'
import { childAt, originOf } from '../../syntax/node.ts'

export const websocketRouteKeyUnknown: Rule = {
  id: 'websocket-route-key-unknown',
  severity: 'warning',
  summary: 'A route of a WebSocket API has a key that looks like one of AWS and is none.',
  aws: 'Takes the key as a word that a message must hold: the route is never called when a connection is made or ends.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: 'https://example.com' }
  Send:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $conect, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Chat, IntegrationType: HTTP_PROXY, IntegrationMethod: POST, IntegrationUri: 'https://example.com' }
  Send:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *route({ routeKey, origin }, api, context) {
      if (api.type !== 'websocket' || !routeKey.startsWith('$') || keys.includes(routeKey)) return
      if (routeKey.startsWith('${')) return
      const node = childAt(nodeOf(context, origin), 'Properties', 'RouteKey')
      const place = node ? originOf(node) : origin
      yield {
        origin: place,
        message: `'${routeKey}' is none of the routes that API Gateway calls by itself; ${suggestion(routeKey, keys, 'take another key')}`,
        fixes: node ? nearestFix(context, place, routeKey, keys) : [],
      }
    },
  },
}

const keys = ['$connect', '$disconnect', '$default']
