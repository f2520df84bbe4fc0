import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { migratableApi, migrationFiles } from '../../../server/src/language/refactor/migrateHttpApi.ts'
import { dedent, openAt } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'

const openApi = dedent(`
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /books: { get: { x-amazon-apigateway-integration: { type: mock } } }
`)

const template = dedent(`
  Transform: AWS::Serverless-2016-10-31
  Resources:
    Shop:
      Type: AWS::Serverless::Api
      Properties:
        StageName: dev
        DefinitionBody: { openapi: 3.0.1, paths: { /a: { get: { x-amazon-apigateway-integration: { type: mock } } } } }
    Notes:
      Type: AWS::Serverless::HttpApi
`)

function offeredAt(name: string, marked: string): string | undefined {
  const { document, position, owner } = openAt(name, marked)
  return migratableApi(document, { start: position, end: position }, owner)?.id
}

describe('the migration to an HTTP API', () => {
  it('is offered at the root of a document and at the resource of a REST API', () => {
    expect(offeredAt('t.yaml', openApi.replace('info', 'in<|>fo'))).toBe('Shop')
    expect(offeredAt('t.yaml', openApi.replace('/books', '/bo<|>oks'))).toBeUndefined()
    expect(offeredAt('t.yaml', template.replace('Shop', 'Sh<|>op'))).toBe('Shop')
    expect(offeredAt('t.yaml', template.replace('Serverless::Api', 'Server<|>less::Api'))).toBe('Shop')
    expect(offeredAt('t.yaml', template.replace('StageName', 'Stage<|>Name'))).toBeUndefined()
    expect(offeredAt('t.yaml', template.replace('Notes', 'No<|>tes'))).toBeUndefined()
    expect(
      offeredAt(
        't.yaml',
        openApi
          .replace('info', 'x-amazon-apigateway-cors: {}\nin<|>fo')
          .replace('type: mock', 'type: http_proxy'),
      ),
    ).toBeUndefined()
  })

  const made = (table: Record<string, string>, apiId?: string) => {
    const files = memoryFiles(table)
    return migrationFiles(loadDefinition('/work/shop.yaml', files), apiId, files)
  }

  it('makes both files beside the definition, under names that are free', () => {
    expect(made({ '/work/shop.yaml': openApi })).toMatchObject({
      definition: {
        file: '/work/shop-http-api.yaml',
        text: expect.stringContaining('openapi: 3.0.1') as string,
      },
      report: {
        file: '/work/shop-http-api.md',
        text: expect.stringContaining('# Shop: from REST API') as string,
      },
    })
    const taken = {
      '/work/shop.yaml': openApi,
      '/work/shop-http-api.md': '',
      '/work/shop-http-api-2.yaml': '',
    }
    expect(made(taken)).toMatchObject({
      definition: { file: '/work/shop-http-api-3.yaml' },
      report: { file: '/work/shop-http-api-3.md' },
    })
  })

  it('says why there is nothing to make', () => {
    expect(made({ '/work/shop.yaml': template }, 'Notes')).toBe("'shop.yaml' has no REST API 'Notes'")
    expect(made({ '/work/shop.yaml': 'a: 1\n' })).toBe('It is no API definition')
    expect(made({ '/work/shop.yaml': `${openApi}x: [\n` })).toMatchObject({
      report: { text: expect.stringContaining('The definition is broken') as string },
    })
  })
})
