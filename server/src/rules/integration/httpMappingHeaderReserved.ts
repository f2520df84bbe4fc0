import type { Rule } from '../rule.ts'
import { isReservedHeader } from '../../base/headers.ts'

export const httpMappingHeaderReserved: Rule = {
  id: 'http-mapping-header-reserved',
  severity: 'error',
  summary: 'A parameter mapping of an HTTP API changes a header that is reserved.',
  aws: 'Refuses the mapping, or leaves the header as it is: reserved headers cannot be mapped.',
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
        requestParameters: { append:header.X-Forwarded-For: $context.stage }
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
      if (api.type !== 'http' || subtype) return
      const all = [requestParameters, ...responses.map(each => each.responseParameters)]
      for (const [to, from] of all.flatMap(map => [...map])) {
        const name = /^(?:append|overwrite|remove):header\.(\S+)$/.exec(to)?.[1]
        if (name === undefined || !isReservedHeader(name)) continue
        yield {
          origin: from.origin,
          message: `'${label}' changes the header '${name}', which API Gateway keeps to itself; take the mapping out, or use a header of another name`,
        }
      }
    },
  },
}
