import type { Rule } from '../rule.ts'
import { childAt, documentOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, referencedId, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const routeTargetInvalid: Rule = {
  id: 'route-target-invalid',
  severity: 'error',
  summary: 'A route names its integration by something else than integrations/ID.',
  aws: "Refuses the route: 'Unexpected or malformed target in route null. Correct format should be integrations/<integration_id>.'",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-route.html',
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
    Properties: { ApiId: !Ref Notes, RouteKey: GET /notes, Target: !Ref Backend }
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
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      const integrations = resourcesOfType(root, 'AWS::ApiGatewayV2::Integration').map(({ id }) => id)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Route')) {
        const node = childAt(properties, 'Target')
        const integration = referencedId(node)
        const isBare = integration !== undefined && integrations.includes(integration)
        const text = stringOf(node)
        const isWrong = text !== undefined && !text.startsWith('integrations/') && !isComputed(node)
        if (!node || !(isBare || isWrong)) continue
        const { file, range } = originOf(node)
        const whole = `integrations/\${${integration ?? ''}}`
        const newText = documentOf(node).language === 'json' ? `{ "Fn::Sub": "${whole}" }` : `!Sub '${whole}'`
        yield {
          origin: originOf(node),
          message: `Route '${id}' has the target '${text ?? integration ?? ''}', which API Gateway refuses; write '${isBare ? whole : 'integrations/ID'}'`,
          fixes: isBare
            ? [{ title: `Write '${whole}'`, edits: [{ file, range, newText }], isPreferred: true }]
            : [],
        }
      }
    },
  },
}
