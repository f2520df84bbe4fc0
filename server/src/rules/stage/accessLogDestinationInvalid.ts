import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed } from '../template/templateTree.ts'
import { accessLogsOf } from './accessLogs.ts'

export const accessLogDestinationInvalid: Rule = {
  id: 'access-log-destination-invalid',
  severity: 'error',
  summary: 'An access log goes to something that API Gateway does not write to.',
  aws: "Refuses the stage: 'The ARN must be a valid CloudWatch Logs log group or Kinesis Data Firehose delivery stream', 'Kinesis Firehose delivery stream name must begin with the characters 'amazon-apigateway-''.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html',
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
      AccessLogSetting: { DestinationArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/books', Format: '$context.requestId' }
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
      AccessLogSetting: { DestinationArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/amazon-apigateway-books', Format: '$context.requestId' }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { stage, isRest, settings } of accessLogsOf(definition, context)) {
        const node = childAt(settings, 'DestinationArn')
        const arn = stringOf(node)
        if (!node || arn === undefined || isComputed(node)) continue
        if (/^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:.+/.test(arn)) continue
        const stream = /^arn:[\w-]+:firehose:[^:]*:[^:]*:deliverystream\/(.+)$/.exec(arn)?.[1]
        if (isRest && stream?.startsWith('amazon-apigateway-')) continue
        yield {
          origin: originOf(node),
          message:
            stream === undefined || !isRest
              ? `The access log of '${stage}' goes to '${arn}', which API Gateway refuses; name a log group${isRest ? ' or a Firehose stream' : ''} by its ARN`
              : `The access log of '${stage}' goes to the stream '${stream}', whose name API Gateway refuses; rename it to 'amazon-apigateway-${stream}'`,
        }
      }
    },
  },
}
