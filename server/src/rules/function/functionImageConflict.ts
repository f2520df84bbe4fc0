import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { functionTypes, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const functionImageConflict: Rule = {
  id: 'function-image-conflict',
  severity: 'error',
  summary: 'A function of a container image has a property of zip packages, or no image.',
  aws: "Refuses the function: 'Please don't provide Handler or Runtime or Layer when the intent is to create a function with PackageType Image'.",
  documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/images-create.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      PackageType: Image
      Handler: app.list
      Code: { ImageUri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/books:1 }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  List:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::123456789012:role/books
      PackageType: Image
      ImageConfig: { Command: [app.list] }
      Code: { ImageUri: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/books:1 }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, type, entry: resource, properties } of resourcesOfType(root, ...functionTypes)) {
        const packageType = entryOf(properties, 'PackageType')
        if (!packageType || stringOf(packageType.value) !== 'Image') continue
        // What builds an image says so under 'Metadata', and puts its address in.
        const isBuilt = childAt(resource.value, 'Metadata') !== undefined
        if (type === 'AWS::Serverless::Function' && !isBuilt && !childAt(properties, 'ImageUri')) {
          yield {
            origin: originOfEntry(packageType),
            message: `Function '${id}' is a container image and has no 'ImageUri', so SAM refuses it; add its address in ECR, or 'Dockerfile' and 'DockerContext' under 'Metadata'`,
          }
        }
        for (const name of ['Handler', 'Runtime', 'Layers']) {
          const entry = entryOf(properties, name)
          if (!entry || (entry.value.type === 'mapping' && entry.value.entries.length > 0)) continue
          const refuser = type.startsWith('AWS::Serverless') ? 'SAM' : 'Lambda'
          yield {
            origin: originOfEntry(entry),
            message: `Function '${id}' is a container image, which brings its own code and runtime, so ${refuser} refuses '${name}'; take it out${name === 'Handler' ? ", or name the handler by 'ImageConfig.Command'" : ''}`,
          }
        }
      }
    },
  },
}
