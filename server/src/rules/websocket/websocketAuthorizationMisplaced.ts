import type { Rule } from '../rule.ts'

export const websocketAuthorizationMisplaced: Rule = {
  id: 'websocket-authorization-misplaced',
  severity: 'error',
  summary: 'A route of a WebSocket API other than $connect is protected.',
  aws: "Refuses the route: 'Currently, authorization is restricted to the $connect route only'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html',
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
    Properties: { ApiId: !Ref Chat, RouteKey: $default, AuthorizationType: AWS_IAM, Target: !Sub 'integrations/\${Backend}' }
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
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, AuthorizationType: AWS_IAM, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *route({ routeKey, authorization }, api) {
      if (api.type !== 'websocket' || routeKey === '$connect') return
      if (authorization.type === 'NONE' || authorization.type === 'UNKNOWN') return
      yield {
        origin: authorization.origin,
        message: `'${routeKey}' is protected, which API Gateway takes on '$connect' only, so it refuses the route; move the authorization there`,
      }
    },
  },
}
