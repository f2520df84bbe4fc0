import type { Rule } from '../rule.ts'
import { childAt, originOf, originOfEntry } from '../../syntax/node.ts'
import { isComputed, resourcesOfType, templateRoot } from '../template/templateTree.ts'
import { insertFix } from '../textFixes.ts'

const kinds: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'REST API',
  'AWS::ApiGatewayV2::Api': 'API',
}
const sources = ['Name', 'Body', 'BodyS3Location']

export const restApiNameMissing: Rule = {
  id: 'rest-api-name-missing',
  severity: 'error',
  summary: 'An API has neither a name nor a definition that gives one.',
  aws: "Refuses it: without a Body or BodyS3Location the property Name is required (cfn-lint E3660; HTTP and WebSocket APIs: 'Invalid API name specified').",
  documentation:
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html',
  examples: {
    bad: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Description: all books }
`,
    good: `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
`,
  },
  visit: {
    *definition(definition, context) {
      const root = templateRoot(definition, context)
      for (const { id, type, entry, properties } of resourcesOfType(root, ...Object.keys(kinds))) {
        if (isComputed(properties) || sources.some(name => childAt(properties, name))) continue
        yield {
          origin: originOfEntry(entry),
          message: `${kinds[type] ?? ''} '${id}' has no name and no definition to take it from, so API Gateway refuses it; add 'Name'`,
          fixes: properties ? insertFix(context, originOf(properties), 'Name', id) : [],
        }
      }
    },
  },
}
