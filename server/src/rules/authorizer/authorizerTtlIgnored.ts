import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerTtlIgnored: Rule = {
  id: 'authorizer-ttl-ignored',
  severity: 'warning',
  summary: 'An authorizer that keeps no decisions says for how long.',
  aws: 'Keeps decisions of Lambda authorizers of REST and HTTP APIs and of Cognito ones only.',
  documentation: 'https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html',
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
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: { Issuer: 'https://issuer.example.com/', Audience: [notes] }
      AuthorizerResultTtlInSeconds: 300
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
      AuthorizerType: JWT
      IdentitySource: [$request.header.Authorization]
      JwtConfiguration: { Issuer: 'https://issuer.example.com/', Audience: [notes] }
`,
  },
  visit: {
    *authorizer({ name, type, resultTtlInSeconds: ttl }, api) {
      if (!ttl?.known || ttl.value === 0 || (valueOf(type) !== 'JWT' && api.type !== 'websocket')) return
      yield {
        origin: ttl.origin,
        message: `Authorizer '${name}' keeps no decisions, so its time to live of ${ttl.value} seconds has no effect; take it out`,
      }
    },
  },
}
