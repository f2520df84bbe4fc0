import type { Rule } from '../rule.ts'
import { nearestFix, suggestion, writtenAt } from '../textFixes.ts'

const types = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK']

export const integrationTypeUnknown: Rule = {
  id: 'integration-type-unknown',
  severity: 'error',
  summary: 'An integration has a type that API Gateway does not know.',
  aws: 'Refuses the integration.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: moc }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *integration({ type }, owner, context) {
      if (!type.known || types.includes(type.value.toUpperCase())) return
      const { origin } = type
      const value = writtenAt(context, origin) ?? type.value
      const names = /[a-z]/.test(value) ? types.map(name => name.toLowerCase()) : types
      yield {
        origin,
        message: `API Gateway knows no integration type '${value}', so '${owner.label}' cannot be deployed; ${suggestion(value, names, '')}`,
        fixes: nearestFix(context, origin, value, names),
      }
    },
  },
}
