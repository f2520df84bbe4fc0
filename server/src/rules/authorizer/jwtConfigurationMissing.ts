import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const jwtConfigurationMissing: Rule = {
  id: 'jwt-configuration-missing',
  severity: 'error',
  summary: 'A JWT authorizer does not say whose tokens it takes.',
  aws: "Refuses the authorizer: 'JwtConfiguration must not be null for JWT Authorizer'; it needs an issuer and an audience.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html',
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
      JwtConfiguration: { Issuer: 'https://issuer.example.com/' }
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
    *authorizer({ name, type, jwt, origin }, api, { definition }) {
      if (api.type !== 'http' || valueOf(type) !== 'JWT') return
      // A document may give the issuer as `openIdConnectUrl`; SAM makes the rest by itself.
      const isStated = definition.kind === 'cloudformation' && origin.pointer.startsWith('/Resources/')
      const missing = [
        ...(jwt?.issuer || !isStated ? [] : ['Issuer']),
        ...((jwt?.audience.length ?? 0) > 0 || !isStated ? [] : ['Audience']),
      ]
      if (missing.length === 0) return
      yield {
        origin,
        message: `Authorizer '${name}' has no '${missing.join("' and no '")}' for the tokens it takes, so API Gateway refuses it; add it to 'JwtConfiguration'`,
      }
    },
  },
}
