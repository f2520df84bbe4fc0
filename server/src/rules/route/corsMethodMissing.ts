import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const corsMethodMissing: Rule = {
  id: 'cors-method-missing',
  severity: 'warning',
  summary: 'CORS leaves out a method that a route of the API has.',
  aws: 'Answers the preflight without the method, so browsers refuse the call; GET, HEAD and POST pass without being named.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowMethods: [GET] }
paths:
  /notes/{id}:
    delete:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: DELETE, uri: 'https://example.com/notes', payloadFormatVersion: '1.0' }
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowMethods: [GET, DELETE] }
paths:
  /notes/{id}:
    delete:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: DELETE, uri: 'https://example.com/notes', payloadFormatVersion: '1.0' }
`,
  },
  visit: {
    *httpApi({ cors, routes }) {
      if (!cors || cors.allowMethods.some(({ known }) => !known)) return
      const allowed = new Set(cors.allowMethods.map(fact => valueOf(fact)?.toUpperCase()))
      if (allowed.has('*')) return
      const needed = new Set(routes.map(({ httpMethod }) => httpMethod ?? ''))
      const missing = ['PUT', 'PATCH', 'DELETE'].filter(method => needed.has(method) && !allowed.has(method))
      if (missing.length === 0) return
      yield {
        origin: cors.allowMethods[0]?.origin ?? cors.origin,
        message: `CORS does not allow '${missing.join("', '")}', which routes of this API have, so browsers refuse those calls; add it to the allowed methods`,
      }
    },
  },
}
