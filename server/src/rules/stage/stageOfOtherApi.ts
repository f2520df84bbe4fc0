import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const kinds = [
  ['AWS::ApiGateway::Stage', 'AWS::ApiGateway::Deployment', 'RestApiId'],
  ['AWS::ApiGatewayV2::Stage', 'AWS::ApiGatewayV2::Deployment', 'ApiId'],
] as const

export const stageOfOtherApi: Rule = {
  id: 'stage-of-other-api',
  severity: 'error',
  summary: 'A stage shows a deployment of another API.',
  aws: "Refuses the stage: 'Deployment id does not exist' (cfn-lint E3698).",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Films:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: films }
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
    Properties: { RestApiId: !Ref Films, DeploymentId: !Ref Deployed, StageName: prod }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Films:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: films }
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
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const [stageType, deploymentType, api] of kinds) {
        const deployments = resourcesOfType(root, deploymentType)
        for (const { id, properties } of resourcesOfType(root, stageType)) {
          const deployed = referencedId(childAt(properties, 'DeploymentId'))
          const deployment = deployments.find(candidate => candidate.id === deployed)
          const own = entryOf(properties, api)
          const ownApi = referencedId(own?.value)
          const otherApi = referencedId(childAt(deployment?.properties, api))
          if (!own || ownApi === undefined || otherApi === undefined || ownApi === otherApi) continue
          yield {
            origin: originOf(own.value),
            message: `Stage '${id}' is of API '${ownApi}', but its deployment '${deployed ?? ''}' is of '${otherApi}', so API Gateway refuses it; name a deployment of '${ownApi}'`,
          }
        }
      }
    },
  },
}
