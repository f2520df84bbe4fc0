import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const corsMethodUnknown: Rule = {
  id: 'cors-method-unknown',
  severity: 'error',
  summary: 'CORS allows a method that there is not.',
  aws: 'Refuses the configuration: the methods are those of HTTP, and *.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowMethods: [GTE] }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowMethods: [GET] }
paths: {}
`,
  },
  visit: {
    *httpApi({ cors }, context) {
      for (const method of cors?.allowMethods ?? []) {
        if (!method.known || [...methods, '*'].includes(method.value.toUpperCase())) continue
        if (/[${,]/.test(method.value)) continue
        yield {
          origin: method.origin,
          message: `CORS allows the method '${method.value}', which HTTP does not have, so API Gateway refuses it; ${suggestion(method.value, methods, 'take it out')}`,
          fixes: nearestFix(context, method.origin, method.value, methods),
        }
      }
    },
  },
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']
