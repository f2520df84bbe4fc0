import type { Finding, Rule } from '../rule.ts'
import type { Authorization } from '../../api/authorizer.ts'

export const authorizationWithoutAuthorizer: Rule = {
  id: 'authorization-without-authorizer',
  severity: 'error',
  summary: 'A method or route is protected by an authorizer and names none.',
  aws: "Refuses the method: 'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.' (a route: 'Setting the authorization type to JWT requires a valid JWT authorizer.')",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html',
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
    method: ({ authorization, httpMethod }, { path }) =>
      withoutAuthorizer(authorization, `${httpMethod} ${path}`),
    route: ({ authorization, routeKey }) => withoutAuthorizer(authorization, routeKey),
  },
}

function* withoutAuthorizer({ type, authorizer, origin }: Authorization, label: string): Iterable<Finding> {
  if (authorizer || (type !== 'CUSTOM' && type !== 'COGNITO_USER_POOLS' && type !== 'JWT')) return
  yield {
    origin,
    message: `'${label}' has the authorization type '${type}' and names no authorizer, so API Gateway refuses it; add 'AuthorizerId'`,
  }
}
