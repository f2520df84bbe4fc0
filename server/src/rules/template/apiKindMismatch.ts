import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOf, templateRoot } from './templateTree.ts'

const restTypes = ['AWS::ApiGateway::RestApi', 'AWS::Serverless::Api']
const newerTypes = ['AWS::ApiGatewayV2::Api', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi']

export const apiKindMismatch: Rule = {
  id: 'api-kind-mismatch',
  severity: 'error',
  summary: 'A resource of one generation of API Gateway names an API of the other.',
  aws: "Refuses the resource: 'Invalid API identifier specified'. AWS::ApiGateway is for REST APIs, AWS::ApiGatewayV2 for HTTP and WebSocket APIs.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_ApiGatewayV2.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Prod:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: api.example.com, RestApiId: !Ref Notes, Stage: prod, BasePath: notes }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Prod:
    Type: AWS::ApiGatewayV2::ApiMapping
    Properties: { DomainName: api.example.com, ApiId: !Ref Notes, Stage: prod, ApiMappingKey: notes }
`,
  },
  visit: {
    *definition(definition, context) {
      const resources = resourcesOf(templateRoot(definition, context))
      const typeOf = new Map(resources.map(({ id, type }) => [id, type]))
      for (const { id, type, properties } of resources) {
        // An API mapping takes APIs of both.
        if (!/^AWS::ApiGateway(V2)?::/.test(type) || /ApiMapping|RoutingRule/.test(type)) continue
        const wrong = type.startsWith('AWS::ApiGatewayV2::') ? restTypes : newerTypes
        const stages = itemsOf(childAt(properties, 'ApiStages')).map(stage => childAt(stage, 'ApiId'))
        for (const node of [childAt(properties, 'RestApiId'), childAt(properties, 'ApiId'), ...stages]) {
          const api = referencedId(node)
          const apiType = api === undefined ? undefined : typeOf.get(api)
          if (!node || api === undefined || apiType === undefined || !wrong.includes(apiType)) continue
          yield {
            origin: originOf(node),
            message: `'${id}' is of type '${type}', which does not go with '${api}' of type '${apiType}', so API Gateway refuses it; ${wrong === restTypes ? 'use its counterpart of AWS::ApiGateway' : 'use its counterpart of AWS::ApiGatewayV2, or a REST API'}`,
          }
        }
      }
    },
  },
}
