import { describe, expect, it } from 'vitest'
import { detectKind, mayBeDefinition } from '../../server/src/definitions/detect.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const load = (file: string, text: string, others: Record<string, string> = {}) =>
  loadDefinition(file, memoryFiles({ [file]: text, ...others }))

describe('loading a definition', () => {
  it('tells OpenAPI, CloudFormation and SAM by their content', () => {
    const kindOf = (text: string) => load('/any.template', text).definition?.kind
    expect(kindOf('openapi: 3.0.1\npaths: {}')).toBe('openapi')
    expect(kindOf('{"swagger": "2.0"}')).toBe('openapi')
    expect(kindOf('Resources: {A: {Type: AWS::ApiGateway::RestApi}}')).toBe('cloudformation')
    expect(kindOf('Transform: AWS::Serverless-2016-10-31\nResources: {}')).toBe('sam')
  })

  it('names the files it has read', () => {
    const text = 'openapi: 3.0.1\npaths: {/a: {$ref: "paths/a.yaml"}}'
    const result = load('/api/openapi.yaml', text, { '/api/paths/a.yaml': 'get: {x: 1' })
    expect([...result.documents.keys()]).toEqual(['/api/openapi.yaml', '/api/paths/a.yaml'])
    expect(result.definition).toMatchObject({
      file: '/api/openapi.yaml',
      apis: [{ resources: [{ path: '/a', methods: [{ httpMethod: 'GET' }] }] }],
    })
    expect(result.diagnostics).toMatchObject([{ code: 'syntax', file: '/api/paths/a.yaml' }])
  })

  it.each(['', 'name: x\nversion: 1\n', '{"name": "x"', '- a\n- b\n', '\u0000\u0001'])(
    'says nothing about a foreign file: %j',
    text => {
      expect(load('/x.yaml', text)).toMatchObject({ definition: undefined, diagnostics: [] })
    },
  )

  it('tells where a definition is broken beyond reading', () => {
    const result = load('/x.json', 'openapi: 3.0.1')
    expect(result.definition).toBeUndefined()
    expect(result.diagnostics).toMatchObject([{ code: 'syntax', severity: 'error' }])
  })

  it('tells of a file that cannot be read', () => {
    const files = memoryFiles({ '/dir/a.yaml': '' })
    const messages = ['/dir', '/no.yaml'].map(file => loadDefinition(file, files).diagnostics)
    expect(messages).toMatchObject([
      [
        {
          code: 'file-unreadable',
          severity: 'info',
          message: "'/dir' could not be read. It is a folder, and none that the CDK wrote; name a file in it",
        },
      ],
      [{ message: "'/no.yaml' could not be read. No such file; check the path" }],
    ])
  })
})

describe('telling definitions from other files', () => {
  it.each([
    ['openapi: "3.0.0"', 'openapi'],
    ['"swagger" : "2.0"', 'openapi'],
    ['{"info": {}, "openapi":"3.1.0"}', 'openapi'],
    ['AWSTemplateFormatVersion: 2010-09-09', 'cloudformation'],
    ['Resources: {T: {Type: AWS::DynamoDB::Table}}', 'cloudformation'],
    ['Resources: {T: {Type: Custom::Thing}}', 'cloudformation'],
    ['Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\nResources: {}', 'sam'],
    ['Resources: {F: {Type: AWS::Serverless::Function}}', 'sam'],
  ])('%s', (text, kind) => {
    expect(detectKind(parseText('/a.yaml', text).root)).toBe(kind)
    expect(mayBeDefinition(text)).toBe(true)
  })

  it.each([
    'name: ci\non: push\njobs: {}',
    '{"name": "app", "dependencies": {"swagger-ui": "^5.0.0"}}',
    'Resources: {a: b}',
    'services:\n  web: {image: x}',
  ])('%s', text => {
    expect(detectKind(parseText('/a.yaml', text).root)).toBe('foreign')
    expect(mayBeDefinition(text)).toBe(false)
  })
})
