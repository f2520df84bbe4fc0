import type { Rule } from '../rule.ts'

const destination =
  /^integration\.request\.(header|path|querystring|multivalueheader|multivaluequerystring)\.\S+$/
const source =
  /^(method\.request\.(header|path|querystring|multivalueheader|multivaluequerystring|body)\b.*|context\..+|stageVariables\..+|'[\s\S]*')$/

export const parameterMappingInvalid: Rule = {
  id: 'parameter-mapping-invalid',
  severity: 'error',
  summary: 'A request parameter of an integration is mapped from or to something that there is not.',
  aws: "Refuses the integration: 'Invalid mapping expression specified'.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books
        requestParameters: { integration.request.header.X-Page: method.request.query.page }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      parameters: [{ name: page, in: query, schema: { type: integer } }]
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books
        requestParameters: { integration.request.header.X-Page: method.request.querystring.page }
`,
  },
  visit: {
    *integration({ requestParameters }, { api, label }) {
      if (api.type !== 'rest') return
      for (const [to, from] of requestParameters) {
        if (!from.known || from.value.includes('${')) continue
        const isKnownTarget = destination.test(to)
        // A Boolean stands where a document lists its parameters the way methods do; the import takes it.
        if (isKnownTarget && (source.test(from.value) || /^(true|false)$/.test(from.value))) continue
        const fault = isKnownTarget
          ? `takes '${to}' from '${from.value}', which is no part of a request; write 'method.request.header.NAME', another part of it, or a text in single quotes`
          : `maps to '${to}', which is no part of the backend's request; write 'integration.request.header.NAME', '.path.' or '.querystring.'`
        yield { origin: from.origin, message: `'${label}' ${fault}` }
      }
    },
  },
}
