import type { Rule } from '../rule.ts'

export const authorizerTtlOutOfRange: Rule = {
  id: 'authorizer-ttl-out-of-range',
  severity: 'error',
  summary: 'An authorizer keeps its decisions for a time that API Gateway does not take.',
  aws: "Refuses the authorizer: 'Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.'",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Ttl: { Type: Number, Default: 7200 }
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
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
      AuthorizerResultTtlInSeconds: !Ref Ttl
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Ttl: { Type: Number, Default: 3600 }
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
      AuthorizerUri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
      AuthorizerResultTtlInSeconds: !Ref Ttl
`,
  },
  visit: {
    *authorizer({ name, resultTtlInSeconds }) {
      if (!resultTtlInSeconds?.known) return
      const { value: seconds, origin } = resultTtlInSeconds
      if (seconds >= 0 && seconds <= 3600) return
      yield {
        origin,
        message: `Authorizer '${name}' keeps its decisions for ${seconds} seconds, which API Gateway refuses; write 0 to 3600`,
      }
    },
  },
}
