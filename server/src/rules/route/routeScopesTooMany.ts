import type { Rule } from '../rule.ts'

export const routeScopesTooMany: Rule = {
  id: 'route-scopes-too-many',
  severity: 'error',
  summary: 'A route of an HTTP API takes more than 10 scopes.',
  aws: 'Refuses the route: 10 scopes per route is a quota that cannot be raised.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
components:
  securitySchemes:
    callers:
      type: oauth2
      flows: {}
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: { issuer: 'https://example.com', audience: [notes] }
paths:
  /notes:
    get:
      security: [{ callers: [s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10] }]
      x-amazon-apigateway-integration: { type: HTTP_PROXY, httpMethod: GET, uri: 'https://example.com', payloadFormatVersion: '1.0' }
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
components:
  securitySchemes:
    callers:
      type: oauth2
      flows: {}
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration: { issuer: 'https://example.com', audience: [notes] }
paths:
  /notes:
    get:
      security: [{ callers: [read, write] }]
      x-amazon-apigateway-integration: { type: HTTP_PROXY, httpMethod: GET, uri: 'https://example.com', payloadFormatVersion: '1.0' }
`,
  },
  visit: {
    *route({ routeKey, authorization: { scopes, origin } }, api) {
      if (api.type !== 'http' || scopes.length <= 10) return
      yield {
        origin,
        message: `'${routeKey}' takes ${scopes.length} scopes, and API Gateway refuses more than 10; use fewer, or check them in the function`,
      }
    },
  },
}
