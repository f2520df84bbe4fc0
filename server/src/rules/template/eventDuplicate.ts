import type { Entry } from '../../syntax/node.ts'
import type { Rule } from '../rule.ts'
import type { TemplateResource } from './templateTree.ts'
import { childAt, entriesOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOf, templateRoot } from './templateTree.ts'

export const eventDuplicate: Rule = {
  id: 'event-duplicate',
  severity: 'error',
  summary: 'Two events of a SAM template ask for the same method and path of one API.',
  aws: "Refuses the template: 'API method defined multiple times for path'.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-api.html',
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
        One: { Type: Api, Properties: { Path: /books, Method: get } }
        Other: { Type: Api, Properties: { Path: /books, Method: GET } }
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
        One: { Type: Api, Properties: { Path: /books, Method: get } }
        Other: { Type: Api, Properties: { Path: /books, Method: post } }
`,
  },
  visit: {
    *definition(definition, context) {
      const first = new Map<string, ApiEvent>()
      for (const resource of resourcesOf(templateRoot(definition, context))) {
        for (const event of eventsOf(resource)) {
          const earlier = first.get(event.key)
          if (!earlier) {
            first.set(event.key, event)
            continue
          }
          const { file, range } = originOfEntry(earlier.entry)
          yield {
            origin: originOfEntry(event.entry),
            message: `Event '${event.entry.name}' asks for '${event.label}', which event '${earlier.entry.name}' of '${earlier.owner}' has already, so SAM refuses it; change its path or method, or take it out`,
            related: [{ file, range, message: `'${event.label}' is here first` }],
          }
        }
      }
    },
  },
}

interface ApiEvent {
  readonly key: string
  readonly label: string
  readonly owner: string
  readonly entry: Entry
}

function eventsOf({ id, type, entry: resource, properties }: TemplateResource): ApiEvent[] {
  if (type !== 'AWS::Serverless::Function' && type !== 'AWS::Serverless::StateMachine') return []
  // Resources under conditions may exclude each other.
  const condition = stringOf(childAt(resource.value, 'Condition')) ?? ''
  return entriesOf(childAt(properties, 'Events')).flatMap(entry => {
    const kind = stringOf(childAt(entry.value, 'Type'))
    const path = stringOf(childAt(entry.value, 'Properties', 'Path'))
    const method = stringOf(childAt(entry.value, 'Properties', 'Method'))?.toUpperCase()
    if ((kind !== 'Api' && kind !== 'HttpApi') || path === undefined || method === undefined) return []
    const reference = childAt(entry.value, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId')
    const api = reference ? (stringOf(childAt(reference, 'Ref')) ?? stringOf(reference)) : 'implicit'
    if (api === undefined) return []
    return [
      { key: [kind, api, condition, method, path].join(' '), label: `${method} ${path}`, owner: id, entry },
    ]
  })
}
