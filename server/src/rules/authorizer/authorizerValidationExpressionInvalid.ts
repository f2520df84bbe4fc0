import type { Rule } from '../rule.ts'
import { isRegularExpression } from '../regularExpression.ts'

export const authorizerValidationExpressionInvalid: Rule = {
  id: 'authorizer-validation-expression-invalid',
  severity: 'error',
  summary: "An authorizer's validation expression is no regular expression.",
  aws: 'Refuses the authorizer, or every token: the expression is matched against the whole token.',
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
      Type: TOKEN
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: '^Bearer [A-Za-z$'
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
    *authorizer({ name, identityValidationExpression: expression }) {
      if (!expression?.known || expression.value.includes('${') || isRegularExpression(expression.value))
        return
      yield {
        origin: expression.origin,
        message: `Authorizer '${name}' checks tokens by '${expression.value}', which is no regular expression, so no token would pass; write one, as '^Bearer .+$'`,
      }
    },
  },
}
