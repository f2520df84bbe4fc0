import type { Rule } from '../rule.ts'
import { childAt, entriesOf, entryOf, originOfEntry } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const websocketConnectOnly: Rule = {
  id: 'websocket-connect-only',
  severity: 'error',
  summary: 'A SAM WebSocket API has authorization and no route $connect, where it would be asked.',
  aws: "Refuses the template: 'Authorization is only available if there is a $connect route'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Chat:
    Type: AWS::Serverless::WebSocketApi
    Properties:
      RouteSelectionExpression: $request.body.action
      Auth: { AuthType: AWS_IAM }
      Routes: { $default: { FunctionArn: !GetAtt Books.Arn } }
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
      Auth: { AuthType: AWS_IAM }
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
      for (const { id, properties } of resourcesOfType(root, 'AWS::Serverless::WebSocketApi')) {
        const routes = childAt(properties, 'Routes')
        if (isComputed(routes)) continue
        const auth = entryOf(properties, 'Auth')
        if (auth && entriesOf(auth.value).length > 0 && !entryOf(routes, '$connect')) {
          yield {
            origin: originOfEntry(auth),
            message: `'Auth' is asked when a client connects, but '${id}' has no route '$connect', so SAM refuses it; add the route or take 'Auth' out`,
          }
        }
      }
    },
  },
}
