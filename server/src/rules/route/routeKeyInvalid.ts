import type { Rule } from '../rule.ts'
import { replaceFix, nodeOf } from '../textFixes.ts'
import { childAt, originOf } from '../../syntax/node.ts'

export const routeKeyInvalid: Rule = {
  id: 'route-key-invalid',
  severity: 'error',
  summary: 'A route of an HTTP API has a key that is neither a method with a path nor $default.',
  aws: "Refuses the route: 'The provided route key is not formatted properly for HTTP protocol'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://example.com/notes
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET notes, Target: !Sub 'integrations/\${Backend}' }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
  Backend:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Notes
      IntegrationType: HTTP_PROXY
      IntegrationMethod: GET
      IntegrationUri: https://example.com/notes
      PayloadFormatVersion: '1.0'
  Add:
    Type: AWS::ApiGatewayV2::Route
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
`,
  },
  visit: {
    *route({ routeKey, origin }, api, context) {
      if (api.type !== 'http' || routeKey.includes('${') || /^\$default$/.test(routeKey)) return
      if (/^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*$/.test(routeKey)) return
      // A key that cannot be known is not there: the reader then names the route by its resource.
      const node = childAt(nodeOf(context, origin), 'Properties', 'RouteKey')
      if (node?.type !== 'scalar') return
      const mended = /^([a-z]+)\s+\/?(\S*)$/i.exec(routeKey.trim())
      const key = mended ? `${mended[1]?.toUpperCase()} /${mended[2]}` : undefined
      const place = originOf(node)
      yield {
        origin: place,
        message: `'${routeKey}' is no key of a route, so API Gateway refuses it; write ${key === undefined ? "a method and a path, as 'GET /notes', or '$default'" : `'${key}'`}`,
        fixes: key === undefined ? [] : replaceFix(context, place, routeKey, key),
      }
    },
  },
}
