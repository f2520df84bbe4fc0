import type { Rule } from '../rule.ts'
import { entryOf, originOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

/** SAM hands most properties on as they are; of these it looks at the kind of value itself. */
const texts = ['FunctionName', 'Role', 'PermissionsBoundary', 'AutoPublishAlias', 'AutoPublishCodeSha256']

export const samTextExpected: Rule = {
  id: 'sam-text-expected',
  severity: 'error',
  summary: 'A property of a SAM function is a number or Boolean where SAM takes a text only.',
  aws: "Refuses the template: 'Property Role should be a string'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html',
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
      FunctionName: 2024
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
      FunctionName: '2024'
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const name of texts) {
          const node = entryOf(properties, name)?.value
          if (node?.type !== 'scalar' || typeof node.value === 'string' || node.value === null) continue
          const { file, range } = originOf(node)
          const quoted = JSON.stringify(String(node.value))
          yield {
            origin: originOf(node),
            message: `'${name}' of '${id}' is no text, and SAM does not make one of it, so it refuses the template; write ${quoted}`,
            fixes: [
              {
                title: `Replace with ${quoted}`,
                edits: [{ file, range, newText: quoted }],
                isPreferred: true,
              },
            ],
          }
        }
      }
    },
  },
}
