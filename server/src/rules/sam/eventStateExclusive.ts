import type { Rule } from '../rule.ts'
import { entryOf, originOfEntry } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const eventStateExclusive: Rule = {
  id: 'event-state-exclusive',
  severity: 'error',
  summary: 'A scheduled or EventBridge event has both State and Enabled.',
  aws: "Refuses the template: 'State and Enabled Properties cannot both be specified'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedule.html',
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
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day), Enabled: true, State: ENABLED } }
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
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day), State: ENABLED } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const types = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']
      for (const resource of resourcesOfType(root, ...types)) {
        for (const { id, type, properties } of eventsOf(resource)) {
          const enabled = entryOf(properties, 'Enabled')
          if (!/^(Schedule|CloudWatchEvent|EventBridgeRule)$/.test(type) || !enabled) continue
          if (!entryOf(properties, 'State')) continue
          yield {
            origin: originOfEntry(enabled),
            message: `Event '${id}' says by 'Enabled' and by 'State' whether it is in use, so SAM refuses it; keep 'State'`,
          }
        }
      }
    },
  },
}
