import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const integrationResponseUnmatched: Rule = {
  id: 'integration-response-unmatched',
  severity: 'warning',
  summary: 'An integration response has a status for which the method has no response.',
  aws: "Answers 500 when the response is chosen; the log says 'Output mapping refers to an invalid method response'.",
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
        responses: { default: { statusCode: '201' } }
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
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ responses, type }, { method, label }, context) {
      // Proxy integrations pass the backend's answer on; what an export writes there is not looked at.
      if (!method || method.isGenerated === true || !type.known || type.value.endsWith('PROXY')) return
      const statuses = method.responses.map(each => each.statusCode).filter(status => status !== '')
      if (statuses.length === 0) return
      for (const { statusCode } of responses) {
        const status = valueOf(statusCode)
        if (status === undefined || !statusCode.known || !/^\d{3}$/.test(status)) continue
        if (statuses.includes(status)) continue
        yield {
          origin: statusCode.origin,
          message: `'${label}' answers '${status}', for which the method has no response, so those calls would answer 500; declare the response, or use '${statuses.join("', '")}'`,
          fixes:
            statuses.length === 1 ? replaceFix(context, statusCode.origin, status, statuses[0] ?? '') : [],
        }
      }
    },
  },
}
