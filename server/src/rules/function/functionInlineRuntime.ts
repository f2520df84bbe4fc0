import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { functionTypes, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const functionInlineRuntime: Rule = {
  id: 'function-inline-runtime',
  severity: 'error',
  summary: 'Code stands in the template of a function whose runtime is neither Node.js nor Python.',
  aws: 'Refuses the function: code in the template is for Node.js and Python only (cfn-lint E3677).',
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: index.list
      Runtime: ruby3.4
      Code: { ZipFile: 'exports.list = async () => 1' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: index.list
      Runtime: nodejs22.x
      Code: { ZipFile: 'exports.list = async () => 1' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...functionTypes)) {
        const code = entryOf(properties, 'InlineCode') ?? entryOf(childAt(properties, 'Code'), 'ZipFile')
        const runtime = stringOf(childAt(properties, 'Runtime'))
        if (!code || runtime === undefined || /^(nodejs|python)|\$\{|\{\{/.test(runtime)) continue
        yield {
          origin: originOfEntry(code),
          message: `Function '${id}' has its code in the template, which Lambda takes for Node.js and Python only, not for '${runtime}'; put the code into a package`,
        }
      }
    },
  },
}
