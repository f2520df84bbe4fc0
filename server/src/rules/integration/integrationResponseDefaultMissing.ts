import type { Rule } from '../rule.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'

export const integrationResponseDefaultMissing: Rule = {
  id: 'integration-response-default-missing',
  severity: 'warning',
  summary: 'An integration with a Lambda function has patterns for errors, but no response for success.',
  aws: 'Answers 500 when the function succeeds: a pattern is compared with errorMessage only, so success takes the default response.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: books }, '500': { description: failed } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
        responses: { '200': { statusCode: '200' }, '.*failed.*': { statusCode: '500' } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      responses: { '200': { description: books }, '500': { description: failed } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
        responses: { default: { statusCode: '200' }, '.*failed.*': { statusCode: '500' } }
`,
  },
  visit: {
    *integration({ responses, type, uri, origin }, { api, label }) {
      if (api.type !== 'rest' || responses.length === 0 || valueOf(type) !== 'AWS') return
      if (lambdaTargetOf(valueOf(uri) ?? '') === undefined) return
      const isDefault = (pattern: string | undefined) => pattern === undefined || pattern === ''
      if (responses.some(({ selectionPattern: p }) => p?.known === false || isDefault(valueOf(p)))) return
      yield {
        origin,
        message: `'${label}' has no 'default' response, which a function that succeeds needs, so those calls would answer 500; add one without a pattern`,
      }
    },
  },
}
