import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

export const routeResponseKeyInvalid: Rule = {
  id: 'route-response-key-invalid',
  severity: 'error',
  summary: 'The response of a WebSocket route has another key than $default.',
  aws: "Refuses it: 'Currently, only $default is supported as a RouteResponseKey.'",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-routeresponse.html',
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
    Properties: { ApiId: !Ref Chat, RouteKey: $default, Target: !Sub 'integrations/\${Backend}' }
  Answer:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref Chat, RouteId: !Ref Send, RouteResponseKey: answer }
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
  Answer:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref Chat, RouteId: !Ref Send, RouteResponseKey: $default }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::RouteResponse')) {
        const node = childAt(properties, 'RouteResponseKey')
        const key = stringOf(node)
        if (!node || key === undefined || key === '$default' || isComputed(node)) continue
        yield {
          origin: originOf(node),
          message: `Route response '${id}' has the key '${key}', which API Gateway refuses; write '$default'`,
          fixes: replaceFix(context, originOf(node), key, '$default'),
        }
      }
    },
  },
}
