import type { Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import type { ContextUse } from '../../template/member.ts'
import { contextVariablesFor, findContextVariable } from '../../template/vocabulary.ts'
import { accessLogsOf } from './accessLogs.ts'

export const accessLogContextUnknown: Rule = {
  id: 'access-log-context-unknown',
  severity: 'warning',
  summary: 'The format of an access log uses a variable of `$context` that API Gateway does not have.',
  aws: "Writes '-' in its place.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html',
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
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:books', Format: '$context.requestId $context.responseLenght' }
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
      AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:books', Format: '$context.requestId $context.responseLength' }
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { stage, isRest, settings } of accessLogsOf(definition, context)) {
        const node = childAt(settings, 'Format')
        const format = stringOf(node)
        const uses = isRest ? ofRestApis : ofOtherApis
        for (const name of node && format !== undefined ? unknownNames(format, uses) : []) {
          const nearest = nearestName(name, names(uses))
          const advice = nearest === undefined ? 'use one that the page lists' : `write '$context.${nearest}'`
          yield {
            origin: originOf(node ?? settings),
            message: `The access log of '${stage}' has '$context.${name}', which does not exist, so '-' is written; ${advice}`,
          }
        }
      }
    },
  },
}

const ofRestApis: readonly ContextUse[] = ['restAccessLog']

// A stage does not tell an HTTP API from a WebSocket API, and the logs of the latter know what those of REST APIs do.
const ofOtherApis: readonly ContextUse[] = ['http', 'websocket', 'restAccessLog']

/** The variables of a format that no kind of API has, each once. */
function unknownNames(format: string, uses: readonly ContextUse[]): string[] {
  const found = [...format.matchAll(/\$context\.(\w+(?:\.\w+)*)/g)].map(([, name = '']) => name)
  return [...new Set(found)].filter(name => !isKnown(name.split('.'), uses))
}

// What an authorizer answers is its own affair.
function isKnown(parts: readonly string[], uses: readonly ContextUse[]): boolean {
  return parts[0] === 'authorizer' || uses.some(use => findContextVariable(parts, use) !== undefined)
}

function names(uses: readonly ContextUse[]): string[] {
  const all = uses.flatMap(use => contextVariablesFor(use).map(({ name }) => name))
  return all.filter(name => !/[A-Z]{3,}/.test(name))
}
