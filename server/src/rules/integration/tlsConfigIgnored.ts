import type { Rule } from '../rule.ts'
import { valueOf } from '../../base/origin.ts'

export const tlsConfigIgnored: Rule = {
  id: 'tls-config-ignored',
  severity: 'warning',
  summary: 'An integration without TLS to a server of its own has a TLS configuration.',
  aws: 'Takes a TLS configuration for HTTP integrations only (on an HTTP API for private ones), and it has no effect on http:// addresses.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html',
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
        uri: http://example.com/books/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
        tlsConfig: { insecureSkipVerification: true }
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
        tlsConfig: { insecureSkipVerification: true }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ tlsConfig: config, type, uri, connectionType }, { api, label }) {
      if (!config || !type.known) return
      const isPlain = /^http:/.test(valueOf(uri) ?? '')
      const isPublic =
        api.type === 'http' && connectionType?.known !== false && valueOf(connectionType) !== 'VPC_LINK'
      if (/^HTTP/.test(type.value) && !isPlain && !isPublic) return
      const reason = isPlain
        ? 'calls an http:// address'
        : isPublic
          ? 'uses no VPC link'
          : `has the type '${type.value}'`
      yield {
        origin: config.origin,
        message: `'${label}' ${reason}, so its TLS configuration has no effect or is refused; take it out, or call an https:// address`,
      }
    },
  },
}
