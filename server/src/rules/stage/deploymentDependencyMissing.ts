import type { Rule } from '../rule.ts'
import { insertProperty } from '../../syntax/edits.ts'
import { childAt, originOfEntry } from '../../syntax/node.ts'
import { dependsOn, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const kinds = [
  ['AWS::ApiGateway::Deployment', 'AWS::ApiGateway::Method', 'RestApiId'],
  ['AWS::ApiGatewayV2::Deployment', 'AWS::ApiGatewayV2::Route', 'ApiId'],
] as const

export const deploymentDependencyMissing: Rule = {
  id: 'deployment-dependency-missing',
  severity: 'warning',
  summary: 'A deployment does not wait for the methods or routes that it publishes.',
  aws: "Makes resources in any order, and refuses a deployment that comes first: 'The REST API doesn't contain any methods'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html',
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
    Properties: { RestApiId: !Ref Books }
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
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const [deploymentType, partType, api] of kinds) {
        const parts = resourcesOfType(root, partType)
        for (const deployment of resourcesOfType(root, deploymentType)) {
          const own = referencedId(childAt(deployment.properties, api))
          const members = parts.filter(part => referencedId(childAt(part.properties, api)) === own)
          const waited = dependsOn(deployment)
          const [first] = members
          if (own === undefined || !first || waited.length > 0) continue
          const body = deployment.entry.value
          const edit =
            body.type === 'mapping' ? insertProperty(body, 'DependsOn', JSON.stringify(first.id)) : undefined
          yield {
            origin: originOfEntry(deployment.entry),
            message: `Deployment '${deployment.id}' does not wait for '${first.id}', so it may come first and be refused or lack it; add 'DependsOn' with every ${members.length > 1 ? 'one of them' : 'one'}`,
            fixes: edit ? [{ title: `Wait for '${first.id}'`, edits: [edit], isPreferred: true }] : [],
          }
        }
      }
    },
  },
}
