import type { Rule } from '../rule.ts'

export const integrationUriMissing: Rule = {
  id: 'integration-uri-missing',
  severity: 'error',
  summary: 'An integration does not say which backend it calls.',
  aws: 'Refuses the integration: every type but MOCK needs a URI.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/books
`,
  },
  visit: {
    *integration({ type, uri, subtype, origin }, { api, label }) {
      if (api.type === 'websocket' || !type.known || type.value === 'MOCK' || uri || subtype) return
      // An unknown type has its own finding.
      if (!['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY'].includes(type.value)) return
      const kind = type.value.startsWith('HTTP') ? "a URL such as 'https://…'" : "the backend's ARN"
      yield {
        origin,
        message: `The integration of '${label}' has no URI, so API Gateway refuses it; add ${kind}`,
      }
    },
  },
}
