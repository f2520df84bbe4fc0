import type { Rule } from '../rule.ts'
import { replaceFix } from '../textFixes.ts'

export const mappingBodyPathInvalid: Rule = {
  id: 'mapping-body-path-invalid',
  severity: 'error',
  summary: 'A mapping takes a value from a body by a path that is no JSONPath.',
  aws: "Refuses the integration: 'Invalid mapping expression specified'. The path follows 'body' without the '$.' of JSONPath.",
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
        requestParameters: { integration.request.header.X-Title: method.request.body.title., integration.request.path.id: method.request.path.id }
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
        requestParameters: { integration.request.header.X-Title: method.request.body.title, integration.request.path.id: method.request.path.id }
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ requestParameters, responses }, { api, label }, context) {
      if (api.type !== 'rest') return
      const sources = [requestParameters, ...responses.map(each => each.responseParameters)]
      for (const from of sources.flatMap(map => [...map.values()])) {
        if (!from.known || from.value.includes('${')) continue
        const [, head = '', path = ''] =
          /^((?:method\.request|integration\.response)\.body)(.*)$/.exec(from.value) ?? []
        if (path === '' || isPath(path)) continue
        const mended = path.replace(/^\.\$/, '').replace(/\.$/, '')
        yield {
          origin: from.origin,
          message: `'${label}' takes a value from '${from.value}', where '${path}' is no path into the body, so it cannot work; write names between dots, as '${head}.book.title'`,
          fixes: isPath(mended) ? replaceFix(context, from.origin, from.value, head + mended) : [],
        }
      }
    },
  },
}

// Names, indexes, wildcards and filters; only what no JSONPath has is refused.
function isPath(path: string): boolean {
  return path === '' || (/^(\.\.?(\*|[^.[\]$\s][^.[\]]*)|\[[^\]]+\]+)+$/.test(path) && !path.startsWith('.$'))
}
