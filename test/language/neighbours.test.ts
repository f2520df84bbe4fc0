import { describe, expect, it } from 'vitest'
import { completion } from '../../server/src/language/completion/completion.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { isStructureProposed, withoutShared } from '../../server/src/language/neighbours.ts'
import type { Neighbour } from '../../server/src/protocol/neighbours.ts'
import { openAt } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** The codes that are left of a file's findings beside some neighbours. */
function left(file: string, text: string, neighbours: readonly Neighbour[], languageId?: string): string[] {
  const workspace = createWorkspace(memoryFiles({ [file]: text }), () => ({}))
  const document = workspace.document(file)!
  const found = withoutShared(workspace.diagnostics(file), { file, document, languageId }, neighbours)
  return [...new Set(found.map(({ code }) => code))].sort()
}

const redHat: Neighbour = { id: 'redhat.vscode-yaml' }
/** As VS Code contributes it. */
const json: Neighbour = {
  id: 'vscode.json-language-features',
  schemaFiles: ['*.schema.json', 'openapi.json', '*.openapi.json'],
}
const toolkit: Neighbour = { id: 'amazonwebservices.aws-toolkit-vscode' }
const cfnLint: Neighbour = { id: 'kddejong.vscode-cfn-lint' }

/** A fault of OpenAPI, one of API Gateway's extensions, and one of a rule. */
const openapi = `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      tags: books
      responses: { '200': { description: Found } }
      x-amazon-apigateway-integration: { type: mick, timeoutInMillis: often }
`
/** Without what only Gatehouse knows. */
const plain = openapi.replace(', timeoutInMillis: often', '')
const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: Shop, Colour: red }
`

describe("Red Hat's YAML extension", () => {
  it('has the structure of files for which it has a schema; extensions and rules stay', () => {
    const all = ['integration-type-unknown', 'schema-type']
    expect(left('/openapi.yaml', openapi, [])).toEqual(all)
    // What is left of the structure is the timeout of the integration.
    expect(left('/openapi.yaml', openapi, [redHat])).toEqual(all)
    expect(left('/openapi.yaml', plain, [])).toEqual(all)
    expect(left('/openapi.yaml', plain, [redHat])).toEqual(['integration-type-unknown'])
  })

  it('has no schema for a file unless a name, a comment or a setting says so', () => {
    expect(left('/api/shop.yaml', plain, [redHat])).toContain('schema-type')
    const commented = `# yaml-language-server: $schema=https://example.com/openapi.json\n${plain}`
    expect(left('/api/shop.yaml', commented, [redHat])).not.toContain('schema-type')
    for (const glob of ['shop.yaml', '/api/*.yaml', '**/api/*.yaml', 'api/shop.yaml']) {
      expect(left('/api/shop.yaml', plain, [{ ...redHat, schemaFiles: [glob] }])).not.toContain('schema-type')
    }
  })

  it('asks SchemaStore, which has OpenAPI 3, templates and services of the Serverless Framework', () => {
    expect(left('/shop.openapi.yml', plain, [redHat])).not.toContain('schema-type')
    expect(left('/template.yaml', template, [redHat])).toEqual([])
    expect(left('/shop.sam.yaml', template, [redHat])).toEqual([])
    // Names for which SchemaStore has nothing, or only in JSON.
    expect(left('/template.yml', template, [redHat])).toEqual(['schema-unknown-property'])
    const swagger = plain.replace('openapi: 3.0.1', "swagger: '2.0'")
    expect(left('/swagger.yaml', swagger, [redHat])).toContain('schema-type')
    // Somebody switched it off, or gave no file a schema by itself.
    expect(left('/openapi.yaml', plain, [{ ...redHat, usesSchemaStore: false }])).toContain('schema-type')
    expect(left('/openapi.yaml', plain, [{ ...redHat, schemalessFiles: ['openapi.*'] }])).toContain(
      'schema-type',
    )
    expect(left('/openapi.yaml', plain, [{ ...redHat, validates: false }])).toContain('schema-type')
  })

  it.each([
    ['# yaml-language-server: $schema=https://example.com/openapi.json', '/shop.yaml', false],
    ['# yaml-language-server: $schema: https://example.com/openapi.json', '/shop.yaml', false],
    ['# $schema: https://example.com/openapi.json', '/shop.yaml', false],
    ['$schema: https://example.com/openapi.json', '/shop.yaml', false],
    ['# yaml-language-server: $schema=none', '/openapi.yaml', true],
    ['# The $schema= of this file is unknown', '/shop.yaml', true],
  ])('takes the schema that a file names: %s', (line, file, isOurs) => {
    const found = left(file, `# The shop\n${line}\n${plain}`, [redHat])
    expect(found.includes('schema-type')).toBe(isOurs)
  })

  it('takes no schema from a comment behind the beginning', () => {
    const late = `${plain}# yaml-language-server: $schema=https://example.com/openapi.json\n`
    expect(left('/shop.yaml', late, [redHat])).toContain('schema-type')
  })

  it('reports the syntax of every YAML file, and none of JSON', () => {
    const broken = openapi.replace("{ title: Shop, version: '1' }", '{ title: Shop')
    expect(left('/api/shop.yaml', broken, [])).toContain('syntax')
    expect(left('/api/shop.yaml', broken, [redHat])).not.toContain('syntax')
    expect(left('/api/shop.json', '{"openapi": "3.0.1", "paths": ', [redHat])).toEqual(['syntax'])
    // As the language that AWS's extensions give templates, it does not look at it.
    expect(left('/api/shop.yaml', broken, [redHat], 'cloudformation')).toContain('syntax')
  })
})

it('a method whose key stands twice is one fault, whoever says it', () => {
  const twice = `${openapi.slice(0, openapi.indexOf('      tags'))}      responses: {}
    get:
      responses: {}
`
  expect(left('/shop.yaml', twice, [])).toContain('duplicate-key')
  expect(left('/shop.yaml', twice, [])).not.toContain('route-duplicate')
  expect(left('/shop.yaml', twice, [redHat])).toEqual([])
})

describe('the JSON of VS Code', () => {
  const api = `{
  "openapi": "3.0.1",
  "info": { "title": "Shop", "version": "1" },
  "paths": { "/books": { "get": {
    "tags": "books",
    "responses": { "200": { "description": "Found" } },
    "x-amazon-apigateway-integration": { "type": "mick" }
  } } }
}
`

  it('reports the syntax of every JSON file and keys that stand twice, and none of YAML', () => {
    const broken = api.replace('"books",', '"books", "tags": "more" ')
    expect(left('/shop.json', broken, [])).toEqual(expect.arrayContaining(['duplicate-key', 'syntax']))
    const beside = left('/shop.json', broken, [json])
    expect(beside).not.toContain('syntax')
    expect(beside).not.toContain('duplicate-key')
    expect(left('/shop.json', broken, [{ ...json, validates: false }])).toContain('syntax')
    expect(left('/shop.yaml', plain.replace(' }\npaths', '\npaths'), [json])).toContain('syntax')
    // With AWS's extensions a template has another language.
    expect(left('/shop.json', broken, [json], 'cloudformation')).toContain('syntax')
  })

  it('has the structure of files for which VS Code has a schema', () => {
    expect(left('/shop.json', api, [json])).toEqual(['integration-type-unknown', 'schema-type'])
    expect(left('/openapi.json', api, [json])).toEqual(['integration-type-unknown'])
    expect(left('/shop.openapi.json', api, [json])).toEqual(['integration-type-unknown'])
    const named = api.replace('{', '{ "$schema": "https://example.com/openapi.json",')
    expect(left('/shop.json', named, [json])).not.toContain('schema-type')
  })
})

it('tells who proposes the keys and values of general schemas', () => {
  const isProposed = (file: string, text: string, neighbours: readonly Neighbour[]) => {
    const document = createWorkspace(memoryFiles({ [file]: text }), () => ({})).document(file)!
    return isStructureProposed({ file, document, languageId: undefined }, neighbours)
  }
  expect(isProposed('/openapi.yaml', plain, [redHat])).toBe(true)
  expect(isProposed('/openapi.yaml', plain, [{ ...redHat, completes: false }])).toBe(false)
  expect(isProposed('/shop.yaml', plain, [redHat])).toBe(false)
  expect(isProposed('/template.yaml', template, [redHat])).toBe(true)
  expect(isProposed('/template.yml', template, [redHat, toolkit, cfnLint])).toBe(false)
})

describe('where another extension proposes the structure', () => {
  const beside = (name: string, marked: string) => {
    const { document, position, owner } = openAt(name, marked)
    return completion(document, position, owner, { isStructureProposed: true }).map(({ label }) => label)
  }
  const api = (operation: string) => `
openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      ${operation}
components: { schemas: { Book: {} } }
`

  it('proposes of an operation what API Gateway adds to it', () => {
    const labels = beside('openapi.yaml', api('<|>'))
    expect(labels).toContain('x-amazon-apigateway-integration')
    expect(labels).not.toContain('callbacks')
  })

  it('proposes all of an extension', () => {
    const integration = (rest: string) => api(`x-amazon-apigateway-integration:\n        ${rest}`)
    expect(beside('openapi.yaml', integration('<|>'))).toContain('passthroughBehavior')
    expect(beside('openapi.yaml', integration('type: <|>'))).toContain('http_proxy')
  })

  it('proposes what the definition declares, and all of a body in a template', () => {
    const schema = (rest: string) =>
      api(`requestBody: { content: { application/json: { schema: ${rest} } } }`)
    expect(beside('openapi.yaml', schema('{ $ref: <|> }'))).toContain('#/components/schemas/Book')
    const inTemplate = `
Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /books:
            get:
              <|>
`
    expect(beside('template.yaml', inTemplate)).toContain('callbacks')
    const ofResource = inTemplate.replace(/Body:[^]*/, '<|>\n')
    expect(beside('template.yaml', ofResource)).not.toContain('BinaryMediaTypes')
    expect(beside('template.yaml', ofResource.replace('<|>', 'Name: !Ref <|>'))).toContain('AWS::Region')
  })
})

describe.each([toolkit, cfnLint])('$id', neighbour => {
  it('has the structure and the syntax of templates', () => {
    expect(left('/template.yaml', template, [])).toEqual(['schema-unknown-property'])
    expect(left('/template.yaml', template, [neighbour])).toEqual([])
    const broken = template.replace('Colour: red }', 'Colour: red')
    expect(left('/template.yaml', broken, [])).toContain('syntax')
    expect(left('/template.yaml', broken, [neighbour])).toEqual([])
  })

  it('says nothing of OpenAPI, by itself or in a template', () => {
    expect(left('/openapi.yaml', openapi, [neighbour])).toContain('schema-type')
    const body = openapi.replaceAll('\n', '\n        ').trimEnd()
    const sam = `${template.replace(', Colour: red }', '')}`.replace(
      'Properties: { Name: Shop',
      `Properties:\n      Body:\n        ${body}`,
    )
    expect(left('/template.yaml', sam, [neighbour])).toContain('schema-type')
  })
})
