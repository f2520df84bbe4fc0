import type { Rule } from '../rule.ts'

export const jwtAudienceTooMany: Rule = {
  id: 'jwt-audience-too-many',
  severity: 'error',
  summary: 'A JWT authorizer takes more than 50 audiences.',
  aws: 'Refuses the authorizer: 50 audiences per authorizer is a quota that cannot be raised.',
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
        jwtConfiguration: { issuer: 'https://example.com', audience: [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50] }
paths:
  /notes:
    get:
      security: [{ callers: [read] }]
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
      security: [{ callers: [read] }]
      x-amazon-apigateway-integration: { type: HTTP_PROXY, httpMethod: GET, uri: 'https://example.com', payloadFormatVersion: '1.0' }
`,
  },
  visit: {
    *authorizer({ name, jwt, origin }) {
      const audience = jwt?.audience ?? []
      if (audience.length <= 50) return
      yield {
        origin: audience[50]?.origin ?? origin,
        message: `Authorizer '${name}' takes ${audience.length} audiences, and API Gateway refuses more than 50; use a second authorizer`,
      }
    },
  },
}
