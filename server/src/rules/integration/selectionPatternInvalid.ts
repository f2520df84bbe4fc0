import type { Rule } from '../rule.ts'
import { isRegularExpression } from '../regularExpression.ts'

export const selectionPatternInvalid: Rule = {
  id: 'selection-pattern-invalid',
  severity: 'error',
  summary: 'The selection pattern of an integration response is no regular expression.',
  aws: "Refuses the integration response: 'Invalid regex pattern specified'. The pattern is a Java regular expression.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200' }, '*timed out': { statusCode: '200' } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200' }, '.*timed out': { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ responses }, { api, label }) {
      if (api.type !== 'rest') return
      for (const { selectionPattern: pattern } of responses) {
        if (!pattern?.known || pattern.value.includes('${') || isRegularExpression(pattern.value)) continue
        const wildcard = pattern.value.startsWith('*')
          ? `'.${pattern.value}'`
          : 'an expression that Java takes'
        yield {
          origin: pattern.origin,
          message: `'${label}' has the selection pattern '${pattern.value}', which is no regular expression, so the response is never chosen; write ${wildcard}`,
        }
      }
    },
  },
}
