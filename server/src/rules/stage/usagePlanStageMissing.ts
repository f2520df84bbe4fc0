import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const usagePlanStageMissing: Rule = {
  id: 'usage-plan-stage-missing',
  severity: 'error',
  summary: 'A usage plan names a stage that the API of the template does not have.',
  aws: "Refuses the plan: 'API Stage not found'.",
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
    DependsOn: Prod
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: test }] }
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
    DependsOn: Prod
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: prod }] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const makers = resourcesOfType(root, 'AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment')
      for (const plan of resourcesOfType(root, 'AWS::ApiGateway::UsagePlan')) {
        for (const item of itemsOf(childAt(plan.properties, 'ApiStages'))) {
          const node = childAt(item, 'Stage')
          const name = stringOf(node)
          const api = referencedId(childAt(item, 'ApiId'))
          const stages = makers
            .filter(({ properties }) => referencedId(childAt(properties, 'RestApiId')) === api)
            .flatMap(({ properties }) => childAt(properties, 'StageName') ?? [])
          // Without a stage in the template, all of them are made elsewhere.
          if (!node || name === undefined || isComputed(node) || api === undefined || stages.length === 0)
            continue
          const names = stages.flatMap(each => (isComputed(each) ? [] : (stringOf(each) ?? [])))
          if (names.length < stages.length || names.includes(name)) continue
          yield {
            origin: originOf(node),
            message: `Usage plan '${plan.id}' is for the stage '${name}', which '${api}' does not have, so API Gateway refuses it; ${suggestion(name, names, 'name one it has')}`,
            fixes: nearestFix(context, originOf(node), name, names),
          }
        }
      }
    },
  },
}
