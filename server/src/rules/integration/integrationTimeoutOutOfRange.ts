import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const integrationTimeoutOutOfRange: Rule = {
  id: 'integration-timeout-out-of-range',
  severity: 'error',
  summary: 'An integration waits for a shorter or longer time than API Gateway takes.',
  aws: "Refuses the integration: 'Timeout should be between 50 ms and 29000 ms', of an HTTP API 30000 ms. A regional or private REST API takes more than 29,000 ms when the account has a raised quota.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock, timeoutInMillis: 20 }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock, timeoutInMillis: 2000 }
`,
  },
  visit: {
    *integration({ timeoutInMillis }, { api, label }, context) {
      if (!timeoutInMillis?.known) return
      const { value: milliseconds, origin } = timeoutInMillis
      const highest = api.type === 'http' ? 30_000 : 29_000
      if (milliseconds >= 50 && milliseconds <= highest) return
      const isEdge = api.type === 'rest' && api.endpointTypes.some(type => valueOf(type) === 'EDGE')
      const isQuota = milliseconds > highest && api.type === 'rest' && !isEdge
      const nearest = String(milliseconds < 50 ? 50 : highest)
      const range = `50 to ${highest.toLocaleString('en-US')}`
      yield {
        origin,
        severity: isQuota ? 'warning' : 'error',
        message: isQuota
          ? `'${label}' waits ${milliseconds} ms, which API Gateway takes only with a raised quota; stay within ${range} or ask AWS for more`
          : `'${label}' waits ${milliseconds} ms, which API Gateway refuses; write ${range}`,
        fixes: replaceFix(context, origin, String(milliseconds), nearest),
      }
    },
  },
}
