import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { suggestion } from '../textFixes.ts'

export const websocketRouteKeyInvalid: Rule = {
  id: 'websocket-route-key-invalid',
  severity: 'error',
  summary: 'A route of a SAM WebSocket API has a key of which SAM can make no logical id.',
  aws: "Refuses the template: 'Route key must be alphanumeric. Only $connect, $disconnect, and $default special routes are supported'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-overview.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Routes: { $conect: { FunctionArn: !GetAtt Books.Arn } }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Routes: { $connect: { FunctionArn: !GetAtt Books.Arn } }
  Books:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.list
      Runtime: nodejs22.x
      CodeUri: src/
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { properties } of resourcesOfType(root, 'AWS::Serverless::WebSocketApi')) {
        for (const entry of entriesOf(childAt(properties, 'Routes'))) {
          if (/^[\p{L}\p{N}]+$/u.test(entry.name) || special.includes(entry.name) || /^Fn::/.test(entry.name))
            continue
          const advice = entry.name.startsWith('$')
            ? suggestion(entry.name, special, '')
            : 'use letters and digits'
          yield {
            origin: originOfEntry(entry),
            message: `SAM makes a logical id of the route key '${entry.name}', which it cannot, so it refuses the template; ${advice}`,
          }
        }
      }
    },
  },
}

const special = ['$connect', '$disconnect', '$default']
