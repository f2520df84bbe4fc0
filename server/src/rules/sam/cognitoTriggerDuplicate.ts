import type { Rule } from '../rule.ts'
import { childAt, entryOf, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { eventsOf, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const cognitoTriggerDuplicate: Rule = {
  id: 'cognito-trigger-duplicate',
  severity: 'error',
  summary:
    'Two events of SAM functions stand for the same trigger of one user pool, which calls one function.',
  aws: "Refuses the template: 'Cognito trigger PreSignUp defined multiple times'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Members: { Type: AWS::Cognito::UserPool }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        First: { Type: Cognito, Properties: { UserPool: !Ref Members, Trigger: PreSignUp } }
        Second: { Type: Cognito, Properties: { UserPool: !Ref Members, Trigger: PreSignUp } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Members: { Type: AWS::Cognito::UserPool }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
      Events:
        First: { Type: Cognito, Properties: { UserPool: !Ref Members, Trigger: PreSignUp } }
        Second: { Type: Cognito, Properties: { UserPool: !Ref Members, Trigger: PostConfirmation } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const first = new Map<string, string>()
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        // Resources under conditions may exclude each other.
        const condition = stringOf(childAt(resource.entry.value, 'Condition')) ?? ''
        for (const { id, type, properties } of eventsOf(resource)) {
          const pool = type === 'Cognito' ? referencedId(childAt(properties, 'UserPool')) : undefined
          const trigger = entryOf(properties, 'Trigger')?.value
          if (pool === undefined || !trigger) continue
          for (const node of trigger.type === 'sequence' ? itemsOf(trigger) : [trigger]) {
            const name = stringOf(node)
            if (name === undefined) continue
            const key = `${condition} ${pool} ${name}`
            const earlier = first.get(key)
            if (earlier === undefined) first.set(key, id)
            else {
              yield {
                origin: originOf(node),
                message: `Event '${id}' takes the trigger '${name}' of '${pool}', which event '${earlier}' has already, so SAM refuses it; take one of them out`,
              }
            }
          }
        }
      }
    },
  },
}
