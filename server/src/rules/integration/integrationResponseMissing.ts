import type { Rule } from '../rule.ts'
import { insertFix } from '../textFixes.ts'

export const integrationResponseMissing: Rule = {
  id: 'integration-response-missing',
  severity: 'warning',
  summary: 'An integration that is no proxy has no response to answer with.',
  aws: "Answers every call with 500: the log says 'No match for output mapping and no default output mapping configured'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html',
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
        responses: { default: { statusCode: '200' } }
        requestParameters: { integration.request.path.id: method.request.path.id }
`,
  },
  visit: {
    *integration({ responses, type, origin }, { api, label }, context) {
      if (api.type !== 'rest' || responses.length > 0 || !type.known) return
      if (!['AWS', 'HTTP', 'MOCK'].includes(type.value)) return
      const isDocument = !origin.pointer.endsWith('/Integration')
      yield {
        origin,
        message: `'${label}' has the type '${type.value}' and no integration response, so every call would answer 500; add one with a status`,
        fixes: isDocument
          ? insertFix(context, origin, 'responses', '{ "default": { "statusCode": "200" } }')
          : insertFix(context, origin, 'IntegrationResponses', '[{ "StatusCode": "200" }]'),
      }
    },
  },
}
