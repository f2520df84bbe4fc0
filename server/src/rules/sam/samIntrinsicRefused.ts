import type { Finding, Rule } from '../rule.ts'
import type { Node } from '../../syntax/node.ts'
import type { TemplateEvent, TemplateResource } from '../template/templateTree.ts'
import { intrinsicOf } from '../../syntax/intrinsics.ts'
import { childAt, entriesOf, entryOf, itemsOf, originOf, originOfEntry } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

const switches = new Set([
  'AutoPublishAliasAllProperties',
  'DynamicPolicyName',
  'MergeDefinitions',
  'OmitName',
  'UnescapeMappingTemplate',
])

/** Properties of events that SAM reads as they are written, not even with a parameter's value: by type of event. */
const unresolved: Readonly<Record<string, string | undefined>> = {
  Cognito: 'Trigger',
  S3: 'Events',
  SNS: 'SqsSubscription',
}

export const samIntrinsicRefused: Rule = {
  id: 'sam-intrinsic-refused',
  severity: 'error',
  summary:
    'A switch that SAM must know while it reads the template is given by an intrinsic function, or as a text.',
  aws: "Refuses the template: 'Type of property UnescapeMappingTemplate is invalid', 'ValidateBody and ValidateParameters must be a boolean type, strings or intrinsics are not supported'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-statemachine-statemachineapi.html',
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
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: !Equals [!Ref AWS::Region, eu-west-1]
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
      AutoPublishAlias: live
      AutoPublishAliasAllProperties: true
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const types = ['Function', 'StateMachine', 'Api'].map(name => `AWS::Serverless::${name}`)
      for (const resource of resourcesOfType(root, ...types)) {
        const places = [resource.properties, ...eventsOf(resource).map(({ properties }) => properties)]
        for (const entry of places.flatMap(place => entriesOf(place))) {
          const call = switches.has(entry.name) ? intrinsicOf(entry.value) : undefined
          // A parameter has its value before SAM looks.
          if (!call || call.name === 'Ref') continue
          yield {
            origin: originOfEntry(entry),
            message: `SAM must know '${entry.name}' while it reads the template and takes no '${call.name}' for it; write true or false, or refer to a parameter`,
          }
        }
        for (const event of eventsOf(resource)) {
          yield* unclearValidation(event.properties)
          yield* unresolvedValue(event)
        }
        if (resource.type === 'AWS::Serverless::Api') yield* computedResponses(resource)
      }
    },
  },
}

// Here not even a parameter will do: its value is a text.
function* unclearValidation(event: Node | undefined): Iterable<Finding> {
  for (const name of ['ValidateBody', 'ValidateParameters']) {
    const value = childAt(event, 'RequestModel', name)
    if (!value || (value.type === 'scalar' && (typeof value.value === 'boolean' || value.value === null)))
      continue
    yield {
      origin: originOf(value),
      message: `SAM takes true or false for '${name}' and no text or intrinsic function, so it refuses the template; write true or false without quotes`,
    }
  }
}

function* unresolvedValue({ id, type, properties }: TemplateEvent): Iterable<Finding> {
  const entry = entryOf(properties, unresolved[type] ?? '')
  for (const node of entry ? [entry.value, ...itemsOf(entry.value)] : []) {
    const call = intrinsicOf(node)
    if (!call || !entry) continue
    yield {
      origin: originOf(node),
      message: `SAM reads '${entry.name}' of event '${id}' as it is written and takes no '${call.name}' for it, so it refuses the template; write the value itself`,
    }
  }
}

// 'Unable to set GatewayResponses attribute because intrinsic functions are not supported for this field.'
function* computedResponses({ properties }: TemplateResource): Iterable<Finding> {
  for (const entry of entriesOf(childAt(properties, 'GatewayResponses'))) {
    const call = intrinsicOf(entry.value)
    if (!call) continue
    yield {
      origin: originOfEntry(entry),
      message: `SAM must know the gateway response '${entry.name}' while it reads the template and takes no '${call.name}' for it; write the response itself`,
    }
  }
}
