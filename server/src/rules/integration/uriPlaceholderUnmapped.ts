import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'
import { insertFix } from '../textFixes.ts'

export const uriPlaceholderUnmapped: Rule = {
  id: 'uri-placeholder-unmapped',
  severity: 'warning',
  summary: 'The URI of an HTTP integration has a placeholder that nothing is mapped to.',
  aws: "Sends the placeholder as it stands, or answers 500: '{id}' in a URI needs 'integration.request.path.id'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html',
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
        responses: { default: { statusCode: '200' } }
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
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ type, uri, requestParameters, origin }, { api, method, label }, context) {
      if (api.type !== 'rest' || !/^HTTP/.test(valueOf(type) ?? '') || !uri?.known) return
      const isPlaceholder = /(?<!\$)\{([\w.-]+)\+?\}(?!\})/g
      for (const [, name = ''] of uri.value.matchAll(isPlaceholder)) {
        if (requestParameters.has(`integration.request.path.${name}`)) continue
        const isDeclared = method?.requestParameters.some(
          each => each.location === 'path' && each.name === name,
        )
        const key = origin.pointer.endsWith('/Integration') ? 'RequestParameters' : 'requestParameters'
        const mapping = JSON.stringify({
          [`integration.request.path.${name}`]: `method.request.path.${name}`,
        })
        yield {
          origin: uri.origin,
          message: `The URI of '${label}' has the placeholder '{${name}}', which no mapping fills; add 'integration.request.path.${name}' to the request parameters`,
          fixes:
            isDeclared === true && requestParameters.size === 0
              ? insertFix(context, origin, key, mapping)
              : [],
        }
      }
    },
  },
}
