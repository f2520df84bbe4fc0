import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { coverageOf, routeCoverage, testsOf } from '../../server/src/language/coverage.ts'
import { outline } from '../../server/src/language/outline.ts'
import { readTestFile } from '../../server/src/testing/testFile.ts'
import { dedent, testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const definition = dedent(`
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /books:
      get: { x-amazon-apigateway-integration: { type: mock } }
      post: { x-amazon-apigateway-integration: { type: mock } }
    /books/{id}:
      get: { x-amazon-apigateway-integration: { type: mock } }
    /books/newest:
      get: { x-amazon-apigateway-integration: { type: mock } }
    /files/{proxy+}:
      x-amazon-apigateway-any-method: { x-amazon-apigateway-integration: { type: mock } }
`)

/** The tests of each route of the shop, by `GET /books`. */
function covered(tests: string, file = '/work/shop.gatehouse.yaml'): Record<string, string[]> {
  const files = memoryFiles({ '/work/shop.yaml': definition })
  const owner = loadDefinition('/work/shop.yaml', files, {})
  const [api] = owner.definition?.apis ?? []
  if (!api) throw new Error('no API')
  const found = coverageOf(api, owner, testsOf('/work/shop.yaml', [readTestFile(file, dedent(tests))], files))
  return Object.fromEntries([...found].map(([{ label }, names]) => [label, names.map(({ id }) => id)]))
}

describe('The routes that saved tests send requests to', () => {
  it('are those that API Gateway takes for the requests', () => {
    expect(
      covered(`
        routes:
          - name: all
            request: GET /books?limit=2
          - name: the newest is no id
            request: { path: /books/newest }
          - name: a new one and its file
            steps:
              - request: { path: /books, body: {} }
                capture: { id: $.id }
              - request: GET /books/\${id}
              - request: { method: PUT, path: files/a/b }
          - name: nothing takes this
            request: GET /maps
      `),
    ).toEqual({
      'GET /books': ['route: all'],
      'POST /books': ['route: a new one and its file'],
      'GET /books/{id}': ['route: a new one and its file'],
      'GET /books/newest': ['route: the newest is no id'],
      'ANY /files/{proxy+}': ['route: a new one and its file'],
    })
  })

  it('are those of tests that mean the definition: by its name, or by standing beside it', () => {
    const tests = `
      definition: other.yaml
      routes:
        - name: elsewhere
          request: GET /books
        - name: here
          definition: ../work/shop.yaml
          request: GET /books
        - name: another API
          definition: shop.yaml
          api: Chat
          request: GET /books
    `
    expect(covered(tests)['GET /books']).toEqual(['route: here'])
    expect(
      covered('routes: [{ name: a, request: GET /books }]', '/work/b.gatehouse.yaml')['GET /books'],
    ).toEqual([])
  })

  it('are counted, and those without a test named', () => {
    const files = memoryFiles({ '/work/shop.yaml': definition })
    const owner = loadDefinition('/work/shop.yaml', files, {})
    const [api] = owner.definition?.apis ?? []
    const test = readTestFile('/work/shop.gatehouse.yaml', 'routes: [{ name: a, request: GET /books }]')
    expect(api && routeCoverage(api, owner, testsOf('/work/shop.yaml', [test], files))).toEqual({
      api: 'Shop',
      routes: 5,
      missing: ['POST /books', 'GET /books/{id}', 'GET /books/newest', 'ANY /files/{proxy+}'],
    })
    const [gateway] = outline([owner], files, testUris, [test]).gateways
    const tests = gateway?.children[0]?.children?.map(node => node.tests?.map(({ id }) => id))
    expect(tests).toEqual([['route: a'], [], [], [], []])
    const [untested] = outline([owner], files, testUris).gateways
    expect(untested?.children[0]?.children?.[0]).not.toHaveProperty('tests')
  })
})
