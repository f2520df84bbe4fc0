import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { integrationSubtypes } from '../../api/integrationSubtype.ts'

export const httpSubtypeParameterMissing: Rule = {
  id: 'http-subtype-parameter-missing',
  severity: 'error',
  summary: 'An integration of an HTTP API with a service of AWS lacks a parameter that the service needs.',
  aws: "Refuses the integration: 'Operation: SQS-SendMessage requires enabling passthrough, or defining all of the following parameters'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html',
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
      IntegrationType: AWS_PROXY
      IntegrationSubtype: SQS-SendMessage
      CredentialsArn: arn:aws:iam::123456789012:role/notes
      PayloadFormatVersion: '1.0'
      RequestParameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/notes' }
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: POST /notes, Target: !Sub 'integrations/\${Backend}' }
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
      IntegrationType: AWS_PROXY
      IntegrationSubtype: SQS-SendMessage
      CredentialsArn: arn:aws:iam::123456789012:role/notes
      PayloadFormatVersion: '1.0'
      RequestParameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/notes', MessageBody: $request.body }
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: POST /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *integration({ subtype, requestParameters, origin }, { api, label }) {
      if (api.type !== 'http') return
      const needed = integrationSubtypes.get(valueOf(subtype) ?? '')?.required ?? []
      const missing = needed.filter(name => !requestParameters.has(name))
      if (missing.length === 0) return
      yield {
        origin,
        message: `'${label}' calls '${valueOf(subtype)}' without '${missing.join("', '")}', which the service needs, so API Gateway refuses it; map it among the request parameters`,
      }
    },
  },
}
