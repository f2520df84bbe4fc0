import type { Rule } from '../rule.ts'

export const routeApiKeyIgnored: Rule = {
  id: 'route-api-key-ignored',
  severity: 'error',
  summary: 'A route of an HTTP API asks for an API key.',
  aws: "Refuses the route: 'ApiKeyRequired is not currently supported for HTTP APIs'. On import a document's API keys are left out: the route is open to callers without one.",
  documentation: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html',
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
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, ApiKeyRequired: true, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
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
`,
  },
  visit: {
    *route({ routeKey, apiKeyRequired }, api) {
      if (api.type !== 'http' || !apiKeyRequired?.known || !apiKeyRequired.value) return
      const isProperty = apiKeyRequired.origin.pointer.endsWith('/Properties/ApiKeyRequired')
      yield {
        origin: apiKeyRequired.origin,
        severity: isProperty ? 'error' : 'warning',
        message: `'${routeKey}' asks for an API key, which an HTTP API does not have, so ${isProperty ? 'API Gateway refuses it' : 'nothing is checked'}; use an authorizer, or a REST API`,
      }
    },
  },
}
