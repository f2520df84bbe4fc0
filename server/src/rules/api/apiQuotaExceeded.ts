import type { Rule } from '../rule.ts'
import type { Api } from '../../api/api.ts'

const pathOf = (index: number) =>
  `  /book${index}: { get: { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' } } }`

export const apiQuotaExceeded: Rule = {
  id: 'api-quota-exceeded',
  severity: 'warning',
  summary: 'An API has more of something than the default quota.',
  aws: 'Refuses what is over the quota: 300 resources or routes, 10 stages, 10 authorizers, 2000 documentation parts. AWS raises each on request.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
${Array.from({ length: 301 }, (_, index) => pathOf(index)).join('\n')}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books/{id}: { get: { parameters: [{ name: id, in: path, required: true, schema: { type: string } }], x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' } } }
`,
  },
  visit: {
    *api(api) {
      const counts = [
        [api.type === 'rest' ? 'resources' : 'routes', partsOf(api), 300],
        ['stages', api.stages.length, 10],
        ['authorizers', api.authorizers.length, 10],
        ['documentation parts', api.settings?.documentation?.parts.length ?? 0, 2000],
      ] as const
      for (const [what, count, most] of counts) {
        if (count <= most) continue
        yield {
          origin: api.origin,
          message: `'${api.name}' has ${count} ${what}, and API Gateway refuses more than ${most} unless AWS raised the quota; ask for more, or split the API`,
        }
      }
    },
  },
}

// A REST API has a resource for each step of a path, its root among them.
function partsOf(api: Api): number {
  if (api.type !== 'rest') return api.routes.length
  const paths = new Set(['/'])
  for (const { path } of api.resources) {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const prefix = path.slice(0, end)
      if (paths.has(prefix)) break
      paths.add(prefix)
    }
  }
  return paths.size
}
