import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const certificateRegionMismatch: Rule = {
  id: 'certificate-region-mismatch',
  severity: 'error',
  summary: 'An edge-optimized custom domain has a certificate of another region than us-east-1.',
  aws: "Refuses the domain: 'Invalid certificate ARN. Certificate must be in 'us-east-1''.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-edge-optimized-custom-domain-name.html',
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
      EndpointConfiguration: { Types: [EDGE] }
      CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
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
      EndpointConfiguration: { Types: [EDGE] }
      CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/1
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(
        root,
        'AWS::ApiGateway::DomainName',
        'AWS::Serverless::Api',
      )) {
        const domain = childAt(properties, 'Domain') ?? properties
        const configuration = childAt(domain, 'EndpointConfiguration')
        const type = stringOf(itemsOf(childAt(configuration, 'Types'))[0]) ?? stringOf(configuration)
        const node = childAt(domain, 'CertificateArn')
        const region = /^arn:aws:acm:([^:]+):/.exec(stringOf(node) ?? '')?.[1]
        if (!node || type !== 'EDGE' || region === undefined || region === 'us-east-1' || isComputed(node))
          continue
        yield {
          origin: originOf(node),
          message: `The certificate of the edge-optimized domain '${id}' is in '${region}', so API Gateway refuses it; name one of 'us-east-1', or make the domain regional`,
        }
      }
    },
  },
}
