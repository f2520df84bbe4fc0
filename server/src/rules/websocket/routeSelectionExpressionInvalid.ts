import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const routeSelectionExpressionInvalid: Rule = {
  id: 'route-selection-expression-invalid',
  severity: 'error',
  summary: 'The expression by which a WebSocket message chooses its route takes nothing from the message.',
  aws: "Refuses the expression, or sends every message to $default: it reads the body, as '$request.body.action'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.header.action }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Chat:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: chat, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action }
`,
  },
  visit: {
    *webSocketApi({ name, routeSelectionExpression: expression }, context) {
      if (!expression?.known || /request\.body\b|^\\\$default$|\$context\./.test(expression.value)) return
      const { value, origin } = expression
      const key = /([\w-]+)\}?$/.exec(value)?.[1] ?? 'action'
      yield {
        origin,
        // A text without variables is one route for all messages, which may be meant.
        severity: value.includes('$') ? 'error' : 'warning',
        message: `'${name}' chooses routes by '${value}', which is not in a message; write '$request.body.${key}'`,
        fixes: replaceFix(context, origin, value, `$request.body.${key}`),
      }
    },
  },
}
