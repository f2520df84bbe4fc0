import type { Rule } from '../rule.ts'
import { entriesOf, originOfEntry } from '../../syntax/node.ts'

export const httpApiExtensionIgnored: Rule = {
  id: 'http-api-extension-ignored',
  severity: 'warning',
  summary: 'The document of an HTTP API has an extension that only REST APIs have.',
  aws: 'Passes over it on import, with a warning: HTTP APIs have no models, validators, gateway responses, API keys or resource policies.',
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
x-amazon-apigateway-gateway-responses: { DEFAULT_4XX: { statusCode: '400' } }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Notes, version: '1' }
x-amazon-apigateway-cors: { allowOrigins: ['https://www.example.com'] }
paths: {}
`,
  },
  visit: {
    *definition({ kind, file, apis }, { documents }) {
      if (kind !== 'openapi' || apis[0]?.type !== 'http') return
      for (const entry of entriesOf(documents.get(file)?.root)) {
        if (!restOnly.has(entry.name)) continue
        yield {
          origin: originOfEntry(entry),
          message: `'${entry.name}' has no effect, because this is an HTTP API; take it out, or make it a REST API`,
          tags: ['unnecessary'],
        }
      }
    },
  },
}

const restOnly = new Set([
  'x-amazon-apigateway-api-key-source',
  'x-amazon-apigateway-binary-media-types',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-minimum-compression-size',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-request-validator',
  'x-amazon-apigateway-request-validators',
])
