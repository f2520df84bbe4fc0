import type { Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'
import { pathsOf, placeholderOf, segmentsOf } from './pathSegments.ts'

export const pathParameterInvalid: Rule = {
  id: 'path-parameter-invalid',
  severity: 'error',
  summary: 'A path has a segment that API Gateway does not take, or one parameter twice.',
  aws: "Refuses the resource: 'Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end'.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateResource.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{bookId/reviews:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{bookId}/reviews:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *api(api) {
      if (api.type === 'websocket') return
      for (const { path, origin } of pathsOf(api)) {
        const segments = segmentsOf(path)
        const wrong = segments.find(segment => !isSegment(segment, api.type))
        const names = segments.flatMap(segment => placeholderOf(segment) ?? [])
        const twice = names.find((name, index) => names.indexOf(name) !== index)
        if (wrong !== undefined) {
          yield {
            origin,
            message: `'${wrong}' in '${path}' is no segment that API Gateway takes; put braces around the whole segment, as '{id}', or use letters, digits and . _ - : only`,
          }
        } else if (twice !== undefined) {
          yield {
            origin,
            message: `'${path}' has the parameter '${twice}' twice, so one value would hide the other; give each a name of its own`,
          }
        }
      }
    },
  },
}

// The developer guide adds the comma to what the error names; HTTP APIs are judged by their braces alone.
function isSegment(segment: string, type: Api['type']): boolean {
  if (!/[{}]/.test(segment)) return type === 'http' || /^[\w.:,-]*$/.test(segment)
  return /^\{[^{}+]+\+?\}$/.test(segment) || segment.includes('${')
}
