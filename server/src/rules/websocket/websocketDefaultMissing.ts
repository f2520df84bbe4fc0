import type { Rule } from '../rule.ts'

export const websocketDefaultMissing: Rule = {
  id: 'websocket-default-missing',
  severity: 'hint',
  summary: 'A WebSocket API has no $default route.',
  aws: "Answers a message that fits no route with an error: 'Forbidden'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html',
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
    Properties: { ApiId: !Ref Chat, RouteKey: send, Target: !Sub 'integrations/\${Backend}' }
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
    Properties: { ApiId: !Ref Chat, RouteKey: $default, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *webSocketApi({ name, routes, origin }) {
      if (routes.length === 0 || routes.some(({ routeKey }) => routeKey === '$default')) return
      yield {
        origin,
        message: `The WebSocket API '${name}' has no '$default' route, so a message that fits no other is answered with an error; add one to answer it yourself`,
      }
    },
  },
}
