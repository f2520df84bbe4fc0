import type { Rule } from '../rule.ts'

export const stageVariableLimitExceeded: Rule = {
  id: 'stage-variable-limit-exceeded',
  severity: 'error',
  summary: 'A stage has too many variables, or one with too long a name or value.',
  aws: 'Refuses the stage: 100 variables, 64 characters for a name and 512 for a value are quotas that cannot be raised.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Deployed20260501:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Books
      DeploymentId: !Ref Deployed20260501
      StageName: prod
      Variables: { theNameOfTheBackendThatAnswersWhenAllOtherBackendsAreOutOfOrderToday: a.example.com }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Deployed20260501:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties:
      RestApiId: !Ref Books
      DeploymentId: !Ref Deployed20260501
      StageName: prod
      Variables: { backend: a.example.com }
`,
  },
  visit: {
    *stage({ name: stage, origin, variables }) {
      if (variables.size > 100) {
        yield {
          origin,
          message: `Stage '${stage}' has ${variables.size} variables, and API Gateway refuses more than 100; put several into one`,
        }
      }
      for (const [name, value] of variables) {
        const length = value.known ? value.value.length : 0
        if (name.length <= 64 && (length <= 512 || (value.known && /\$\{|\{\{/.test(value.value)))) continue
        const what =
          name.length > 64 ? `a name of ${name.length} characters` : `a value of ${length} characters`
        const most = name.length > 64 ? 64 : 512
        yield {
          origin: value.origin,
          message: `The variable '${name}' of stage '${stage}' has ${what}, and API Gateway refuses more than ${most}; shorten it`,
        }
      }
    },
  },
}
