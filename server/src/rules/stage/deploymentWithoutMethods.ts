import type { Rule } from '../rule.ts'
import type { Entry, Node } from '../../syntax/node.ts'
import { childAt, entriesOf, originOf } from '../../syntax/node.ts'
import { isComputed, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const deploymentWithoutMethods: Rule = {
  id: 'deployment-without-methods',
  severity: 'error',
  summary: 'A deployment publishes a REST API that has no method.',
  aws: "Refuses the deployment: 'The REST API doesn't contain any methods'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-deployment.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Deployed20260501:
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
      Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }
  Deployed20260501:
    Type: AWS::ApiGateway::Deployment
    DependsOn: List
    Properties: { RestApiId: !Ref Books }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      // Loops make resources, and macros may add some.
      if (childAt(root, 'Transform') || entriesOf(childAt(root, 'Resources')).some(isLoop)) return
      const methods = resourcesOfType(root, 'AWS::ApiGateway::Method')
      const apis = resourcesOfType(root, 'AWS::ApiGateway::RestApi')
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::Deployment')) {
        const node = childAt(properties, 'RestApiId')
        const api = apis.find(each => each.id === referencedId(node))
        if (!node || !api || isComputed(api.properties)) continue
        if (['Body', 'BodyS3Location', 'CloneFrom'].some(name => childAt(api.properties, name))) continue
        if (methods.some(method => mayBeOf(childAt(method.properties, 'RestApiId'), api.id))) continue
        yield {
          origin: originOf(node),
          message: `Deployment '${id}' publishes '${api.id}', which has no method, so API Gateway refuses it; add an 'AWS::ApiGateway::Method' and let the deployment depend on it`,
        }
      }
    },
  },
}

function isLoop({ name }: Entry): boolean {
  return name.startsWith('Fn::')
}

// An id that is given or imported may be anybody's.
function mayBeOf(node: Node | undefined, api: string): boolean {
  return referencedId(node) === undefined || referencedId(node) === api
}
