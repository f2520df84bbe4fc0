import type { Rule } from '../rule.ts'
import { childAt, entriesOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { isComputed, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { suggestion } from '../textFixes.ts'

export const routeSettingUnknown: Rule = {
  id: 'route-setting-unknown',
  severity: 'error',
  summary: 'A stage has settings of a route that its API does not have.',
  aws: "Refuses the stage: 'Unable to find Route by key GET /books within the provided RouteSettings'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-stage.html',
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
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Sub 'integrations/\${Backend}' }
  Live:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Notes, StageName: $default, AutoDeploy: true, RouteSettings: { GET /note: { ThrottlingBurstLimit: 5 } } }
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
  Live:
    Type: AWS::ApiGatewayV2::Stage
    Properties: { ApiId: !Ref Notes, StageName: $default, AutoDeploy: true, RouteSettings: { GET /notes: { ThrottlingBurstLimit: 5 } } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const routes = resourcesOfType(root, 'AWS::ApiGatewayV2::Route')
      const apis = resourcesOfType(root, 'AWS::ApiGatewayV2::Api')
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Stage')) {
        const api = apis.find(each => each.id === referencedId(childAt(properties, 'ApiId')))
        // A definition or a quick create makes further routes.
        if (!api || ['Body', 'BodyS3Location', 'Target'].some(name => childAt(api.properties, name))) continue
        const keys = routes
          .filter(route => referencedId(childAt(route.properties, 'ApiId')) === api.id)
          .map(route => childAt(route.properties, 'RouteKey'))
        const names = keys.flatMap(key => (isComputed(key) ? [] : (stringOf(key) ?? [])))
        if (names.length === 0 || names.length < keys.length) continue
        for (const entry of entriesOf(childAt(properties, 'RouteSettings'))) {
          if (names.includes(entry.name) || /^(Ref|Fn::.+)$/.test(entry.name)) continue
          yield {
            origin: originOfEntry(entry),
            message: `Stage '${id}' has settings of the route '${entry.name}', which '${api.id}' does not have, so API Gateway refuses it; ${suggestion(entry.name, names, 'write the key of a route')}`,
          }
        }
      }
    },
  },
}
