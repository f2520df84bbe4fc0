import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

const types = [
  'AWS::ApiGateway::DomainName',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::ApiGateway::DomainNameV2',
]

export const domainNameInvalid: Rule = {
  id: 'domain-name-invalid',
  severity: 'error',
  summary: 'A custom domain has a name that is no domain in lower case, or has an underscore.',
  aws: "Refuses it: the name is a domain without scheme, port and path, upper case letters are not supported, and 'Domain names cannot contain an underscore character'.",
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
      DomainName: https://API.example.com/
      EndpointConfiguration: { Types: [REGIONAL] }
      RegionalCertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
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
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { properties } of resourcesOfType(root, ...types)) {
        const node = childAt(properties, 'DomainName')
        const name = stringOf(node)
        if (!node || name === undefined || isComputed(node)) continue
        if (/^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]+$/.test(name)) continue
        const mended = name
          .toLowerCase()
          .replace(/^[a-z]+:\/\//, '')
          .replace(/[:/].*$/, '')
        const isMended = mended !== name && mended.includes('.')
        yield {
          origin: originOf(node),
          message: `'${name}' is no domain name that API Gateway takes, so it refuses it; write ${isMended ? `'${mended}'` : "one in lower case as 'api.example.com'"}`,
          fixes: isMended ? replaceFix(context, originOf(node), name, mended) : [],
        }
      }
    },
  },
}
