import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerIdentitySourceMissing: Rule = {
  id: 'authorizer-identity-source-missing',
  severity: 'error',
  summary: 'An authorizer of a REST API says neither where its token is, nor by what its decisions are kept.',
  aws: "Refuses the authorizer: 'IdentitySource cannot be empty'. TOKEN and Cognito authorizers need the header with the token; a REQUEST authorizer needs an identity source while its time to live is above 0 (300 when unset).",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateAuthorizer.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Callers:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      Name: callers
      RestApiId: !Ref Books
      Type: REQUEST
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Callers:
    Type: AWS::ApiGateway::Authorizer
    Properties:
      Name: callers
      RestApiId: !Ref Books
      Type: REQUEST
      IdentitySource: method.request.header.Authorization
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *authorizer(authorizer, api) {
      const { name, identitySource, resultTtlInSeconds: ttl, origin } = authorizer
      const type = valueOf(authorizer.type)
      if (api.type !== 'rest' || identitySource.length > 0) return
      if (type === 'TOKEN' || type === 'COGNITO_USER_POOLS') {
        yield {
          origin,
          message: `Authorizer '${name}' does not say which header has the token, so API Gateway refuses it; add the identity source 'method.request.header.Authorization'`,
        }
      }
      if (type !== 'REQUEST' || (ttl && (!ttl.known || ttl.value === 0))) return
      yield {
        origin,
        message: `Authorizer '${name}' has no identity source, which API Gateway needs to keep its decisions; name one, such as 'method.request.header.Authorization', or set the time to live to 0`,
      }
    },
  },
}
