import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const mappingSourceUndeclared: Rule = {
  id: 'mapping-source-undeclared',
  severity: 'error',
  summary: 'An integration takes a value from a request parameter that its method does not declare.',
  aws: "Refuses the integration: 'Invalid mapping expression parameter specified: method.request.path.bookId'; names of headers are compared with case.",
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
        requestParameters: { integration.request.path.id: method.request.path.bookId }
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
    *integration({ requestParameters, origin }, { method, label }, context) {
      if (!method || method.isGenerated === true) return
      const declared = method.requestParameters.map(({ location, name }) => `${location}.${name}`)
      for (const from of requestParameters.values()) {
        const [, prefix = '', place = ''] = from.known
          ? (/^(method\.request\.(?:multivalue)?)((?:path|querystring|header)\.\S+)$/.exec(from.value) ?? [])
          : []
        if (!from.known || place === '' || place.includes('${') || declared.includes(place)) continue
        const names = declared.map(name => `${prefix}${name}`)
        const isCaseOnly = declared.some(name => name.toLowerCase() === place.toLowerCase())
        const isKnown = isInPath(label, place) && !origin.pointer.endsWith('/Integration')
        yield {
          origin: from.origin,
          // An import knows the parameters of the path itself; case of a header is seen at run time only.
          severity: isCaseOnly || isKnown ? 'warning' : 'error',
          message: `'${label}' takes a value from '${from.value}', which the method does not declare${isCaseOnly || isKnown ? '' : ', so API Gateway refuses it'}; ${suggestion(from.value, names, 'declare the parameter')}`,
          fixes: nearestFix(context, from.origin, from.value, names),
        }
      }
    },
  },
}

function isInPath(label: string, place: string): boolean {
  const name = place.replace(/^path\./, '')
  return label.includes(`{${name}}`) || label.includes(`{${name}+}`)
}
