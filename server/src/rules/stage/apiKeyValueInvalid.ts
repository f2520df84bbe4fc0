import type { Rule } from '../rule.ts'
import { childAt, originOf, stringOf } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'

export const apiKeyValueInvalid: Rule = {
  id: 'api-key-value-invalid',
  severity: 'error',
  summary: 'The value of an API key is too short or too long.',
  aws: "Refuses the key: 'API Key value should be at least 20 characters'; the most is 128.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Shop:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true, Value: sesame }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  Shop:
    Type: AWS::ApiGateway::ApiKey
    Properties: { Enabled: true }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, properties } of resourcesOfType(root, 'AWS::ApiGateway::ApiKey')) {
        const node = childAt(properties, 'Value')
        const value = stringOf(node)
        if (!node || value === undefined || isComputed(node)) continue
        if (value.length >= 20 && value.length <= 128) continue
        yield {
          origin: originOf(node),
          message: `The value of API key '${id}' has ${value.length} characters, and API Gateway refuses it; use 20 to 128, or leave 'Value' out and it is made up`,
        }
      }
    },
  },
}
