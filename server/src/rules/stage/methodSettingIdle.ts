import type { Rule } from '../rule.ts'
import { entriesOf, originOf } from '../../syntax/node.ts'
import { isIdle, methodSettingsOf } from './methodSettings.ts'

export const methodSettingIdle: Rule = {
  id: 'method-setting-idle',
  severity: 'warning',
  summary: 'A method setting names a method and sets nothing.',
  aws: 'Leaves it out without a word (cfn-lint W3705).',
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
      MethodSettings: [{ HttpMethod: GET, ResourcePath: /books }]
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
        if (entriesOf(setting).length === 0 || !isIdle(setting)) continue
        yield {
          origin: originOf(setting),
          message: `A method setting of '${stage}' sets nothing, so API Gateway leaves it out; add 'LoggingLevel', 'MetricsEnabled' or another setting`,
        }
      }
    },
  },
}
