import type { Rule } from '../rule.ts'
import { childAt, entryOf, originOfEntry, stringOf } from '../../syntax/node.ts'
import { resourcesOfType, templateRoot } from '../template/templateTree.ts'

const webSocketOnly = ['ApiKeySelectionExpression', 'DisableSchemaValidation']
const httpOnly = ['CorsConfiguration', 'Body', 'BodyS3Location', 'CredentialsArn', 'RouteKey', 'Target']

export const apiPropertyUnsupported: Rule = {
  id: 'api-property-unsupported',
  severity: 'warning',
  summary: 'An HTTP or WebSocket API has a property that only the other kind has.',
  aws: 'Refuses the property or leaves it without effect: it is supported for the other protocol only.',
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP, DisableSchemaValidation: true }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Notes:
    Type: AWS::ApiGatewayV2::Api
    Properties: { Name: notes, ProtocolType: HTTP }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::Api')) {
        const protocol = stringOf(childAt(properties, 'ProtocolType'))
        const names = protocol === 'HTTP' ? webSocketOnly : protocol === 'WEBSOCKET' ? httpOnly : []
        for (const entry of names.flatMap(name => entryOf(properties, name) ?? [])) {
          // HTTP APIs have one selection expression, and stating it is right.
          if (/^RouteSelection/.test(entry.name)) continue
          yield {
            origin: originOfEntry(entry),
            ...(entry.name === 'CorsConfiguration' && { severity: 'error' as const }),
            message: `'${id}' is an API of protocol '${protocol ?? ''}', which has no '${entry.name}', so it is refused or without effect; take it out`,
          }
        }
      }
    },
  },
}
