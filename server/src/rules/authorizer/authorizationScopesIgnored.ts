import type { Finding, Rule } from '../rule.ts'
import type { Authorization } from '../../api/authorizer.ts'

export const authorizationScopesIgnored: Rule = {
  id: 'authorization-scopes-ignored',
  severity: 'error',
  summary: 'A method or route asks for scopes, but its authorization type has none.',
  aws: "Refuses the method: 'Authorization Scopes are only valid for COGNITO_USER_POOLS authorization type' (a route: 'COGNITO_USER_POOLS and JWT'). In an OpenAPI document the scopes of other schemes are not checked.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_Method.html',
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
      IdentityValidationExpression: ^Bearer .+$
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Callers
      AuthorizationScopes: [books.read]
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
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
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref Callers
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
`,
  },
  visit: {
    method: ({ authorization, httpMethod, isGenerated }, { path }) =>
      isGenerated === true ? [] : ignored(authorization, `${httpMethod} ${path}`),
    route: ({ authorization, routeKey }) => ignored(authorization, routeKey),
  },
}

function* ignored({ type, scopes }: Authorization, label: string): Iterable<Finding> {
  const [first] = scopes
  if (!first || (type !== 'NONE' && type !== 'AWS_IAM' && type !== 'CUSTOM')) return
  const isProperty = first.origin.pointer.includes('/Properties/AuthorizationScopes')
  yield {
    origin: first.origin,
    // What stands in a document is left out; what a resource asks for is refused.
    severity: isProperty ? 'error' : 'warning',
    message: `'${label}' asks for scopes, which the authorization type '${type}' does not have, so API Gateway ${isProperty ? 'refuses it' : 'checks none'}; take them out, or use a Cognito or JWT authorizer`,
  }
}
