import type { Rule } from '../rule.ts'
import { childAt, entryOf, itemsOf, originOf } from '../../syntax/node.ts'
import { functionTypes, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const maximum = 5

export const functionLayersTooMany: Rule = {
  id: 'function-layers-too-many',
  severity: 'error',
  summary: 'A function has more than five layers.',
  aws: "Refuses the function: 'Cannot reference more than 5 layers'.",
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
      Layers: [arn:aws:lambda:eu-west-1:123456789012:layer:part:1, arn:aws:lambda:eu-west-1:123456789012:layer:part:2, arn:aws:lambda:eu-west-1:123456789012:layer:part:3, arn:aws:lambda:eu-west-1:123456789012:layer:part:4, arn:aws:lambda:eu-west-1:123456789012:layer:part:5, arn:aws:lambda:eu-west-1:123456789012:layer:part:6]
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
      Layers: [arn:aws:lambda:eu-west-1:123456789012:layer:part:1]
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...functionTypes)) {
        const layers = itemsOf(childAt(properties, 'Layers')).filter(item => !entryOf(item, 'Fn::If'))
        const sixth = layers[maximum]
        if (!sixth) continue
        yield {
          origin: originOf(sixth),
          message: `Function '${id}' has ${layers.length} 'Layers', and Lambda takes ${maximum}; put some together`,
        }
      }
    },
  },
}
