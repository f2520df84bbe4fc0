import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerValidationExpressionIgnored: Rule = {
  id: 'authorizer-validation-expression-ignored',
  severity: 'hint',
  summary: 'An authorizer that is given no token has a validation expression.',
  aws: 'Uses the expression for TOKEN authorizers (and the audience of Cognito ones) only.',
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
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: ^Bearer .+$
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
      Type: TOKEN
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: ^Bearer .+$
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
`,
  },
  visit: {
    *authorizer({ name, type, identityValidationExpression: expression }) {
      if (!expression || !['REQUEST', 'JWT'].includes(valueOf(type) ?? '')) return
      yield {
        origin: expression.origin,
        message: `Authorizer '${name}' is given the whole request, so its validation expression has no effect; take it out, or use the type 'TOKEN'`,
        tags: ['unnecessary'],
      }
    },
  },
}
