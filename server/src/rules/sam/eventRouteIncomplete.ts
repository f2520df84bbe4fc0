import type { Rule } from '../rule.ts'
import { entryOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { eventsOf, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const eventRouteIncomplete: Rule = {
  id: 'event-route-incomplete',
  severity: 'error',
  summary: 'An event of an HTTP API has a path or a method without the other.',
  aws: "Refuses the template: 'Property Method is required'; an event with neither makes the route $default.",
  documentation:
    'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-httpapi.html',
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
        List: { Type: HttpApi, Properties: { Path: /books } }
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
        List: { Type: HttpApi, Properties: { Path: /books, Method: get } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const resource of resourcesOfType(root, 'AWS::Serverless::Function')) {
        for (const { id, type, properties } of eventsOf(resource)) {
          const [path, method] = [entryOf(properties, 'Path'), entryOf(properties, 'Method')]
          const stated = path ?? method
          if (type !== 'HttpApi' || !stated || (path && method) || stringOf(stated.value) === '') continue
          const missing = path ? 'Method' : 'Path'
          yield {
            origin: originOfEntry(stated),
            message: `Event '${id}' has a '${stated.name}' and no '${missing}', so SAM refuses it; add '${missing}', or take both out for the route $default`,
          }
        }
      }
    },
  },
}
