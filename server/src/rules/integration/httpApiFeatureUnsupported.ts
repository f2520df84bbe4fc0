import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const httpApiFeatureUnsupported: Rule = {
  id: 'http-api-feature-unsupported',
  severity: 'error',
  summary: 'An HTTP API has an integration type that only REST and WebSocket APIs have.',
  aws: 'Refuses the integration: HTTP APIs take AWS_PROXY and HTTP_PROXY.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: HTTP, IntegrationMethod: GET, IntegrationUri: 'https://example.com' }
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties: { ApiId: !Ref Notes, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, IntegrationUri: 'https://example.com' }
  List:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *integration({ type }, { api, label }, context) {
      if (api.type !== 'http' || !type.known) return
      const { value, origin } = type
      if (!['AWS', 'HTTP', 'MOCK'].includes(value)) return
      const proxy = value === 'HTTP' ? 'HTTP_PROXY' : 'AWS_PROXY'
      yield {
        origin,
        message: `'${label}' has the type '${value}', which an HTTP API does not have; use 'AWS_PROXY' or 'HTTP_PROXY', or make it a REST API`,
        fixes: value === 'MOCK' ? [] : replaceFix(context, origin, value, proxy),
      }
    },
  },
}
