import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerUriMissing: Rule = {
  id: 'authorizer-uri-missing',
  severity: 'error',
  summary: 'A Lambda authorizer names no function.',
  aws: "Refuses the authorizer: the types TOKEN and REQUEST need the URI of a function (HTTP and WebSocket APIs: 'AuthorizerUri is a required field in an Authorizer').",
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
      IdentityValidationExpression: ^Bearer .+$
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
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
      IdentitySource: method.request.header.Authorization
      IdentityValidationExpression: ^Bearer .+$
`,
  },
  visit: {
    *authorizer({ name, type, uri, origin }, _api, { definition }) {
      // SAM makes the URI from FunctionArn.
      if (uri || definition.kind === 'sam' || !['TOKEN', 'REQUEST'].includes(valueOf(type) ?? '')) return
      yield {
        origin,
        message: `Authorizer '${name}' calls no function, so API Gateway refuses it; give the function's URI in 'authorizerUri'`,
      }
    },
  },
}
