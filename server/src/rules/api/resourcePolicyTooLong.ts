import type { Rule } from '../rule.ts'
import { toValue } from '../../syntax/node.ts'
import { nodeOf } from '../textFixes.ts'

/** Characters, as API Gateway keeps it: without the spaces of the text. */
const most = 8192

export const resourcePolicyTooLong: Rule = {
  id: 'resource-policy-too-long',
  severity: 'warning',
  summary: 'The resource policy of a REST API is longer than the quota.',
  aws: 'Refuses it: the quota is 8192 characters, which AWS raises on request.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement: [{ Sid: '${'a'.repeat(8200)}', Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '*' }]
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-policy:
  Version: '2012-10-17'
  Statement: [{ Effect: Allow, Principal: '*', Action: execute-api:Invoke, Resource: '*' }]
paths: {}
`,
  },
  visit: {
    *restApi({ name, policy }, context) {
      const node = policy && nodeOf(context, policy.origin)
      if (!policy || !node || node.end - node.start <= most) return
      const length = JSON.stringify(toValue(node)).length
      if (length <= most) return
      yield {
        origin: policy.origin,
        message: `The resource policy of '${name}' has ${length} characters, and API Gateway refuses more than ${most} unless AWS raised the quota; shorten it`,
      }
    },
  },
}
