import type { Rule } from '../rule.ts'
import { childAt, documentOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { dependsOn, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const usagePlanStageDependency: Rule = {
  id: 'usage-plan-stage-dependency',
  severity: 'warning',
  summary: 'A usage plan names a stage of the template by a text and does not wait for it.',
  aws: "Makes resources in any order, and refuses a plan that comes before its stage: 'API Stage not found'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html',
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
      Integration: { Type: MOCK }
  Deployed:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Books, DeploymentId: !Ref Deployed, StageName: prod }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: prod }] }
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
      Integration: { Type: MOCK }
  Deployed:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
  Prod:
    Type: AWS::ApiGateway::Stage
    Properties: { RestApiId: !Ref Books, DeploymentId: !Ref Deployed, StageName: prod }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties: { ApiStages: [{ ApiId: !Ref Books, Stage: !Ref Prod }] }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const stages = resourcesOfType(root, 'AWS::ApiGateway::Stage')
      for (const plan of resourcesOfType(root, 'AWS::ApiGateway::UsagePlan')) {
        for (const item of itemsOf(childAt(plan.properties, 'ApiStages'))) {
          const node = childAt(item, 'Stage')
          const name = stringOf(node)
          const api = referencedId(childAt(item, 'ApiId'))
          const stage = stages.find(
            ({ properties }) =>
              stringOf(childAt(properties, 'StageName')) === name &&
              referencedId(childAt(properties, 'RestApiId')) === api,
          )
          if (!node || name === undefined || !stage || dependsOn(plan).includes(stage.id)) continue
          const { file, range } = originOf(node)
          const isJson = documentOf(node).language === 'json'
          const newText =
            isJson || plan.entry.value.type !== 'mapping' ? `{ "Ref": "${stage.id}" }` : `!Ref ${stage.id}`
          yield {
            origin: originOf(node),
            message: `Usage plan '${plan.id}' does not wait for stage '${stage.id}', so it may come first and be refused; write '!Ref ${stage.id}' in place of '${name}'`,
            fixes: [
              { title: `Refer to '${stage.id}'`, edits: [{ file, range, newText }], isPreferred: true },
            ],
          }
        }
      }
    },
  },
}
