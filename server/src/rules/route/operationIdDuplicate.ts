import type { Api } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'
import type { Rule } from '../rule.ts'

export const operationIdDuplicate: Rule = {
  id: 'operation-id-duplicate',
  severity: 'warning',
  summary: 'Two operations have the same operationId.',
  aws: 'Takes it; a generated SDK then has one function for two operations.',
  documentation: 'https://spec.openapis.org/oas/v3.0.3.html#operation-object',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      operationId: listBooks
      x-amazon-apigateway-integration: { type: mock }
    post:
      operationId: listBooks
      x-amazon-apigateway-integration: { type: mock }
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      operationId: listBooks
      x-amazon-apigateway-integration: { type: mock }
    post:
      operationId: addBook
      x-amazon-apigateway-integration: { type: mock }
`,
  },
  visit: {
    *api(api) {
      const first = new Map<string, { label: string; origin: Origin }>()
      for (const { name, label, origin } of operationsOf(api)) {
        const earlier = first.get(name)
        if (!earlier) {
          first.set(name, { label, origin })
          continue
        }
        const { file, range } = earlier.origin
        yield {
          origin,
          message: `'${label}' has the operation id '${name}', as '${earlier.label}' has, so that tools mix them up; give each an id of its own`,
          related: [{ file, range, message: `'${name}' is here first` }],
        }
      }
    },
  },
}

function* operationsOf(api: Api): Generator<{ name: string; label: string; origin: Origin }> {
  if (api.type === 'rest') {
    for (const { path, methods } of api.resources) {
      for (const { operationName: name, httpMethod, origin } of methods) {
        if (name !== undefined) yield { name, label: `${httpMethod} ${path}`, origin }
      }
    }
    return
  }
  for (const { operationName: name, routeKey: label, origin } of api.routes) {
    if (name !== undefined) yield { name, label, origin }
  }
}
