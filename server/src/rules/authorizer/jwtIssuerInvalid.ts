import type { Rule } from '../rule.ts'
import { replaceFix, nodeOf } from '../textFixes.ts'

export const jwtIssuerInvalid: Rule = {
  id: 'jwt-issuer-invalid',
  severity: 'error',
  summary: 'The issuer of a JWT authorizer is no https:// address.',
  aws: "Refuses the authorizer: 'Invalid issuer: Issuer is not a valid URL for JWT Authorizer', and one whose issuer has no document at /.well-known/openid-configuration.",
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
      JwtConfiguration: { Issuer: 'issuer.example.com/', Audience: [notes] }
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
    *authorizer({ name, jwt }, _api, context) {
      const issuer = jwt?.issuer
      if (!issuer?.known || /\$\{|\{\{|^<|%/.test(issuer.value)) return
      const { value, origin } = issuer
      const ending = '/.well-known/openid-configuration'
      const isAddress = /^https:\/\/[^\s/]/.test(value)
      if (isAddress && !value.endsWith(ending)) return
      // What a reference stands for is known only on AWS.
      if (nodeOf(context, origin)?.type !== 'scalar') return
      const host = value.replace(/^\w+:\/\//, '').replace(ending, '')
      yield {
        origin,
        severity: isAddress ? 'warning' : 'error',
        message: `Authorizer '${name}' has the issuer '${value}', which tokens cannot have; write the https:// address of their 'iss', without '${ending}'`,
        fixes: /^[\w.-]+(\/|$)/.test(host) ? replaceFix(context, origin, value, `https://${host}`) : [],
      }
    },
  },
}
