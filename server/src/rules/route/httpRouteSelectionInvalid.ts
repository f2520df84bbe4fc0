import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

export const httpRouteSelectionInvalid: Rule = {
  id: 'http-route-selection-invalid',
  severity: 'error',
  summary: 'An HTTP API has a route selection expression of its own.',
  aws: `Refuses the API: 'Route selection expression is currently limited to "\${request.method} \${request.path}"'.`,
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP, RouteSelectionExpression: $request.body.action }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://example.com/notes
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP, RouteSelectionExpression: $request.method $request.path }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://example.com/notes
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Api')) {
        const node = childAt(properties, 'RouteSelectionExpression')
        const expression = stringOf(node)
        if (!node || expression === undefined || stringOf(childAt(properties, 'ProtocolType')) !== 'HTTP')
          continue
        if (/^\$(request\.method|\{request\.method\}) \$(request\.path|\{request\.path\})$/.test(expression))
          continue
        yield {
          origin: originOf(node),
          message: `HTTP API '${id}' chooses routes by '${expression}', and API Gateway refuses all but '$request.method $request.path'; take it out, or make it a WebSocket API`,
          fixes: replaceFix(context, originOf(node), expression, '$request.method $request.path'),
        }
      }
    },
  },
}
