import type { Rule } from '../rule.ts'
import { replaceScalar } from '../../syntax/edits.ts'
import { childAt, entryOf, itemsOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const domainCertificateMismatch: Rule = {
  id: 'domain-certificate-mismatch',
  severity: 'error',
  summary: 'A custom domain has the certificate of the other kind of endpoint.',
  aws: "Refuses it: 'Cannot import certificates for EDGE while REGIONAL is active', or the other way round.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-domainname.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Front:
    Type: AWS::ApiGateway::DomainName
    Properties:
      DomainName: api.example.com
      EndpointConfiguration: { Types: [REGIONAL] }
      CertificateArn: arn:aws:acm:eu-west-1:123456789012:certificate/1
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
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
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::DomainName')) {
        const types = itemsOf(childAt(properties, 'EndpointConfiguration', 'Types')).map(stringOf)
        const [wrong, right] =
          types.length === 1 && types[0] === 'REGIONAL'
            ? ['CertificateArn', 'RegionalCertificateArn']
            : types.length === 0 || (types.length === 1 && types[0] === 'EDGE')
              ? ['RegionalCertificateArn', 'CertificateArn']
              : []
        const entry = wrong === undefined ? undefined : entryOf(properties, wrong)
        if (!entry || right === undefined || entryOf(properties, right)) continue
        if (types.length === 0 && childAt(properties, 'EndpointConfiguration')) continue
        yield {
          origin: originOfEntry(entry),
          message: `Domain '${id}' is of type '${types[0] ?? 'EDGE'}', whose certificate is named by '${right}', so API Gateway refuses '${entry.name}'; rename it`,
          fixes: [
            { title: `Rename to '${right}'`, edits: [replaceScalar(entry.key, right)], isPreferred: true },
          ],
        }
      }
    },
  },
}
