import type { Finding, Rule } from '../rule.ts'
import type { StatedPath } from './pathSegments.ts'
import { pathsOf, placeholderOf, segmentsOf } from './pathSegments.ts'

export const resourceConflict: Rule = {
  id: 'resource-conflict',
  severity: 'error',
  summary: 'Two paths of a REST API have differently named parameters at the same place.',
  aws: "Refuses the second one: 'A sibling of this resource already has a variable path part -- only one is allowed'. A greedy parameter beside a plain one is not judged.",
  documentation: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration: { type: mock }
  /books/{bookId}/reviews:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}:
    get:
      x-amazon-apigateway-integration: { type: mock }
  /books/{id}/reviews:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    restApi: api => conflicts(pathsOf(api)),
  },
}

function* conflicts(paths: readonly StatedPath[]): Iterable<Finding> {
  // By the path above and whether the parameter is greedy: the parameter that came first.
  const first = new Map<string, StatedPath & { readonly segment: string }>()
  for (const { path, origin } of paths) {
    let above = ''
    for (const segment of segmentsOf(path)) {
      if (placeholderOf(segment) !== undefined) {
        const key = `${above}/${segment.endsWith('+}') ? '{+}' : '{}'}`
        const earlier = first.get(key)
        if (!earlier) first.set(key, { path, origin, segment })
        else if (earlier.segment !== segment) {
          const { file, range } = earlier.origin
          yield {
            origin,
            message: `'${segment}' in '${path}' stands where '${earlier.path}' has '${earlier.segment}', and a REST API takes one name for both; write '${earlier.segment}'`,
            related: [{ file, range, message: `'${earlier.path}' is here` }],
          }
          break
        }
      }
      above += `/${segment}`
    }
  }
}
