import type { Rule } from '../rule.ts'
import { entriesOf, entryOf, itemsOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const routingRuleConditionsInvalid: Rule = {
  id: 'routing-rule-conditions-invalid',
  severity: 'error',
  summary: 'A routing rule has more conditions than API Gateway takes.',
  aws: 'Refuses the rule: it has up to two conditions on headers and one on the base path.',
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
      Priority: 20
      Conditions: [{ MatchHeaders: { AnyOf: [{ Header: a, ValueGlob: a }] } }, { MatchHeaders: { AnyOf: [{ Header: b, ValueGlob: a }] } }, { MatchHeaders: { AnyOf: [{ Header: c, ValueGlob: a }] } }]
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
      Conditions: [{ MatchHeaders: { AnyOf: [{ Header: a, ValueGlob: a }] } }, { MatchHeaders: { AnyOf: [{ Header: b, ValueGlob: a }] } }, { MatchBasePaths: { AnyOf: [new] } }]
      Actions: [{ InvokeApi: { ApiId: !Ref Books, Stage: new } }]
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::RoutingRule')) {
        const conditions = entryOf(properties, 'Conditions')
        const kinds = itemsOf(conditions?.value).flatMap(item => entriesOf(item).map(({ name }) => name))
        const headers = kinds.filter(kind => kind === 'MatchHeaders').length
        const paths = kinds.filter(kind => kind === 'MatchBasePaths').length
        if (!conditions || (headers <= 2 && paths <= 1)) continue
        yield {
          origin: originOfEntry(conditions),
          message: `'${id}' has ${headers} conditions on headers and ${paths} on base paths, which API Gateway refuses; keep two and one at most, or write several rules`,
        }
      }
    },
  },
}
