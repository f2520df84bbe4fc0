import type { Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import type { Authorization } from '../../api/authorizer.ts'

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
      const { count, hasUnknown, names } = namedBy(api)
      // Without a single call there is nothing that it could be missing from.
      if (count === 0 || hasUnknown || names.has(name)) return
      yield {
        origin,
        message: `No method or route names the authorizer '${name}', so it is never called; name it where callers are to be checked, or take it out`,
        tags: ['unnecessary'],
      }
    },
  },
}

interface Named {
  /** Of methods or routes. */
  readonly count: number
  readonly hasUnknown: boolean
  readonly names: ReadonlySet<string>
}

// Asked for each authorizer of an API, and the same for all of them.
const namedByCalls = new WeakMap<object, Named>()

function namedBy(api: Api): Named {
  const calls = api.type === 'rest' ? api.resources : api.routes
  const known = namedByCalls.get(calls)
  if (known) return known
  const names = new Set<string>()
  let count = 0
  let hasUnknown = false
  const add = ({ authorizer }: Authorization): void => {
    count++
    if (authorizer?.known) names.add(authorizer.value)
    else if (authorizer) hasUnknown = true
  }
  if (api.type === 'rest')
    for (const { methods } of api.resources) for (const each of methods) add(each.authorization)
  if (api.type !== 'rest') for (const { authorization } of api.routes) add(authorization)
  const named = { count, hasUnknown, names }
  namedByCalls.set(calls, named)
  return named
}
