import type { Rule } from '../rule.ts'
import { lambdaTargetOf } from '../../api/lambdaFunction.ts'
import { valueOf } from '../../base/origin.ts'

export const responseStreamingUriMismatch: Rule = {
  id: 'response-streaming-uri-mismatch',
  severity: 'error',
  summary: 'The response transfer mode of a Lambda integration does not fit its URI.',
  aws: "Calls the function by InvokeWithResponseStream only with STREAM and the path '2021-11-15/…/response-streaming-invocations'; one without the other fails.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        responseTransferMode: STREAM
        uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/invocations
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
        responseTransferMode: STREAM
        uri: arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:123456789012:function:callers/response-streaming-invocations
`,
  },
  visit: {
    *integration({ responseTransferMode: mode, type, uri }, { api, label }) {
      if (api.type !== 'rest' || valueOf(type) !== 'AWS_PROXY' || !uri?.known || mode?.known === false) return
      if (uri.value.includes('${') || lambdaTargetOf(uri.value) === undefined) return
      const isStream = valueOf(mode) === 'STREAM'
      const hasPath = /\/2021-11-15\/.*\/response-streaming-invocations\/?$/.test(uri.value)
      if (isStream === hasPath) return
      yield {
        origin: uri.origin,
        message: isStream
          ? `'${label}' streams its response, but its URI calls the function without streaming; write '…lambda:path/2021-11-15/functions/FUNCTION_ARN/response-streaming-invocations'`
          : `'${label}' calls the function with streaming, but buffers the response; set 'responseTransferMode' to STREAM`,
      }
    },
  },
}
