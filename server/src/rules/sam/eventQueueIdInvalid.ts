import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOf, stringOf } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const eventQueueIdInvalid: Rule = {
  id: 'event-queue-id-invalid',
  severity: 'error',
  summary: 'The logical id of the dead-letter queue that SAM makes for an event is computed.',
  aws: "Refuses the template: 'QueueLogicalId must be a string'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-deadletterconfig.html',
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
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: rate(1 day)
            DeadLetterConfig: { Type: SQS, QueueLogicalId: !Sub 'Failed\${AWS::Region}' }
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
      Events:
        Nightly:
          Type: Schedule
          Properties:
            Schedule: rate(1 day)
            DeadLetterConfig: { Type: SQS, QueueLogicalId: FailedNightly }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const types = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']
      for (const resource of resourcesOfType(root, ...types)) {
        for (const { id, properties } of eventsOf(resource)) {
          const queue = childAt(properties, 'DeadLetterConfig', 'QueueLogicalId')
          // A parameter has its value before SAM looks.
          if (!queue || stringOf(queue) !== undefined || entryOf(queue, 'Ref')) continue
          yield {
            origin: originOf(queue),
            message: `SAM names the queue of event '${id}' while it reads the template and cannot compute 'QueueLogicalId'; write a name of letters and digits`,
          }
        }
      }
    },
  },
}
