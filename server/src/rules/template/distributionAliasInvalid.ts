import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { replaceFix } from '../textFixes.ts'
import { isComputed, resourcesOfType, templateRoot } from './templateTree.ts'

const label = '[a-z0-9]([a-z0-9-]*[a-z0-9])?'
const form = new RegExp(`^(\\*\\.)?(${label}\\.)+${label}$`)

export const distributionAliasInvalid: Rule = {
  id: 'distribution-alias-invalid',
  severity: 'error',
  summary:
    'An alternate name of a CloudFront distribution is no domain in lower case, or has a wildcard within.',
  aws: "Refuses the distribution: alternate domain names are in lower case, and '*' stands for the whole first part only.",
  documentation: 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins: [{ Id: books, DomainName: books.example.com, CustomOriginConfig: { OriginProtocolPolicy: https-only } }]
        DefaultCacheBehavior:
          TargetOriginId: books
          ViewerProtocolPolicy: redirect-to-https
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
        Aliases: [API.example.com]
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Front:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins: [{ Id: books, DomainName: books.example.com, CustomOriginConfig: { OriginProtocolPolicy: https-only } }]
        DefaultCacheBehavior:
          TargetOriginId: books
          ViewerProtocolPolicy: redirect-to-https
          CachePolicyId: 658327ea-f89d-4fab-a63d-7e88639e58f6
        Aliases: [api.example.com, '*.books.example.com']
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::CloudFront::Distribution')) {
        for (const node of itemsOf(childAt(properties, 'DistributionConfig', 'Aliases'))) {
          const alias = stringOf(node)
          if (alias === undefined || isComputed(node) || form.test(alias)) continue
          const mended = alias.toLowerCase()
          yield {
            origin: originOf(node),
            message: `'${alias}' is no alternate name that CloudFront takes, so it refuses '${id}'; write a domain in lower case, with '*.' at its beginning at most`,
            fixes: form.test(mended) ? replaceFix(context, originOf(node), alias, mended) : [],
          }
        }
      }
    },
  },
}
