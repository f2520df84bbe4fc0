import type { Rule } from '../rule.ts'
import { relatedPlace } from '../../base/diagnostic.ts'
import { valueOf } from '../../base/origin.ts'
import { suggestion } from '../textFixes.ts'

export const responseHeaderUndeclared: Rule = {
  id: 'response-header-undeclared',
  severity: 'error',
  summary: 'An integration response sets a header that the method response of its status does not declare.',
  aws: "Refuses the integration response: 'Invalid mapping expression parameter specified: method.response.header.NAME'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html',
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
        responses: { default: { statusCode: '200', responseParameters: { method.response.header.Locaton: integration.response.header.Location } } }
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
        responses: { default: { statusCode: '200', responseParameters: { method.response.header.Location: integration.response.header.Location } } }
`,
  },
  visit: {
    *integration({ responses }, { method, label }) {
      if (!method || method.isGenerated === true) return
      for (const { statusCode, responseParameters, origin } of responses) {
        const declared = method.responses.find(each => each.statusCode === valueOf(statusCode))
        if (!declared) continue
        const names = [...declared.headers.keys()]
        for (const to of responseParameters.keys()) {
          const name = /^method\.response\.(?:multivalue)?header\.(\S+)$/.exec(to)?.[1]
          if (name === undefined || name.includes('${')) continue
          if (names.some(each => each.toLowerCase() === name.toLowerCase())) continue
          yield {
            origin,
            message: `'${label}' sets the header '${name}', which its response ${declared.statusCode} does not declare, so API Gateway refuses it; ${suggestion(name, names, 'declare it there')}`,
            related: [relatedPlace(declared.origin, `Response ${declared.statusCode}`)],
          }
        }
      }
    },
  },
}
