import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const integrationTimeoutOutOfRange: Rule = {
  id: 'integration-timeout-out-of-range',
  severity: 'error',
  summary: 'An integration waits for a shorter or longer time than API Gateway takes.',
  aws: 'Refuses less than 50 ms, and more than 30,000 ms on an HTTP API. A REST API takes more than 29,000 ms only when the account has a raised quota (regional and private APIs).',
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
      const isQuota = milliseconds > highest && api.type === 'rest'
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
