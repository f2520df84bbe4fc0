import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { insertProperty } from '../../syntax/edits.ts'
import { childAt, entryOf, originOfEntry } from '../../syntax/node.ts'
import { methodSettingsOf } from './methodSettings.ts'

export const cacheClusterMissing: Rule = {
  id: 'cache-cluster-missing',
  severity: 'warning',
  summary: 'A method setting turns caching on, and the stage has no cache.',
  aws: 'Calls the backend for every request: responses are kept in the cache cluster of the stage only.',
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
      MethodSettings: [{ HttpMethod: GET, ResourcePath: /*, CachingEnabled: true }]
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
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      MethodSettings: [{ HttpMethod: GET, ResourcePath: /*, CachingEnabled: true }]
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { stage, properties, setting } of methodSettingsOf(definition, context)) {
        const caching = entryOf(setting, 'CachingEnabled')
        const cluster = childAt(properties, 'CacheClusterEnabled')
        const isOff = cluster === undefined || isScalar(cluster, false)
        if (!caching || !isScalar(caching.value, true) || !isOff) continue
        const edit =
          !cluster && properties?.type === 'mapping'
            ? insertProperty(properties, 'CacheClusterEnabled', 'true')
            : undefined
        yield {
          origin: originOfEntry(caching),
          message: `'${stage}' has no cache, so 'CachingEnabled' keeps nothing; set 'CacheClusterEnabled' of the stage, or take it out`,
          fixes: edit ? [{ title: `Add 'CacheClusterEnabled: true'`, edits: [edit], isPreferred: true }] : [],
        }
      }
    },
  },
}

// CloudFormation takes `true` and `'true'` alike.
function isScalar(node: Node, value: boolean): boolean {
  return node.type === 'scalar' && String(node.value) === String(value)
}
