import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const unsupported = ['AWS::ApiGatewayV2::Api', 'AWS::Serverless::HttpApi', 'AWS::Serverless::WebSocketApi']

export const routingRuleTargetUnsupported: Rule = {
  id: 'routing-rule-target-unsupported',
  severity: 'error',
  summary: 'A routing rule calls an HTTP or WebSocket API.',
  aws: 'Refuses the rule: only REST APIs are supported as targets of routing rules.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Front:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: api.example.com
      EndpointConfiguration: { Types: [REGIONAL] }
      RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
      RoutingMode: ROUTING_RULE_ONLY
  New:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: !GetAtt Front.DomainNameArn
      Priority: 10
      Conditions: [{ MatchBasePaths: { AnyOf: [new] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Notes, Stage: new } }]
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Front:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: api.example.com
      EndpointConfiguration: { Types: [REGIONAL] }
      RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
      RoutingMode: ROUTING_RULE_ONLY
  New:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: !GetAtt Front.DomainNameArn
      Priority: 10
      Conditions: [{ MatchBasePaths: { AnyOf: [new] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: new } }]
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const typeOf = new Map(resourcesOfType(root, ...unsupported).map(({ id, type }) => [id, type]))
      if (typeOf.size === 0) return
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::RoutingRule')) {
        for (const action of itemsOf(childAt(properties, 'Actions'))) {
          const node = childAt(action, 'InvokeApi', 'ApiId')
          const api = referencedId(node)
          const type = api === undefined ? undefined : typeOf.get(api)
          if (!node || api === undefined || type === undefined) continue
          yield {
            origin: originOf(node),
            message: `'${id}' calls '${api}' of type '${type}', and API Gateway refuses a routing rule to anything but a REST API; use an API mapping`,
          }
        }
      }
    },
  },
}
