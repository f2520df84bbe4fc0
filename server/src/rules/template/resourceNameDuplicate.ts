import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entryOf, originOf, toValue } from '../../syntax/node.ts'
import { referencedId, resourcesOf, templateRoot } from './templateTree.ts'

/** What identifies a resource in its account and region and may be chosen by the user. */
const names: Readonly<Record<string, string | undefined>> = {
  'AWS::ApiGateway::DomainName': 'DomainName',
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::Cognito::UserPoolDomain': 'Domain',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Serverless::Function': 'FunctionName',
}

export const resourceNameDuplicate: Rule = {
  id: 'resource-name-duplicate',
  severity: 'error',
  summary: 'Two resources of one type have the same name of their own.',
  aws: "Makes the first and fails at the second: 'already exists' (cfn-lint E3019).",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: books
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
  Writer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: books
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Reader:
    Type: AWS::IAM::Role
    Properties:
      RoleName: books-reader
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
  Writer:
    Type: AWS::IAM::Role
    Properties:
      RoleName: books-writer
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }] }
`,
  },
  visit: {
    *definition(definition, context) {
      const first = new Map<string, { readonly id: string; readonly node: Node }>()
      for (const { id, type, entry, properties } of resourcesOf(templateRoot(definition, context))) {
        const identity = names[type]
        const node = identity === undefined ? undefined : childAt(properties, identity)
        // Resources under conditions may exclude each other.
        if (!node || childAt(entry.value, 'Condition') || entryOf(node, 'Fn::If')) continue
        if (referencedId(node) === 'AWS::NoValue') continue
        const key = JSON.stringify([type.replace('Serverless', 'Lambda'), toValue(node)])
        const earlier = first.get(key)
        if (!earlier) {
          first.set(key, { id, node })
          continue
        }
        const { file, range } = originOf(earlier.node)
        yield {
          origin: originOf(node),
          message: `'${id}' has the same '${identity ?? ''}' as '${earlier.id}', and AWS takes a name once; give it another`,
          related: [{ file, range, message: `'${earlier.id}' has the name first` }],
        }
      }
    },
  },
}
