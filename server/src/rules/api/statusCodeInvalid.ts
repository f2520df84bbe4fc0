import type { Finding, Rule } from '../rule.ts'
import type { Fact } from '../../base/origin.ts'

export const statusCodeInvalid: Rule = {
  id: 'status-code-invalid',
  severity: 'error',
  summary: 'A response has a status that HTTP does not have.',
  aws: 'Refuses the response: a status matches [1-5]\\d\\d.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: { statusCode: '4000' }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX: { statusCode: '400' }
paths: {}
`,
  },
  visit: {
    *restApi({ gatewayResponses }) {
      for (const { type, statusCode } of gatewayResponses)
        yield* faults(statusCode, `Gateway response '${type}'`)
    },
    *integration({ responses }, { api, label }) {
      if (api.type !== 'rest') return
      for (const { statusCode } of responses) yield* faults(statusCode, `'${label}'`)
    },
  },
}

function* faults(status: Fact<string> | undefined, who: string): Iterable<Finding> {
  if (!status?.known || /^[1-5]\d\d$|\$\{|\{\{/.test(status.value)) return
  yield {
    origin: status.origin,
    message: `${who} has the status '${status.value}', which HTTP does not have, so API Gateway refuses it; write three digits, as '200'`,
  }
}
