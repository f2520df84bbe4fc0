import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

const addresses: Readonly<Record<string, string | undefined>> = {
  'AWS::Serverless::Function': 'CodeUri',
  'AWS::Serverless::LayerVersion': 'ContentUri',
  'AWS::Serverless::Api': 'DefinitionUri',
  'AWS::Serverless::HttpApi': 'DefinitionUri',
  'AWS::Serverless::StateMachine': 'DefinitionUri',
}

export const samUriInvalid: Rule = {
  id: 'sam-uri-invalid',
  severity: 'error',
  summary: 'The code or definition of a SAM resource is at an address that SAM does not take.',
  aws: "Refuses the template: 'CodeUri is not a valid S3 Uri of the form s3://bucket/key'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html#sam-function-codeuri',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: 'https://example.com/books.zip' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: app.list, Runtime: nodejs22.x, CodeUri: 's3://bucket/books.zip' }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { type, properties } of resourcesOfType(root, ...Object.keys(addresses))) {
        const name = addresses[type] ?? ''
        const node = childAt(properties, name)
        const uri = stringOf(node)
        if (!node || uri === undefined || /\$\{/.test(uri) || isTaken(uri)) continue
        const isReference = uri.includes('{{resolve:')
        yield {
          origin: originOf(node),
          message: isReference
            ? `'${name}' is looked up in Systems Manager, where SAM needs to know it, so it refuses the template; give 'Bucket' and 'Key' as two properties`
            : `'${uri}' is neither a path nor an address in S3, so SAM refuses '${name}'; write a path, or 's3://bucket/key'`,
        }
      }
    },
  },
}

// A path is sent to S3 by `sam package` before SAM sees it.
function isTaken(uri: string): boolean {
  if (/\{\{resolve:[^}]*\/[^}]*\}\}/.test(uri)) return false
  return (
    !/^[a-z][a-z\d+.-]+:\/\//i.test(uri) || /^s3:\/\/[^/[\]]+\/./i.test(uri) || uri.includes('{{resolve:')
  )
}
