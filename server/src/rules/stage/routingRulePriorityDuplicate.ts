import type { Rule } from '../rule.ts'
import { childAt, originOf, toValue } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const routingRulePriorityDuplicate: Rule = {
  id: 'routing-rule-priority-duplicate',
  severity: 'error',
  summary: 'Two routing rules of a custom domain have the same priority.',
  aws: 'Refuses the second one: rules cannot have the same priority.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Old:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: arn:aws:apigateway:eu-west-1::/domainnames/api.example.com
      Priority: 10
      Conditions: [{ MatchBasePaths: { AnyOf: [old] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: old } }]
  New:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: arn:aws:apigateway:eu-west-1::/domainnames/api.example.com
      Priority: 10
      Conditions: [{ MatchBasePaths: { AnyOf: [new] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: new } }]
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Old:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: arn:aws:apigateway:eu-west-1::/domainnames/api.example.com
      Priority: 10
      Conditions: [{ MatchBasePaths: { AnyOf: [old] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: old } }]
  New:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: arn:aws:apigateway:eu-west-1::/domainnames/api.example.com
      Priority: 20
      Conditions: [{ MatchBasePaths: { AnyOf: [new] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: new } }]
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const first = new Map<string, string>()
      for (const { id, entry, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::RoutingRule')) {
        const node = childAt(properties, 'Priority')
        const domain = childAt(properties, 'DomainNameArn')
        if (node?.type !== 'scalar' || !domain || childAt(entry.value, 'Condition')) continue
        const key = JSON.stringify([toValue(domain), String(node.value)])
        const earlier = first.get(key)
        first.set(key, earlier ?? id)
        if (earlier === undefined) continue
        yield {
          origin: originOf(node),
          message: `'${id}' has the priority ${String(node.value)}, which '${earlier}' of the same domain has already, so API Gateway refuses it; take another one`,
        }
      }
    },
  },
}
