import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const passthroughNeverWithoutTemplate: Rule = {
  id: 'passthrough-never-without-template',
  severity: 'warning',
  summary: "An integration with passthroughBehavior 'never' has no request template.",
  aws: 'Answers 415 to every request with a body: none has a template.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html',
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
        passthroughBehavior: never
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
        passthroughBehavior: when_no_match
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ passthroughBehavior, requestTemplates, type }, { api, label }, context) {
      if (api.type !== 'rest' || !passthroughBehavior?.known || passthroughBehavior.value !== 'NEVER') return
      if (requestTemplates.size > 0 || !['AWS', 'HTTP', 'MOCK'].includes(valueOf(type) ?? '')) return
      const { origin } = passthroughBehavior
      yield {
        origin,
        message: `'${label}' passes no body through and has no request template, so requests would answer 415; add a template, or write 'WHEN_NO_MATCH'`,
        fixes: replaceFix(context, origin, 'never', 'WHEN_NO_MATCH'),
      }
    },
  },
}
