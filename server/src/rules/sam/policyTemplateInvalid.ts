import type { Fix } from '../../base/diagnostic.ts'
import type { MappingNode, ScalarNode } from '../../syntax/node.ts'
import type { Finding, Rule } from '../rule.ts'
import { nearestName } from '../../base/nearestName.ts'
import { replaceScalar } from '../../syntax/edits.ts'
import { childAt, entryOf, originOf, originOfEntry } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { policyTemplates } from './policyTemplates.ts'

export const policyTemplateInvalid: Rule = {
  id: 'policy-template-invalid',
  severity: 'error',
  summary: 'A SAM policy is no managed policy, no statement and no policy template with its parameters.',
  aws: "Refuses the template: 'Policy at index 0 in the Policies property is not valid'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-template-list.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Policies: [{ DynamoDBReadPolicy: { Table: books } }]
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Policies: [{ DynamoDBReadPolicy: { TableName: books } }]
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const types = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']
      for (const { properties } of resourcesOfType(root, ...types)) {
        const policies = childAt(properties, 'Policies')
        for (const policy of policies?.type === 'sequence' ? policies.items : [policies]) {
          if (policy?.type === 'mapping' && !isComputed(policy)) yield* checkPolicy(policy)
        }
      }
    },
  },
}

function* checkPolicy(policy: MappingNode): Iterable<Finding> {
  if (entryOf(policy, 'Statement')) return
  const [only, ...others] = policy.entries
  const wanted = only && Object.hasOwn(policyTemplates, only.name) ? policyTemplates[only.name] : undefined
  if (!only || !wanted || others.length > 0) {
    const nearest =
      only && others.length === 0 ? nearestName(only.name, Object.keys(policyTemplates)) : undefined
    const isTemplate = only !== undefined && others.length === 0
    yield {
      origin: only ? originOfEntry(only) : originOf(policy),
      message: isTemplate
        ? `SAM has no policy template '${only.name}', so it refuses the template; ${nearest === undefined ? "write a statement with 'Statement', or the name of a template" : `write '${nearest}'`}`
        : "This policy has no 'Statement' at its top, so SAM refuses it; put what stands under 'PolicyDocument' here",
      ...(only && nearest !== undefined && { fixes: [renamed(only.key, nearest)] }),
    }
    return
  }
  const { key, value } = only
  if (isComputed(value)) return
  if (value.type !== 'mapping') {
    const needs = wanted.length > 0 ? `{ ${wanted.map(name => `${name}: …`).join(', ')} }` : '{}'
    yield {
      origin: originOf(key),
      message: `Policy template '${only.name}' has no mapping of parameters, so SAM refuses it; write '${needs}'`,
    }
    return
  }
  for (const name of wanted) {
    if (entryOf(value, name)) continue
    const mistaken = value.entries.find(entry => !wanted.includes(entry.name))
    yield {
      origin: mistaken ? originOfEntry(mistaken) : originOf(key),
      message: `Policy template '${only.name}' needs the parameter '${name}', so SAM refuses it without; ${mistaken ? `write it in place of '${mistaken.name}'` : 'add it'}`,
      ...(mistaken && { fixes: [renamed(mistaken.key, name)] }),
    }
  }
}

function renamed(key: ScalarNode, name: string): Fix {
  return { title: `Rename to '${name}'`, edits: [replaceScalar(key, name)], isPreferred: true }
}
