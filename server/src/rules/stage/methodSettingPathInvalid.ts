import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'
import { isIdle, methodSettingsOf } from './methodSettings.ts'

export const methodSettingPathInvalid: Rule = {
  id: 'method-setting-path-invalid',
  severity: 'error',
  summary: 'The path of a method setting does not begin with a slash.',
  aws: "Refuses the stage: 'Invalid method setting path'. The path of a method is '/books', with each further slash written as '~1', and '/*' is every one (cfn-lint E3723).",
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
      MethodSettings: [{ HttpMethod: GET, ResourcePath: books, MetricsEnabled: true }]
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
        const node = childAt(setting, 'ResourcePath')
        const path = stringOf(node)
        if (!node || path === undefined || path.startsWith('/') || isComputed(node) || isIdle(setting))
          continue
        yield {
          origin: originOf(node),
          message: `A method setting of '${stage}' is for the path '${path}', which API Gateway refuses; write '/${path}'`,
          fixes: replaceFix(context, originOf(node), path, `/${path}`),
        }
      }
    },
  },
}
