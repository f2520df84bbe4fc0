import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

const types = ['SQS', 'SNS', 'Lambda', 'EventBridge', 'S3Bucket']

export const eventDestinationInvalid: Rule = {
  id: 'event-destination-invalid',
  severity: 'error',
  summary: 'A destination of asynchronous calls has a type that SAM does not know, or no address.',
  aws: "Refuses the template: 'Destination is required if Type is not SQS or SNS'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventinvokeconfiguration.html',
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
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: Lambda } } }
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
      EventInvokeConfig: { DestinationConfig: { OnFailure: { Type: SQS } } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const side of ['OnSuccess', 'OnFailure']) {
          const entry = entryOf(childAt(properties, 'EventInvokeConfig', 'DestinationConfig'), side)
          const node = childAt(entry?.value, 'Type')
          const type = stringOf(node)
          if (!entry || !node || type === undefined || isComputed(node)) continue
          if (!types.includes(type)) {
            yield {
              origin: originOf(node),
              message: `'${type}' is no destination of calls, so SAM refuses '${id}'; ${suggestion(type, types, '')}`,
              fixes: nearestFix(context, originOf(node), type, types),
            }
          } else if (!childAt(entry.value, 'Destination') && type !== 'SQS' && type !== 'SNS') {
            yield {
              origin: originOfEntry(entry),
              message: `'${side}' of '${id}' has no 'Destination', and SAM makes one for SQS and SNS only; add its ARN`,
            }
          }
        }
      }
    },
  },
}
