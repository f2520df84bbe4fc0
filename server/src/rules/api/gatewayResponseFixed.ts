import type { Rule } from '../rule.ts'

export const gatewayResponseFixed: Rule = {
  id: 'gateway-response-fixed',
  severity: 'warning',
  summary: 'A gateway response is customized that API Gateway does not let one customize.',
  aws: 'Takes it and goes on answering as before: customizing 413 REQUEST_TOO_LARGE is not supported.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  REQUEST_TOO_LARGE: { statusCode: '400' }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  BAD_REQUEST_BODY: { statusCode: '400' }
paths: {}
`,
  },
  visit: {
    *restApi({ gatewayResponses }) {
      for (const { type, origin } of gatewayResponses) {
        if (type !== 'REQUEST_TOO_LARGE') continue
        yield {
          origin,
          message: `'${type}' cannot be customized, so API Gateway answers with its own 413; take it out`,
        }
      }
    },
  },
}
