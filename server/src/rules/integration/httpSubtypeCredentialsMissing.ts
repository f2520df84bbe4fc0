import type { Rule } from '../rule.ts'

export const httpSubtypeCredentialsMissing: Rule = {
  id: 'http-subtype-credentials-missing',
  severity: 'error',
  summary: 'An integration of an HTTP API with a service of AWS has no role to call it with.',
  aws: "Refuses the integration: 'Role ARN must be specified for AWS integration configuration with Subtype'.",
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
      PayloadFormatVersion: '1.0'
      RequestParameters: { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/notes', MessageBody: $request.body }
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
    *integration({ subtype, credentials }, { api, label }) {
      if (api.type !== 'http' || !subtype || credentials) return
      yield {
        origin: subtype.origin,
        message: `'${label}' calls a service of AWS without credentials, so API Gateway refuses it; give it the ARN of a role in '${subtype.origin.pointer.endsWith('/integrationSubtype') ? 'credentials' : 'CredentialsArn'}'`,
      }
    },
  },
}
