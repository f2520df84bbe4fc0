import type { Rule } from '../rule.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const integrationLambdaMethodNotPost: Rule = {
  id: 'integration-lambda-method-not-post',
  severity: 'error',
  summary: 'An integration calls a Lambda function by another HTTP method than POST.',
  aws: "Deploys it and then answers every request with 500 'Internal server error': Lambda is called by POST only.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: GET
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations
`,
  },
  visit: {
    *integration({ httpMethod, uri }, { api, label }, context) {
      if (api.type !== 'rest' || !httpMethod?.known) return
      // With ANY the client's method is used, so that POST requests do work.
      if (['POST', 'ANY', 'X-AMAZON-APIGATEWAY-ANY-METHOD'].includes(httpMethod.value.toUpperCase())) return
      if (lambdaTargetOf(valueOf(uri) ?? '') === undefined) return
      const { value, origin } = httpMethod
      yield {
        origin,
        message: `'${label}' calls its Lambda function by '${value}', so every request would fail with 500; write 'POST', whatever method clients use`,
        fixes: replaceFix(context, origin, value, 'POST'),
      }
    },
  },
}
