import type { Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, originOfEntry } from '../../syntax/node.ts'
import { functionTypes, isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const maximumBytes = 4096

export const functionEnvironmentTooLarge: Rule = {
  id: 'function-environment-too-large',
  severity: 'error',
  summary: 'The environment variables of a function are larger than 4 KB.',
  aws: "Refuses the function: 'environment variables you have provided exceeded the 4KB limit'.",
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: nodejs22.x
      Code: { S3Bucket: code, S3Key: list.zip }
      Environment: { Variables: { TEXT: ${'x'.repeat(4200)} } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      Handler: app.list
      Runtime: nodejs22.x
      Code: { S3Bucket: code, S3Key: list.zip }
      Environment: { Variables: { TEXT: short } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...functionTypes)) {
        const variables = entryOf(childAt(properties, 'Environment'), 'Variables')
        if (!variables) continue
        // What is not written out can only add to it.
        const size = entriesOf(variables.value).reduce(
          (sum, { name, value }) => sum + bytesOf(name) + (isComputed(value) ? 0 : bytesOf(textOf(value))),
          0,
        )
        if (size <= maximumBytes) continue
        yield {
          origin: originOfEntry(variables),
          message: `The 'Variables' of function '${id}' take ${size} bytes, and Lambda takes ${maximumBytes} at most; put large values into Parameter Store or a file`,
        }
      }
    },
  },
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

function textOf(node: Node): string {
  return node.type === 'scalar' ? String(node.value) : ''
}
