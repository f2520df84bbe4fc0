import type { Rule } from '../rule.ts'
import { nodeOf, replaceFix } from '../textFixes.ts'

export const authorizerUriInvalid: Rule = {
  id: 'authorizer-uri-invalid',
  severity: 'error',
  summary: 'The URI of an authorizer is not how API Gateway calls a Lambda function.',
  aws: "Refuses the authorizer: 'Invalid Authorizer URI … Authorizer URI should be a valid API Gateway ARN'. It is 'arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations'.",
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
      AuthorizerUri: arn:aws:lambda:us-east-1:123456789012:function:callers
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
    *authorizer({ name, uri }, _api, context) {
      if (!uri?.known || /\$\{|\{\{|^<|%/.test(uri.value)) return
      const { value, origin } = uri
      if (/^arn:[\w-]+:apigateway:[^:]*:lambda:path\//.test(value)) return
      // What a reference stands for is known only on AWS.
      if (nodeOf(context, origin)?.type !== 'scalar') return
      const [, partition, region] = /^arn:([\w-]+):lambda:([\w-]+):\d+:function:\S+$/.exec(value) ?? []
      const mended = `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${value}/invocations`
      yield {
        origin,
        message: `Authorizer '${name}' has the URI '${value.length > 60 ? `${value.slice(0, 57)}…` : value}', which calls no function, so API Gateway refuses it; write 'arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations'`,
        fixes: region === undefined ? [] : replaceFix(context, origin, value, mended),
      }
    },
  },
}
