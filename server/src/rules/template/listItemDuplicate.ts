import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, itemsOf, originOf, toValue } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

/** Lists that the resource providers' schemas call unique. */
const unique: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::IAM::Group': ['ManagedPolicyArns'],
  'AWS::IAM::Role': ['ManagedPolicyArns'],
  'AWS::IAM::User': ['ManagedPolicyArns', 'Groups'],
  'AWS::IAM::InstanceProfile': ['Roles'],
  'AWS::ApiGateway::RestApi': ['BinaryMediaTypes'],
  'AWS::ApiGateway::UsagePlan': ['ApiStages'],
  'AWS::Lambda::Function': ['Architectures', 'Layers'],
}

export const listItemDuplicate: Rule = {
  id: 'list-item-duplicate',
  severity: 'error',
  summary: 'A list whose items must differ has an item twice.',
  aws: "Refuses the resource: 'model validation failed, array items are not unique' (cfn-lint E3037).",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess, arn:aws:iam::aws:policy/ReadOnlyAccess]
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } }
      ManagedPolicyArns: [arn:aws:iam::aws:policy/ReadOnlyAccess]
`,
  },
  visit: {
    *definition(definition, context) {
      for (const { type, properties } of resourcesOf(templateRoot(definition, context))) {
        for (const name of unique[type] ?? []) {
          const list = childAt(properties, name)
          const branches = itemsOf(childAt(list, 'Fn::If')).slice(1)
          for (const items of [list, ...branches].map(itemsOf)) {
            const seen = new Map<string, Node>()
            for (const item of items) {
              const key = JSON.stringify(toValue(item))
              const first = seen.get(key)
              seen.set(key, first ?? item)
              if (!first) continue
              const { file, range } = originOf(first)
              yield {
                origin: originOf(item),
                message: `'${name}' has this item twice, so CloudFormation refuses the resource; take one out`,
                related: [{ file, range, message: 'It is here first' }],
              }
            }
          }
        }
      }
    },
  },
}
