import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { insertFix } from '../textFixes.ts'

export const mockStatusMissing: Rule = {
  id: 'mock-status-missing',
  severity: 'warning',
  summary: 'A MOCK integration has no request template that gives a status code.',
  aws: 'Answers 500: a MOCK integration takes the status for choosing its response from the rendered template.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: books } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{}' }
        responses: { default: { statusCode: '200' } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: books } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ type, requestTemplates, origin }, { api, method, label }, context) {
      if (api.type !== 'rest' || method?.isGenerated === true || valueOf(type) !== 'MOCK') return
      const templates = [...requestTemplates.values()]
      if (
        templates.some(
          template => !template.known || /statusCode|#(set|parse|include)|\$/.test(template.value),
        )
      )
        return
      const name = origin.pointer.endsWith('/Integration') ? 'RequestTemplates' : 'requestTemplates'
      yield {
        origin,
        message: `'${label}' is a MOCK without a 'statusCode' in a request template, so every call would answer 500; add the template '{"statusCode": 200}' for application/json`,
        fixes:
          templates.length > 0
            ? []
            : insertFix(context, origin, name, '{ "application/json": "{\\"statusCode\\": 200}" }'),
      }
    },
  },
}
