import type { Rule } from '../rule.ts'
import type { Fact } from '../../base/origin.ts'
import { replaceFix } from '../textFixes.ts'

export const responseMappingInvalid: Rule = {
  id: 'response-mapping-invalid',
  severity: 'error',
  summary: 'A response parameter of an integration is mapped from or to something that there is not.',
  aws: "Refuses the integration response: 'Invalid mapping expression specified'; a text of its own stands in single quotes.",
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200', responseParameters: { method.response.header.Location: /books/1 } } }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: a book, headers: { Location: { schema: { type: string } } } } }
      x-amazon-apigateway-integration:
        type: http
        httpMethod: GET
        uri: https://example.com/books/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200', responseParameters: { method.response.header.Location: "'/books/1'" } } }
`,
  },
  visit: {
    *integration({ responses }, { api, method, label }, context) {
      if (api.type !== 'rest' || method?.isGenerated === true) return
      for (const [to, from] of responses.flatMap(response => [...response.responseParameters])) {
        const isTarget = /^method\.response\.(header|multivalueheader)\.\S+$/.test(to)
        if (isTarget && isSource(from)) continue
        const source = from.known ? from.value : ''
        const fault = isTarget
          ? `takes '${to}' from '${source}', which is no part of a response, so API Gateway refuses it; write 'integration.response.header.NAME', '.body', or a text in single quotes`
          : `maps to '${to}', which is no part of a response, so API Gateway refuses it; write 'method.response.header.NAME'`
        const isText = isTarget && !/^(integration|method|context|stageVariables)\b|'/.test(source)
        yield {
          origin: from.origin,
          // Tools that make CORS preflights put the quotes in themselves.
          severity: isText && /^OPTIONS .*\.access-control-/i.test(`${label} ${to}`) ? 'warning' : 'error',
          message: `'${label}' ${fault}`,
          fixes: isText ? replaceFix(context, from.origin, source, `'${source}'`) : [],
        }
      }
    },
  },
}

function isSource(from: Fact<string>): boolean {
  if (!from.known || from.value.includes('${')) return true
  // A Boolean stands where a document lists its headers the way methods do; the import takes it.
  return /^(integration\.response\.((header|multivalueheader)\.\S+|body\b.*)|context\..+|stageVariables\..+|'[\s\S]*'|true|false)$/.test(
    from.value,
  )
}
