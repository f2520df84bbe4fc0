import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { functionTypes, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const reserved = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
])

export const functionVariableReserved: Rule = {
  id: 'function-variable-reserved',
  severity: 'error',
  summary: 'A function sets an environment variable that Lambda keeps for itself.',
  aws: "Refuses the function: 'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys'.",
  documentation:
    'https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime',
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
      Environment: { Variables: { AWS_REGION: eu-west-1 } }
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
      Environment: { Variables: { BOOKS_REGION: eu-west-1 } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, ...functionTypes)) {
        for (const entry of entriesOf(childAt(properties, 'Environment', 'Variables'))) {
          const isReserved = reserved.has(entry.name)
          if (!isReserved && (/^[A-Za-z]\w+$/.test(entry.name) || /^Fn::|^Ref$/.test(entry.name))) continue
          yield {
            origin: originOfEntry(entry),
            message: isReserved
              ? `Lambda sets the variable '${entry.name}' itself and refuses function '${id}' with one of yours; take another name`
              : `'${entry.name}' is no name for a variable, so Lambda refuses function '${id}'; begin with a letter and use letters, digits and '_' only, two at least`,
          }
        }
      }
    },
  },
}
