import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerUnused: Rule = {
  id: 'authorizer-unused',
  severity: 'hint',
  summary: 'An authorizer is named by no method or route.',
  aws: 'Makes it, and never calls it: what should be protected may be open.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
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
      AuthorizationType: NONE
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
    *authorizer({ name, origin }, api) {
      const calls = api.type === 'rest' ? api.resources.flatMap(({ methods }) => methods) : api.routes
      // Without a single call there is nothing that it could be missing from.
      if (calls.length === 0) return
      const isUnknown = calls.some(({ authorization: { authorizer } }) => authorizer?.known === false)
      if (isUnknown || calls.some(({ authorization }) => valueOf(authorization.authorizer) === name)) return
      yield {
        origin,
        message: `No method or route names the authorizer '${name}', so it is never called; name it where callers are to be checked, or take it out`,
        tags: ['unnecessary'],
      }
    },
  },
}
