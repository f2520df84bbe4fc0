import type { Rule } from '../rule.ts'

/** Characters, of which each is a byte at least. */
const most = 300 * 1024

export const mappingTemplateTooLarge: Rule = {
  id: 'mapping-template-too-large',
  severity: 'error',
  summary: 'A mapping template is larger than 300 KB.',
  aws: 'Refuses the integration: the maximum size of a mapping template is 300 KB.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    post:
      responses: { '200': { description: made } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/books
        requestTemplates: { application/json: '${'x'.repeat(300 * 1024 + 1)}' }
        responses: { default: { statusCode: '200' } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    post:
      responses: { '200': { description: made } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: POST
        uri: https://example.com/books
        requestTemplates: { application/json: '{}' }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ requestTemplates, responses }, { label }) {
      const maps = [requestTemplates, ...responses.map(each => each.responseTemplates)]
      for (const [type, template] of maps.flatMap(map => [...map])) {
        if (!template.known || template.value.length <= most) continue
        yield {
          origin: template.origin,
          message: `The mapping template of '${label}' for '${type}' has ${Math.ceil(template.value.length / 1024)} KB, and API Gateway refuses more than 300; shorten it`,
        }
      }
    },
  },
}
