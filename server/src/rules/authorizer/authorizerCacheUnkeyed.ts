import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerCacheUnkeyed: Rule = {
  id: 'authorizer-cache-unkeyed',
  severity: 'error',
  summary: 'A Lambda authorizer of an HTTP API keeps decisions without an identity source to keep them by.',
  aws: "Refuses the authorizer: 'Identity source must be set if authorizer caching is enabled (TTL is greater than 0)'.",
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
      AuthorizerPayloadFormatVersion: '2.0'
      EnableSimpleResponses: true
      AuthorizerResultTtlInSeconds: 300
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
      AuthorizerResultTtlInSeconds: 300
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *authorizer({ name, type, identitySource, resultTtlInSeconds: ttl }, api) {
      if (api.type !== 'http' || valueOf(type) !== 'REQUEST' || identitySource.length > 0) return
      if (!ttl?.known || ttl.value <= 0) return
      yield {
        origin: ttl.origin,
        message: `Authorizer '${name}' keeps decisions and has no identity source, by which API Gateway would tell callers apart; add '$request.header.Authorization', or keep them for 0 seconds`,
      }
    },
  },
}
