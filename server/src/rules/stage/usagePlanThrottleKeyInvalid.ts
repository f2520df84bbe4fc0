import type { Rule } from '../rule.ts'
import { childAt, entriesOf, itemsOf, originOfEntry } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const form = /^\/.*\/(GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD|ANY|\*)$/

export const usagePlanThrottleKeyInvalid: Rule = {
  id: 'usage-plan-throttle-key-invalid',
  severity: 'error',
  summary: 'A usage plan throttles a method by a key that is no path with a method.',
  aws: "Refuses the plan: 'Invalid method {resourcePath: …, method: …} specified'. The key is the path, a slash and the method, as '/books/GET', and '//GET' for the root.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-usageplan-apistage.html',
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
    Properties: { RestApiId: !Ref Books, DeploymentId: !Ref Deployed20260501, StageName: prod }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: !Ref Prod, Throttle: { GET /books: { RateLimit: 5 } } }] }
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
    Properties: { RestApiId: !Ref Books, DeploymentId: !Ref Deployed20260501, StageName: prod }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: !Ref Prod, Throttle: { /books/GET: { RateLimit: 5 } } }] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::UsagePlan')) {
        for (const item of itemsOf(childAt(properties, 'ApiStages'))) {
          const throttle = childAt(item, 'Throttle')
          if (isComputed(throttle)) continue
          for (const entry of entriesOf(throttle)) {
            if (form.test(entry.name)) continue
            yield {
              origin: originOfEntry(entry),
              message: `Usage plan '${id}' throttles '${entry.name}', which names no method, so API Gateway refuses it; write the path, a slash and the method, as '/books/GET'`,
            }
          }
        }
      }
    },
  },
}
