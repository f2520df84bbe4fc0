import type { Rule } from '../rule.ts'
import type { TemplateResource } from '../template/templateTree.ts'
import { childAt, originOfEntry, stringOf } from '../../syntax/node.ts'
import { eventsOf, resourcesOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

/** Events for which SAM makes no resource of the event's own name. */
const apart = new Set(['Api', 'HttpApi', 'S3', 'AlexaSkill', 'Cognito', ''])
/** Events whose source needs a permission to call the function. */
const pushed = new Set([
  'AlexaSkill',
  'CloudWatchEvent',
  'CloudWatchLogs',
  'EventBridgeRule',
  'IoTRule',
  'S3',
  'Schedule',
  'SNS',
])

export const generatedIdTaken: Rule = {
  id: 'generated-id-taken',
  severity: 'error',
  summary: 'A resource has the logical id that SAM gives to one it makes itself.',
  aws: "Refuses the template: 'attempts to create a new resource with id; a resource with that id already exists within this template'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html',
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
  BooksRole:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } } }
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
      Role: !GetAtt BooksRole.Arn
  BooksRole:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole } } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const written = new Map(resourcesOf(root).map(resource => [resource.id, resource]))
      const types = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine']
      for (const resource of resourcesOfType(root, ...types)) {
        for (const id of generatedIds(resource)) {
          const taken = written.get(id)
          if (!taken) continue
          yield {
            origin: originOfEntry(taken.entry),
            message: `SAM makes a resource '${id}' for '${resource.id}' and refuses the template that has one; rename it`,
          }
        }
      }
    },
  },
}

function generatedIds(resource: TemplateResource): string[] {
  const { id, type, properties } = resource
  const has = (name: string) => childAt(properties, name) !== undefined
  const own = [
    has('Role') ? [] : ['Role'],
    has('FunctionUrlConfig') ? ['Url'] : [],
    has('EventInvokeConfig') ? ['EventInvokeConfig'] : [],
    stringOf(childAt(properties, 'FunctionUrlConfig', 'AuthType')) === 'NONE' ? ['UrlPublicPermissions'] : [],
  ].flat()
  const events = eventsOf(resource).flatMap(event => [
    ...(apart.has(event.type) ? [] : [event.id]),
    ...(pushed.has(event.type) && type === 'AWS::Serverless::Function' ? [`${event.id}Permission`] : []),
  ])
  return [...own, ...events].map(suffix => id + suffix)
}
