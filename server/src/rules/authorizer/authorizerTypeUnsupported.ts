import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const authorizerTypeUnsupported: Rule = {
  id: 'authorizer-type-unsupported',
  severity: 'error',
  summary: 'An authorizer has a type that this kind of API does not have.',
  aws: "Refuses the authorizer, of a WebSocket API with 'Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis'. REST APIs have TOKEN, REQUEST and COGNITO_USER_POOLS, HTTP APIs REQUEST and JWT.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
paths: {}
components:
  securitySchemes:
    callers:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authorizer: { type: token, identitySource: $request.header.Authorization, authorizerPayloadFormatVersion: '2.0', authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations' }
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
paths: {}
components:
  securitySchemes:
    callers:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authorizer: { type: request, identitySource: $request.header.Authorization, authorizerPayloadFormatVersion: '2.0', authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations' }
`,
  },
  visit: {
    *authorizer({ name, type }, api, context) {
      if (!type?.known) return
      const allowed = types[api.type]
      // A word that no kind of API knows is reported by the schema.
      if (allowed.includes(type.value) || !types.rest.concat(types.http).includes(type.value)) return
      const kind = { rest: 'a REST', http: 'an HTTP', websocket: 'a WebSocket' }[api.type]
      const other = type.value === 'TOKEN' ? replaceFix(context, type.origin, 'TOKEN', 'REQUEST') : []
      yield {
        origin: type.origin,
        message: `Authorizer '${name}' has the type '${type.value}', which ${kind} API does not have; use '${allowed.join("' or '")}'`,
        fixes: other,
      }
    },
  },
}

const types = {
  rest: ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'],
  http: ['REQUEST', 'JWT'],
  websocket: ['REQUEST'],
}
