import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'
import { integrationSubtypes } from '../../api/integrationSubtype.ts'

export const httpSubtypeUnknown: Rule = {
  id: 'http-subtype-unknown',
  severity: 'error',
  summary: 'An integration of an HTTP API has a subtype that API Gateway does not have.',
  aws: "Refuses the integration: 'Operation: SNS-Publish is not supported'. The subtype names a service and one of its actions, as SQS-SendMessage.",
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
      IntegrationSubtype: SQS-SendMesage
      CredentialsArn: arn:aws:iam::123456789012:role/notes
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
    *integration({ subtype }, { api, label }, context) {
      if (api.type !== 'http' || !subtype?.known || integrationSubtypes.has(subtype.value)) return
      const { value, origin } = subtype
      const names = [...integrationSubtypes.keys()]
      yield {
        origin,
        message: `'${label}' has the subtype '${value}', which API Gateway does not have, so it is refused; ${suggestion(value, names, 'use another')}`,
        fixes: nearestFix(context, origin, value, names),
      }
    },
  },
}
