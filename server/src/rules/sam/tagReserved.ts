import type { Rule } from '../rule.ts'
import { replaceScalar } from '../../syntax/edits.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

const reserved: Readonly<Record<string, readonly string[] | undefined>> = {
  'AWS::Serverless::Function': ['lambda:createdBy'],
  'AWS::Serverless::Application': [
    'lambda:createdBy',
    'serverlessrepo:applicationId',
    'serverlessrepo:semanticVersion',
  ],
}

export const tagReserved: Rule = {
  id: 'tag-reserved',
  severity: 'error',
  summary: 'A SAM resource has a tag whose key SAM keeps for itself.',
  aws: "Refuses the template: 'lambda:createdBy is a reserved Tag key name and cannot be set on your resource'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-tags',
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
      Tags: { 'lambda:createdBy': me }
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
      Tags: { createdBy: me }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, type, properties } of resourcesOfType(root, ...Object.keys(reserved))) {
        for (const entry of entriesOf(childAt(properties, 'Tags'))) {
          if (!reserved[type]?.includes(entry.name)) continue
          const name = entry.name.replace(/^.*:/, '')
          yield {
            origin: originOfEntry(entry),
            message: `SAM sets the tag '${entry.name}' itself and refuses '${id}' with one of yours; take another key`,
            fixes: [
              { title: `Rename to '${name}'`, edits: [replaceScalar(entry.key, name)], isPreferred: true },
            ],
          }
        }
      }
    },
  },
}
