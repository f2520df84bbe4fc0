import { describe, expect, it } from 'vitest'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { withoutShared } from '../../server/src/language/neighbours.ts'
import type { Neighbour } from '../../server/src/protocol/neighbours.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

/** The codes that are left of a file's findings beside some neighbours. */
function left(file: string, text: string, neighbours: readonly Neighbour[], languageId?: string): string[] {
  const workspace = createWorkspace(memoryFiles({ [file]: text }), () => ({}))
  const document = workspace.document(file)!
  const found = withoutShared(workspace.diagnostics(file), { file, document, languageId }, neighbours)
  return [...new Set(found.map(({ code }) => code))].sort()
}

const redHat: Neighbour = { id: 'redhat.vscode-yaml' }
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
    const plain = openapi.replace(', timeoutInMillis: often', '')
    expect(left('/openapi.yaml', plain, [])).toEqual(all)
    expect(left('/openapi.yaml', plain, [redHat])).toEqual(['integration-type-unknown'])
  })

  it('has no schema for a file unless a name, a comment or a setting says so', () => {
    const plain = openapi.replace(', timeoutInMillis: often', '')
    expect(left('/api/shop.yaml', plain, [redHat])).toContain('schema-type')
    const commented = `# yaml-language-server: $schema=https://example.com/openapi.json\n${plain}`
    expect(left('/api/shop.yaml', commented, [redHat])).not.toContain('schema-type')
    for (const glob of ['shop.yaml', '/api/*.yaml', '**/api/*.yaml', 'api/shop.yaml']) {
      expect(left('/api/shop.yaml', plain, [{ ...redHat, schemaFiles: [glob] }])).not.toContain('schema-type')
    }
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
