import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const domainTypes = [
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGateway::DomainNameV2',
  'AWS::ApiGatewayV2::DomainName',
]

const kinds: Readonly<Record<string, 'rule' | 'mapping'>> = {
  'AWS::ApiGatewayV2::RoutingRule': 'rule',
  'AWS::ApiGateway::BasePathMapping': 'mapping',
  'AWS::ApiGateway::BasePathMappingV2': 'mapping',
  'AWS::ApiGatewayV2::ApiMapping': 'mapping',
}

export const routingModeMismatch: Rule = {
  id: 'routing-mode-mismatch',
  severity: 'error',
  summary: 'A custom domain has routing rules or mappings that its routing mode does not use.',
  aws: 'Refuses them: a domain of mappings only takes no routing rule, and one of rules only no mapping; unset, the mode is mappings only.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-routing-mode.html',
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
      RoutingMode: BASE_PATH_MAPPING_ONLY
  New:
    Type: AWS::ApiGatewayV2::RoutingRule
    Properties:
      DomainNameArn: !GetAtt Front.DomainNameArn
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
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const domains = new Map(
        resourcesOfType(root, ...domainTypes).map(({ id, properties }) => [id, properties]),
      )
      if (domains.size === 0) return
      for (const { id, type, properties } of resourcesOfType(root, ...Object.keys(kinds))) {
        const node = childAt(properties, 'DomainNameArn') ?? childAt(properties, 'DomainName')
        const domain = referencedId(node)
        if (!node || domain === undefined || !domains.has(domain)) continue
        const stated = childAt(domains.get(domain), 'RoutingMode')
        const mode = stated ? stringOf(stated) : 'API_MAPPING_ONLY'
        const isRule = kinds[type] === 'rule'
        if (mode === undefined || !(isRule ? /MAPPING_ONLY$/ : /^ROUTING_RULE_ONLY$/).test(mode)) continue
        yield {
          origin: originOf(node),
          message: `'${id}' is a ${isRule ? 'routing rule' : 'mapping'} of '${domain}', whose routing mode is '${mode}', so API Gateway refuses it; set the mode to 'ROUTING_RULE_THEN_${type.startsWith('AWS::ApiGateway::') ? 'BASE_PATH' : 'API'}_MAPPING'`,
        }
      }
    },
  },
}
