import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const authorizerSimpleResponsesVersion: Rule = {
  id: 'authorizer-simple-responses-version',
  severity: 'error',
  summary: 'An authorizer answers with isAuthorized, but not in payload format 2.0.',
  aws: 'Refuses the authorizer: \'EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0"\'.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      Name: callers
      ApiId: !Ref Notes
      AuthorizerType: REQUEST
      AuthorizerPayloadFormatVersion: '1.0'
      EnableSimpleResponses: true
      IdentitySource: [$request.header.Authorization]
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Callers:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      Name: callers
      ApiId: !Ref Notes
      AuthorizerType: REQUEST
      AuthorizerPayloadFormatVersion: '2.0'
      EnableSimpleResponses: true
      IdentitySource: [$request.header.Authorization]
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *authorizer({ name, enableSimpleResponses, payloadFormatVersion: version }, api, context) {
      if (api.type !== 'http' || !enableSimpleResponses?.known || !enableSimpleResponses.value) return
      if (version?.known !== true || /^2(\.0)?$/.test(version.value)) return
      yield {
        origin: version.origin,
        message: `Authorizer '${name}' has simple responses, which the payload format '${valueOf(version)}' does not have, so API Gateway refuses it; write '2.0'`,
        fixes: replaceFix(context, version.origin, version.value, '2.0'),
      }
    },
  },
}
