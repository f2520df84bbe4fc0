import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const corsWildcardWithCredentials: Rule = {
  id: 'cors-wildcard-with-credentials',
  severity: 'warning',
  summary: 'CORS allows credentials, and every header or method by a wildcard.',
  aws: "Sends '*', which browsers take for a header or method of that name when a request has credentials.",
  documentation:
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Access-Control-Allow-Headers',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowCredentials: true, allowHeaders: ['*'] }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowCredentials: true, allowHeaders: [Content-Type] }
paths: {}
`,
  },
  visit: {
    *httpApi({ cors }) {
      if (!cors || valueOf(cors.allowCredentials) !== true) return
      const lists = [
        ['headers', cors.allowHeaders],
        ['methods', cors.allowMethods],
        ['exposed headers', cors.exposeHeaders],
      ] as const
      for (const [what, facts] of lists) {
        const wildcard = facts.find(fact => valueOf(fact) === '*')
        if (!wildcard) continue
        yield {
          origin: wildcard.origin,
          message: `CORS allows credentials and the ${what} '*', which browsers then take for a name; list the ${what}`,
        }
      }
    },
  },
}
