import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const responseStreamingUnsupported: Rule = {
  id: 'response-streaming-unsupported',
  severity: 'error',
  summary: 'An integration streams its response and is of a type that cannot.',
  aws: 'Refuses the integration: only HTTP_PROXY and AWS_PROXY take the response transfer mode STREAM.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html',
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
        responseTransferMode: STREAM
        responses: { default: { statusCode: '200' } }
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
        responseTransferMode: BUFFERED
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ responseTransferMode: mode, type }, { label }, context) {
      if (!mode?.known || mode.value !== 'STREAM' || !type.known || type.value.endsWith('_PROXY')) return
      yield {
        origin: mode.origin,
        message: `'${label}' streams its response, which an integration of type '${type.value}' cannot; write 'BUFFERED', or use 'AWS_PROXY' or 'HTTP_PROXY'`,
        fixes: replaceFix(context, mode.origin, mode.value, 'BUFFERED'),
      }
    },
  },
}
