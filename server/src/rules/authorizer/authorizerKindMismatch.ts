import type { Finding, Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import type { Authorization } from '../../api/authorizer.ts'
import { relatedPlace } from '../../base/diagnostic.ts'
import { valueOf } from '../../base/origin.ts'

export const authorizerKindMismatch: Rule = {
  id: 'authorizer-kind-mismatch',
  severity: 'error',
  summary: 'A method or route has another authorization type than its authorizer.',
  aws: "Refuses the method: 'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.'",
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
      AuthorizationType: COGNITO_USER_POOLS
      AuthorizerId: !Ref Callers
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
    method: ({ authorization, httpMethod, isGenerated }, { path }, api) =>
      isGenerated === true ? [] : mismatch(authorization, `${httpMethod} ${path}`, api),
    route: ({ authorization, routeKey }, api) => mismatch(authorization, routeKey, api),
  },
}

function* mismatch({ type, authorizer, origin }: Authorization, label: string, api: Api): Iterable<Finding> {
  if (!authorizer?.known || type === 'UNKNOWN') return
  const named = api.authorizers.find(({ name }) => name === authorizer.value)
  const wanted = kinds[valueOf(named?.type) ?? '']
  if (wanted === undefined || wanted === type) return
  yield {
    origin,
    message: `'${label}' has the authorization type '${type}', but its authorizer '${authorizer.value}' needs '${wanted}'; write '${wanted}'`,
    ...(named && { related: [relatedPlace(named.origin, `Authorizer '${named.name}'`)] }),
  }
}

const kinds: Readonly<Record<string, string>> = {
  TOKEN: 'CUSTOM',
  REQUEST: 'CUSTOM',
  COGNITO_USER_POOLS: 'COGNITO_USER_POOLS',
  JWT: 'JWT',
}
