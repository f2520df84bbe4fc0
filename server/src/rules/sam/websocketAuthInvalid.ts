import type { Finding, Rule } from '../rule.ts'
import type { Entry } from '../../syntax/node.ts'
import { entriesOf, entryOf, originOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const websocketAuthInvalid: Rule = {
  id: 'websocket-auth-invalid',
  severity: 'error',
  summary: 'The authorization of a SAM WebSocket API lacks its function, or has more than its type takes.',
  aws: "Refuses the template: 'AuthArn must be specified if AuthType is CUSTOM', 'No additional configurations supported for AuthType NONE'.",
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
      Auth: { AuthType: CUSTOM }
      Routes: { $connect: { FunctionArn: !GetAtt Books.Arn } }
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
      Auth: { AuthType: CUSTOM, AuthArn: !GetAtt Books.Arn }
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
        const auth = entryOf(properties, 'Auth')
        if (auth?.value.type === 'mapping' && !isComputed(auth.value)) yield* checkAuth(id, auth)
      }
    },
  },
}

function* checkAuth(id: string, auth: Entry): Iterable<Finding> {
  const node = entryOf(auth.value, 'AuthType')?.value
  const type = stringOf(node)?.toUpperCase()
  if (!node) {
    if (entriesOf(auth.value).length === 0) return
    yield {
      origin: originOfEntry(auth),
      message: `'Auth' of '${id}' has no 'AuthType', so SAM refuses it; add 'CUSTOM', 'AWS_IAM' or 'NONE'`,
    }
  } else if (type === 'CUSTOM' && !entryOf(auth.value, 'AuthArn')) {
    yield {
      origin: originOf(node),
      message: `A Lambda authorizer is to decide who connects to '${id}', but there is none, so SAM refuses it; add its function's ARN as 'AuthArn'`,
    }
  } else if (type === 'NONE' || type === 'AWS_IAM') {
    const more = entriesOf(auth.value).find(({ name }) => name !== 'AuthType')
    if (!more) return
    yield {
      origin: originOfEntry(more),
      message: `'${more.name}' does not go with the type '${type}', so SAM refuses it; take it out, or write 'CUSTOM'`,
    }
  }
}
