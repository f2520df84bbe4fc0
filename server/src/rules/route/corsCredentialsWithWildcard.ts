import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const corsCredentialsWithWildcard: Rule = {
  id: 'cors-credentials-with-wildcard',
  severity: 'error',
  summary: 'CORS of an HTTP API allows credentials for every origin.',
  aws: "Refuses the configuration: 'allow-credentials is not supported if 'allow-origin' is *'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['*'], allowCredentials: true }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'], allowCredentials: true }
paths: {}
`,
  },
  visit: {
    *httpApi({ cors }) {
      if (valueOf(cors?.allowCredentials) !== true) return
      const wildcard = cors?.allowOrigins.find(origin => valueOf(origin) === '*')
      if (!wildcard) return
      yield {
        origin: wildcard.origin,
        message: `CORS allows credentials for the origin '*', which API Gateway and browsers refuse; name the origins, or take credentials out`,
      }
    },
  },
}
