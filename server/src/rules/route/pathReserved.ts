import type { Rule } from '../rule.ts'
import { pathsOf } from './pathSegments.ts'

export const pathReserved: Rule = {
  id: 'path-reserved',
  severity: 'warning',
  summary: 'A path is one that API Gateway keeps for its own health check.',
  aws: 'Answers /ping and /sping of custom domains by itself.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /ping:
    get:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com/ping' }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /health:
    get:
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com/ping' }
`,
  },
  visit: {
    *api(api) {
      if (api.type === 'websocket') return
      for (const { path, origin } of pathsOf(api)) {
        if (!/^\/s?ping$/.test(path)) continue
        yield {
          origin,
          message: `'${path}' is kept by API Gateway for its health check and is not reached under a custom domain; use another path, as '/health'`,
        }
      }
    },
  },
}
