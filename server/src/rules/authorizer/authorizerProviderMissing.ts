import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { nodeOf } from '../textFixes.ts'
import { childAt, itemsOf } from '../../syntax/node.ts'

export const authorizerProviderMissing: Rule = {
  id: 'authorizer-provider-missing',
  severity: 'error',
  summary: 'A Cognito authorizer names no user pool.',
  aws: "Refuses the authorizer: 'ProviderARNs cannot be empty'.",
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
      Type: COGNITO_USER_POOLS
      IdentitySource: method.request.header.Authorization
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
      Type: COGNITO_USER_POOLS
      ProviderARNs: ['arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Ab1']
      IdentitySource: method.request.header.Authorization
`,
  },
  visit: {
    *authorizer({ name, type, providerArns, origin }, api, context) {
      if (api.type !== 'rest' || valueOf(type) !== 'COGNITO_USER_POOLS' || providerArns.length > 0) return
      const node = nodeOf(context, origin)
      const list =
        childAt(node, 'Properties', 'ProviderARNs') ??
        childAt(node, 'x-amazon-apigateway-authorizer', 'providerARNs')
      // An item that is still to be filled in is a place kept for it.
      if (itemsOf(list).length > 0) return
      yield {
        origin,
        message: `Authorizer '${name}' names no user pool to check tokens against, so API Gateway refuses it; give the pool's ARN in 'providerARNs'`,
      }
    },
  },
}
