import type { Rule } from '../rule.ts'
import { childAt, itemsOf, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { replaceFix } from '../textFixes.ts'

export const endpointTypeInvalid: Rule = {
  id: 'endpoint-type-invalid',
  severity: 'error',
  summary:
    'A REST API has several endpoint types, or the domain of an HTTP or WebSocket API is edge-optimized.',
  aws: "Refuses it: 'Cannot create a RestApi with multiple Endpoint Types.', 'EDGE endpoint type is not supported for APIGatewayV2 domainName'.",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-apigateway-restapi-endpointconfiguration.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, EndpointConfiguration: { Types: [REGIONAL, EDGE] } }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, EndpointConfiguration: { Types: [REGIONAL] } }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::RestApi')) {
        const second = itemsOf(childAt(properties, 'EndpointConfiguration', 'Types'))[1]
        if (!second || isComputed(second)) continue
        yield {
          origin: originOf(second),
          message: `'${id}' has more than one endpoint type, so API Gateway refuses it; leave one of 'REGIONAL', 'EDGE' and 'PRIVATE'`,
        }
      }
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGatewayV2::DomainName')) {
        for (const item of itemsOf(childAt(properties, 'DomainNameConfigurations'))) {
          const node = childAt(item, 'EndpointType')
          if (!node || stringOf(node) !== 'EDGE') continue
          yield {
            origin: originOf(node),
            message: `The domain '${id}' is edge-optimized, which only domains of REST APIs are, so API Gateway refuses it; write 'REGIONAL'`,
            fixes: replaceFix(context, originOf(node), 'EDGE', 'REGIONAL'),
          }
        }
      }
    },
  },
}
