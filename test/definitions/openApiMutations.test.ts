import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { mutate, seededNumbers } from '../support/treeChecks.ts'

const sample = `openapi: 3.0.1
info: {title: Shop}
security: [{guard: []}]
x-amazon-apigateway-request-validators: {all: {validateRequestBody: true}}
x-amazon-apigateway-request-validator: all
paths:
  /books/{id}:
    parameters: [{name: id, in: path, required: true}]
    get:
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Book"}}}}
      responses: {"200": {headers: {X: {}}, content: {a/b: {schema: {$ref: other.yaml}}}}}
      x-amazon-apigateway-integration:
        type: aws_proxy
        uri: !Sub "x"
        responses: {default: {statusCode: 200, responseParameters: {a: b}}}
components:
  schemas: {Book: {properties: {self: {$ref: "#/components/schemas/Book"}}}}
  securitySchemes:
    guard: {type: apiKey, in: header, name: A, x-amazon-apigateway-authorizer: {type: token}}
`

const parts = [
  'info',
  'security',
  'paths',
  'components',
  'x-amazon-apigateway-cors',
  'x-amazon-apigateway-request-validators',
  'x-amazon-apigateway-gateway-responses',
  'x-amazon-apigateway-endpoint-configuration',
  'servers',
]
const shapes = [
  '',
  '1',
  'text',
  'true',
  '[]',
  '[1, [2]]',
  '{}',
  '{a: }',
  '{/a: }',
  '{/a: 1}',
  '{/a: {get: }}',
]

/** Everything that an Api says, so that each origin computes its range. */
const everything = (text: string) => {
  const files = memoryFiles({ '/api.yaml': text, '/other.yaml': 'type: object' })
  const { definition, diagnostics } = loadDefinition('/api.yaml', files)
  return JSON.stringify({ definition, diagnostics }, (_, value: unknown) =>
    value instanceof Map ? [...(value as ReadonlyMap<unknown, unknown>)] : value,
  )
}

describe('an OpenAPI document of any shape is read without an exception', () => {
  it.each(parts)('%s', part => {
    for (const shape of shapes) {
      expect(everything(`openapi: 3.0.1\n${part}: ${shape}\n`), shape).toContain('"kind":"openapi"')
    }
  })

  it.each([
    'parameters',
    'requestBody',
    'responses',
    'security',
    'x-amazon-apigateway-integration',
    'x-amazon-apigateway-auth',
    'x-amazon-apigateway-request-validator',
    'operationId',
  ])('%s of an operation', key => {
    for (const shape of shapes) {
      const text = `openapi: 3.0.1\npaths:\n  /a:\n    get:\n      ${key}: ${shape}\n`
      expect(everything(text), shape).toContain('"httpMethod":"GET"')
    }
  })

  it('random edits', () => {
    const random = seededNumbers(7)
    let read = 0
    for (let round = 0; round < 500; round++) {
      if (everything(mutate(sample, random)).includes('"kind":"openapi"')) read++
    }
    expect(read).toBeGreaterThan(400)
  })
})
