import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const payloadFormatVersionInvalid: Rule = {
  id: 'payload-format-version-invalid',
  severity: 'error',
  summary:
    'An integration names a version of the event format that there is not, or not for this kind of API or type.',
  aws: "Refuses the integration: 'Unsupported PayloadFormatVersion: 3.0' or 'PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY'. The versions are 1.0 and 2.0; HTTP_PROXY, services of AWS and WebSocket APIs take 1.0 only.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://example.com'] }
paths:
  /notes:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/notes
        payloadFormatVersion: '2.0'
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://example.com'] }
paths:
  /notes:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/notes
        payloadFormatVersion: '1.0'
`,
  },
  visit: {
    *integration({ payloadFormatVersion: version, type, subtype }, { api, label }, context) {
      if (api.type === 'rest' || !version?.known) return
      // YAML reads an unquoted 2.0 as the number 2.
      const written = /^[12]$/.test(version.value) ? `${version.value}.0` : version.value
      const isPlain = api.type === 'websocket' || valueOf(type) === 'HTTP_PROXY' || subtype !== undefined
      const allowed = isPlain ? ['1.0'] : ['1.0', '2.0']
      if (allowed.includes(written)) return
      yield {
        origin: version.origin,
        message: `'${label}' asks for event format '${version.value}', which API Gateway refuses here; write '${allowed.join("' or '")}'`,
        fixes: allowed.flatMap(each => replaceFix(context, version.origin, version.value, each)).slice(0, 1),
      }
    },
  },
}
