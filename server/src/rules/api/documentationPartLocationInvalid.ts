import type { Rule } from '../rule.ts'

interface Fields {
  readonly valid: readonly string[]
  readonly needsName: boolean
}

const fields = (valid: string, needsName = false): Fields => ({ valid: valid.split(' '), needsName })

const fieldsOf: ReadonlyMap<string, Fields> = new Map([
  ['API', fields('')],
  ['RESOURCE', fields('path')],
  ['METHOD', fields('path method')],
  ['QUERY_PARAMETER', fields('path method name')],
  ['REQUEST_BODY', fields('path method')],
  ['REQUEST_HEADER', fields('path method name', true)],
  ['PATH_PARAMETER', fields('path method name', true)],
  ['RESPONSE', fields('path method statusCode')],
  ['RESPONSE_HEADER', fields('path method statusCode name', true)],
  ['RESPONSE_BODY', fields('path method statusCode')],
  ['AUTHORIZER', fields('name')],
  ['MODEL', fields('name')],
])

export const documentationPartLocationInvalid: Rule = {
  id: 'documentation-part-location-invalid',
  severity: 'error',
  summary: 'A documentation part is for a place that its type does not have.',
  aws: 'Refuses the part: each type has fields of its own for its place, and a header or a path parameter needs its name.',
  documentation:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-documenting-api-content-representation.html',
  examples: {
    bad: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-documentation:
  version: '1'
  documentationParts:
    - location: { type: RESOURCE, path: /books, method: GET }
      properties: { description: all books }
paths: {}
`,
    good: `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-amazon-apigateway-documentation:
  version: '1'
  documentationParts:
    - location: { type: METHOD, path: /books, method: GET }
      properties: { description: all books }
paths: {}
`,
  },
  visit: {
    *api({ settings }) {
      for (const { origin, location } of settings?.documentation?.parts ?? []) {
        const type = location.get('type')
        const fields = type?.known ? fieldsOf.get(type.value) : undefined
        if (!type?.known || !fields) continue
        for (const [name, fact] of location) {
          if (name === 'type' || !fact.known || fields.valid.includes(name)) continue
          yield {
            origin: fact.origin,
            message: `A documentation part of type '${type.value}' has no '${name}', so API Gateway refuses it; take it out, or name another type`,
          }
        }
        if (!fields.needsName || location.has('name')) continue
        yield {
          origin,
          message: `A documentation part of type '${type.value}' needs the name of what it is about, so API Gateway refuses it; add 'name'`,
        }
      }
    },
  },
}
