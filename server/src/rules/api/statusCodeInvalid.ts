import type { Finding, Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import type { Fact } from '../../base/origin.ts'

export const statusCodeInvalid: Rule = {
  id: 'status-code-invalid',
  severity: 'error',
  summary: 'A response has a status that HTTP does not have.',
  aws: "Refuses the response: a status matches [1-5]\\d\\d, and the responses of an HTTP API are for 200 to 599 ('Status Code 700 is not valid').",
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
      if (api.type === 'websocket') return
      for (const { statusCode } of responses) yield* faults(statusCode, `'${label}'`, api.type)
    },
  },
}

function* faults(status: Fact<string> | undefined, who: string, type?: Api['type']): Iterable<Finding> {
  const allowed = type === 'http' ? /^[2-5]\d\d$|\$\{|\{\{/ : /^[1-5]\d\d$|\$\{|\{\{/
  if (!status?.known || allowed.test(status.value)) return
  yield {
    origin: status.origin,
    message: `${who} has the status '${status.value}', which HTTP does not have, so API Gateway refuses it; write three digits, as '200'`,
  }
}
