import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../../server/src/base/diagnostic.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { randomEdits } from '../support/randomEdits.ts'

// What an edit leaves alone keeps its results; the findings must be those of a check from scratch all the same.

const examples = path.join(import.meta.dirname, '../../examples')
const read = (name: string): string => readFileSync(path.join(examples, name), 'utf8')

const definitions = {
  'openapi.yaml': read('city-bikes/openapi.yaml'),
  'large.yaml': largeDocument(),
  'large.json': largeJson(),
  'template.yaml': read('bookshop/template.yaml'),
}

describe('findings after edits', () => {
  for (const [name, text] of Object.entries(definitions)) {
    it(`are those of a check from scratch: ${name}`, () => {
      const file = `/work/${name}`
      const files = memoryFiles({})
      const workspace = createWorkspace(files, () => ({}))
      workspace.setText(file, text)
      for (const { text: edited, edit } of randomEdits(text, 40, name.length)) {
        workspace.setText(file, edited)
        const table = memoryFiles({ [file]: edited })
        expect(plain(workspace.diagnostics(file)), edit).toEqual(
          plain(diagnose(loadDefinition(file, table), table)),
        )
      }
    })
  }
})

function plain(found: readonly Diagnostic[]): unknown[] {
  return found.map(finding => JSON.parse(JSON.stringify(finding)) as unknown)
}

/** Big enough to be read in parts, with faults, references and shared parts. */
function largeDocument(): string {
  const operation = (index: number, method: string): string => `
    ${method}:
      operationId: ${method}Item${index % 7}
      security: [{ ${index % 3 === 0 ? 'lambda' : 'unknown'}: [] }]
      parameters:
        - { name: page, in: query, required: ${index % 2 === 0} }
        - { name: page, in: ${index % 4 === 0 ? 'query' : 'header'} }
      requestBody:
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Item${index % 5}' }
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Gone' } } } }
      x-amazon-apigateway-request-validator: all
      x-amazon-apigateway-integration:
        type: ${index % 5 === 0 ? 'http' : 'mock'}
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200' } }
        description: ${'long text '.repeat(20)}
`
  const paths = Array.from(
    { length: 8 },
    (_, index) =>
      `  /items${index}/{id}:${['get', 'put', 'post'].map(method => operation(index, method)).join('')}`,
  )
  const schemas = Array.from(
    { length: 5 },
    (_, index) => `    Item${index}:
      type: object
      description: ${'words '.repeat(60)}
      properties:
        next: { $ref: '#/components/schemas/Item${(index + 1) % 6}' }
        size: { type: integer, minimum: ${index} }
`,
  )
  return `openapi: 3.0.1
info: { title: Items, version: '1' }
x-amazon-apigateway-request-validators:
  all: { validateRequestBody: true, validateRequestParameters: true }
components:
  securitySchemes:
    lambda:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: nowhere, authorizerResultTtlInSeconds: 4000 }
  schemas:
${schemas.join('')}paths:
${paths.join('')}
`
}

function largeJson(): string {
  const schema = { type: 'object', description: 'words '.repeat(100), properties: { id: { type: 'string' } } }
  const operation = (index: number): unknown => ({
    operationId: `op${index % 6}`,
    'x-amazon-apigateway-integration': {
      type: index % 4 === 0 ? 'aws_proxi' : 'http_proxy',
      httpMethod: 'GET',
      uri: index % 3 === 0 ? 'example.com' : 'https://example.com',
    },
    responses: { '200': { description: 'OK'.repeat(300) } },
    'x-amazon-apigateway-integratoin': {},
  })
  return JSON.stringify(
    {
      swagger: '2.0',
      info: { title: 'Large', version: '1' },
      paths: Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          `/p${index}`,
          { get: operation(index), post: operation(index + 1) },
        ]),
      ),
      definitions: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`Model${index}`, schema])),
    },
    undefined,
    2,
  )
}
