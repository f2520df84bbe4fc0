import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const types = [
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::Serverless::Api',
  'AWS::Serverless::HttpApi',
]

export const truststoreInvalid: Rule = {
  id: 'truststore-invalid',
  severity: 'error',
  summary: 'The truststore of mutual TLS is no object in S3.',
  aws: "Refuses the domain: the truststore is named as 's3://bucket-name/key-name'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html',
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
      MutualTlsAuthentication: { TruststoreUri: 'https://bucket.s3.amazonaws.com/trusted.pem' }
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
      MutualTlsAuthentication: { TruststoreUri: 's3://bucket/trusted.pem' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...types)) {
        const domain = childAt(properties, 'Domain') ?? properties
        const node = childAt(domain, 'MutualTlsAuthentication', 'TruststoreUri')
        const uri = stringOf(node)
        if (!node || uri === undefined || isComputed(node) || /^s3:\/\/[^/]+\/.+$/.test(uri)) continue
        yield {
          origin: originOf(node),
          // A mere word may be a placeholder that a tool fills in.
          severity: /[:/]/.test(uri) ? 'error' : 'warning',
          message: `The truststore of '${id}' is '${uri}', which API Gateway refuses; write 's3://BUCKET/KEY'`,
        }
      }
    },
  },
}
