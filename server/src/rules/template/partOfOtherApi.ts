import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { childAt, entriesOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { referencedId, resourcesOf, templateRoot } from './templateTree.ts'

const parts: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::ApiGateway::Method': ['AuthorizerId', 'RequestValidatorId', 'ResourceId'],
  'AWS::ApiGateway::Resource': ['ParentId'],
  'AWS::ApiGatewayV2::Route': ['AuthorizerId', 'Target'],
  'AWS::ApiGatewayV2::IntegrationResponse': ['IntegrationId'],
  'AWS::ApiGatewayV2::RouteResponse': ['RouteId'],
}

export const partOfOtherApi: Rule = {
  id: 'part-of-other-api',
  severity: 'error',
  summary:
    'A method, route or resource names an authorizer, validator, model, parent or integration of another API.',
  aws: "Refuses the resource: 'Invalid Authorizer identifier specified' and the like (cfn-lint E3699).",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html',
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
  Checks:
    Type: AWS::ApiGateway::RequestValidator
    Properties: { RestApiId: !Ref Films, Name: all, ValidateRequestBody: true }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: MOCK }
      RequestValidatorId: !Ref Checks
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
  Checks:
    Type: AWS::ApiGateway::RequestValidator
    Properties: { RestApiId: !Ref Books, Name: all, ValidateRequestBody: true }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      Integration: { Type: MOCK }
      RequestValidatorId: !Ref Checks
`,
  },
  visit: {
    *definition(definition, context) {
      const resources = resourcesOf(templateRoot(definition, context))
      // An API belongs to itself: its root resource is named by it.
      const apiOf = new Map(
        resources.map(({ id, type, properties }) => [id, isApi(type) ? id : apiNamedBy(properties)]),
      )
      for (const { type, properties } of resources) {
        const own = apiNamedBy(properties)
        if (own === undefined) continue
        for (const node of partsOf(type, properties)) {
          const id = referencedId(node) ?? targetId(node)
          const other = id === undefined ? undefined : apiOf.get(id)
          if (id === undefined || other === undefined || other === own) continue
          yield {
            origin: originOf(node),
            message: `'${id}' ${id === other ? 'is another API than' : `belongs to API '${other}', not to`} '${own}', so API Gateway refuses it here; name one of '${own}'`,
          }
        }
      }
    },
  },
}

function isApi(type: string): boolean {
  return type === 'AWS::ApiGateway::RestApi' || type === 'AWS::Serverless::Api'
}

function apiNamedBy(properties: Node | undefined): string | undefined {
  return referencedId(childAt(properties, 'RestApiId') ?? childAt(properties, 'ApiId'))
}

function partsOf(type: string, properties: Node | undefined): Node[] {
  const models = [childAt(properties, 'RequestModels'), ...itemsOf(childAt(properties, 'MethodResponses'))]
  return [
    ...(parts[type] ?? []).flatMap(name => childAt(properties, name) ?? []),
    ...models.flatMap(node => entriesOf(childAt(node, 'ResponseModels') ?? node)).map(({ value }) => value),
  ]
}

/** The integration in the target of a route, `integrations/ID`, joined or substituted. */
function targetId(node: Node): string | undefined {
  const call = intrinsicOf(node)
  if (call?.name === 'Fn::Sub') return /^integrations\/\$\{(\w+)\}$/.exec(stringOf(call.argument) ?? '')?.[1]
  return call?.name === 'Fn::Join' ? referencedId(itemsOf(itemsOf(call.argument)[1]).at(-1)) : undefined
}
