import type { Rule } from '../rule.ts'
import { nearestFix, suggestion } from '../textFixes.ts'

export const cacheKeyParameterUndeclared: Rule = {
  id: 'cache-key-parameter-undeclared',
  severity: 'error',
  summary: 'A cache key is made of a request parameter that the method does not declare.',
  aws: "Refuses the integration: 'Invalid cache key parameter specified'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
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
        cacheKeyParameters: [method.request.path.isbn]
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
        cacheKeyParameters: [method.request.path.id]
        responses: { default: { statusCode: '200' } }
`,
  },
  visit: {
    *integration({ cacheKeyParameters }, { method, label }, context) {
      if (!method) return
      const declared = method.requestParameters.map(
        ({ location, name }) => `method.request.${location}.${name}`,
      )
      for (const parameter of cacheKeyParameters) {
        if (!parameter.known || !/^method\.request\.(path|querystring|header)\./.test(parameter.value))
          continue
        const { value, origin } = parameter
        if (declared.some(name => name.toLowerCase() === value.toLowerCase())) continue
        yield {
          origin,
          message: `'${label}' makes its cache key of '${value}', which the method does not declare, so API Gateway refuses it; ${suggestion(value, declared, 'declare the parameter')}`,
          fixes: nearestFix(context, origin, value, declared),
        }
      }
    },
  },
}
