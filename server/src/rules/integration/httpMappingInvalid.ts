import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const httpMappingInvalid: Rule = {
  id: 'http-mapping-invalid',
  severity: 'error',
  summary: 'A parameter mapping of an HTTP API does not say what to change, or from what.',
  aws: "Refuses the integration: 'Invalid Request Actioned Parameter' or 'Invalid Response Actioned Parameter destination specified'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
paths:
  /notes:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/notes
        payloadFormatVersion: '1.0'
        requestParameters: { add:header.X-Stage: $context.stage }
        responseParameters: { '200': { overwrite:header.X-Source: notes } }
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
paths:
  /notes:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://example.com/notes
        payloadFormatVersion: '1.0'
        requestParameters: { append:header.X-Stage: $context.stage }
        responseParameters: { '200': { overwrite:header.X-Source: notes } }
`,
  },
  visit: {
    *integration({ requestParameters, responses, subtype }, { api, label }) {
      // With a service of AWS the keys are its own parameters.
      if (api.type !== 'http' || subtype) return
      const request = [...requestParameters].map(pair => [pair, requestTarget, `overwrite:path`] as const)
      const response = responses.flatMap(each =>
        [...each.responseParameters].map(pair => [pair, responseTarget, `overwrite:statuscode`] as const),
      )
      for (const [[to, from], target, other] of [...request, ...response]) {
        if (to.includes('${')) continue
        if (!target.test(to)) {
          yield {
            origin: from.origin,
            message: `'${label}' maps to '${to}', which is no change of an HTTP API, so API Gateway refuses it; write 'append:header.NAME', 'overwrite:…' or 'remove:…', or '${other}'`,
          }
        } else if (/^(\$?(method|integration)\.(request|response)\.)/.test(valueOf(from) ?? '')) {
          yield {
            origin: from.origin,
            message: `'${label}' takes '${valueOf(from)}', as a REST API does, so API Gateway refuses it; write '$request.header.NAME' or another part of the request`,
          }
        }
      }
    },
  },
}

const requestTarget = /^((append|overwrite|remove):(header|querystring)\.\S+|overwrite:path)$/
const responseTarget = /^((append|overwrite|remove):header\.\S+|overwrite:statuscode)$/
