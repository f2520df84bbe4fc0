import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const types = [
  'AWS::ApiGatewayV2::IntegrationResponse',
  'AWS::ApiGatewayV2::RouteResponse',
  'AWS::ApiGatewayV2::Model',
]

export const websocketPartMisplaced: Rule = {
  id: 'websocket-part-misplaced',
  severity: 'error',
  summary: 'An HTTP API has a part that only WebSocket APIs have.',
  aws: "Refuses it: 'IntegrationResponses are currently not supported for this API protocol type.', 'RouteResponses are currently not supported for this API protocol type.', 'Currently, Models are not permitted for APIs with a protocol type of HTTP'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
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
  Answer:
    Type: AWS::ApiGatewayV2::RouteResponse
    Properties: { ApiId: !Ref Notes, RouteId: !Ref Add, RouteResponseKey: $default }
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
      const httpApis = resourcesOfType(root, 'AWS::ApiGatewayV2::Api')
        .filter(({ properties }) => stringOf(childAt(properties, 'ProtocolType')) === 'HTTP')
        .map(({ id }) => id)
      for (const { id, type, properties } of resourcesOfType(root, ...types)) {
        const node = childAt(properties, 'ApiId')
        const api = referencedId(node)
        if (!node || api === undefined || !httpApis.includes(api)) continue
        yield {
          origin: originOf(node),
          message: `'${id}' is of type '${type}', which an HTTP API such as '${api}' does not have, so API Gateway refuses it; take it out, or use a REST or WebSocket API`,
        }
      }
    },
  },
}
