import type { Rule } from '../rule.ts'
import { pathsOf, segmentsOf } from './pathSegments.ts'

export const greedyParameterMisplaced: Rule = {
  id: 'greedy-parameter-misplaced',
  severity: 'error',
  summary: 'A path has a greedy parameter such as {proxy+} that is not its last segment.',
  aws: 'Refuses the resource or route: a greedy parameter takes all the rest of the path.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /{proxy+}/reviews:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /reviews/{proxy+}:
    get:
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *api(api) {
      for (const { path, origin } of pathsOf(api)) {
        const segments = segmentsOf(path)
        const misplaced = segments.slice(0, -1).find(segment => segment.includes('+}'))
        if (misplaced === undefined) continue
        const plain = misplaced.replace('+}', '}')
        yield {
          origin,
          message: `'${misplaced}' is not the last segment of '${path}', so API Gateway refuses the path; move it to the end or write '${plain}'`,
        }
      }
    },
  },
}
