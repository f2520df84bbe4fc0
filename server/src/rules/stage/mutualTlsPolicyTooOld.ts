import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

const types = [
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::Serverless::Api',
  'AWS::Serverless::HttpApi',
]

export const mutualTlsPolicyTooOld: Rule = {
  id: 'mutual-tls-policy-too-old',
  severity: 'error',
  summary: 'A custom domain has mutual TLS and takes TLS 1.0.',
  aws: "Refuses the domain: 'Mutual TLS authentication is only supported with TLS 1.2.'",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainname.html',
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
      SecurityPolicy: TLS_1_0
      MutualTlsAuthentication: { TruststoreUri: 's3://books/trusted.pem' }
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
      SecurityPolicy: TLS_1_2
      MutualTlsAuthentication: { TruststoreUri: 's3://books/trusted.pem' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...types)) {
        const domain = childAt(properties, 'Domain') ?? properties
        const configurations = itemsOf(childAt(domain, 'DomainNameConfigurations'))
        if (!childAt(domain, 'MutualTlsAuthentication')) continue
        for (const part of [domain, ...configurations]) {
          const node = childAt(part, 'SecurityPolicy')
          if (!node || stringOf(node) !== 'TLS_1_0') continue
          yield {
            origin: originOf(node),
            message: `The domain of '${id}' has mutual TLS and the security policy 'TLS_1_0', so API Gateway refuses it; write 'TLS_1_2'`,
            fixes: replaceFix(context, originOf(node), 'TLS_1_0', 'TLS_1_2'),
          }
        }
      }
    },
  },
}
