import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed } from '../template/templateTree.ts'
import { nearestFix, suggestion } from '../textFixes.ts'
import { isIdle, methodSettingsOf } from './methodSettings.ts'

const methods = ['*', 'GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']

export const methodSettingMethodInvalid: Rule = {
  id: 'method-setting-method-invalid',
  severity: 'error',
  summary: 'A method setting is for a method that HTTP does not have.',
  aws: "Refuses the stage: 'Invalid method setting path'; the method is one of HTTP, and '*' is every one.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-methodsetting.html',
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
      MethodSettings: [{ HttpMethod: FETCH, ResourcePath: /books, MetricsEnabled: true }]
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
      MethodSettings: [{ HttpMethod: GET, ResourcePath: /books, MetricsEnabled: true }]
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { stage, setting } of methodSettingsOf(definition, context)) {
        const node = childAt(setting, 'HttpMethod')
        const method = stringOf(node)
        if (!node || method === undefined || isComputed(node) || isIdle(setting)) continue
        if (methods.includes(method)) continue
        yield {
          origin: originOf(node),
          message: `A method setting of '${stage}' is for the method '${method}', which API Gateway refuses; ${suggestion(method, methods, "write '*' for every one")}`,
          fixes: nearestFix(context, originOf(node), method, methods),
        }
      }
    },
  },
}
