import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { accessLogsOf } from './accessLogs.ts'

export const accessLogFormatInvalid: Rule = {
  id: 'access-log-format-invalid',
  severity: 'error',
  summary: 'The format of an access log lacks the id of the request, has several lines, or is too long.',
  aws: "Refuses the stage: 'Access Log format must include either $context.requestId or $context.extendedRequestId', 'Access Log format must be single line, new line character is allowed only at end of the format'; 3 KB are the most on an HTTP API.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-stage-accesslogsetting.html',
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
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:books', Format: '$context.httpMethod $context.status' }
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
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:books', Format: '$context.requestId $context.httpMethod $context.status' }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { stage, isRest, settings } of accessLogsOf(definition, context)) {
        const node = childAt(settings, 'Format')
        const format = stringOf(node)
        if (!node || format === undefined || /\$\{|\{\{resolve:/.test(format)) continue
        const isTooLong = !isRest && format.length > 3 * 1024
        if (/[\r\n]./.test(format)) {
          yield {
            origin: originOf(node),
            message: `The access log format of '${stage}' has more than one line, so API Gateway refuses it; write it in one, as with '>-' in YAML`,
          }
          continue
        }
        if (/\$context\.(extendedR|r)equestId\b/.test(format) && !isTooLong) continue
        yield {
          origin: originOf(node),
          message: isTooLong
            ? `The access log format of '${stage}' has ${format.length} characters, and API Gateway refuses more than 3072; log less`
            : `The access log format of '${stage}' has no id of the request, so API Gateway refuses it; add '$context.requestId'`,
        }
      }
    },
  },
}
