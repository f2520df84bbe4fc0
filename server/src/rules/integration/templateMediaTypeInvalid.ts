import type { Rule } from '../rule.ts'
import { writtenAt } from '../textFixes.ts'

export const templateMediaTypeInvalid: Rule = {
  id: 'template-media-type-invalid',
  severity: 'warning',
  summary: 'A mapping template stands under a key that is no media type.',
  aws: "Never uses the template: it is chosen by the request's Content-Type or Accept.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
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
        requestTemplates: { json: '{}' }
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
        requestTemplates: { application/json: '{}' }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ requestTemplates, responses }, { api, label }, context) {
      if (api.type !== 'rest') return
      const maps = [requestTemplates, ...responses.map(each => each.responseTemplates)]
      for (const [type, template] of maps.flatMap(map => [...map])) {
        if (/^[^\s/;]+\/[^\s/]+/.test(type) || type.includes('${')) continue
        // A template written by an intrinsic function marks nothing that could be read.
        const shown = writtenAt(context, template.origin) === undefined ? 'template' : 'mapping template'
        yield {
          origin: template.origin,
          message: `'${label}' has a ${shown} for '${type}', which is no media type, so it is never used; write 'application/json' or another 'type/subtype'`,
        }
      }
    },
  },
}
