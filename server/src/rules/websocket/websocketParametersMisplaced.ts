import type { Rule } from '../rule.ts'

export const websocketParametersMisplaced: Rule = {
  id: 'websocket-parameters-misplaced',
  severity: 'error',
  summary: 'A route of a WebSocket API other than $connect asks for request parameters.',
  aws: "Reads parameters of a request when a connection is made only; SAM refuses the template: 'Request parameters are only supported for the $connect route in WebSocket APIs'.",
  documentation: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html',
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
    Properties: { ApiId: !Ref Chat, RouteKey: $default, RequestParameters: { route.request.querystring.room: { Required: true } }, Target: !Sub 'integrations/\${Backend}' }
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
    Properties: { ApiId: !Ref Chat, RouteKey: $connect, RequestParameters: { route.request.querystring.room: { Required: true } }, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *route({ routeKey, requestParameters }, api) {
      if (api.type !== 'websocket' || routeKey === '$connect') return
      const [stated] = requestParameters
      if (!stated) return
      yield {
        origin: stated.origin,
        message: `'${routeKey}' asks for request parameters, which only '$connect' has, so API Gateway refuses it; move them there, or send them in the message`,
      }
    },
  },
}
