import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { generatedDefinition } from '../../server/src/migration/generatedDefinition.ts'
import { migrateApi } from '../../server/src/migration/migrateApi.ts'
import { faultsOf } from '../../server/src/migration/report.ts'
import { markdownReport } from '../../server/src/migration/reportMarkdown.ts'
import { jsonReport, textReport } from '../../server/src/migration/reportText.ts'
import { checkDefinition } from '../../server/src/rules/check.ts'
import { memoryFiles } from '../support/memoryFiles.ts'
import { restApiOf } from '../support/readDefinition.ts'

const root = path.join(import.meta.dirname, '../..')

function generate(file: string, format: 'yaml' | 'json') {
  const { definition } = loadDefinition(path.join(root, file), diskFiles)
  if (!definition) throw new Error(`${file} is no definition`)
  const migration = migrateApi(definition, restApiOf(definition), diskFiles)
  return { migration, text: generatedDefinition(migration, format, path.basename(file)).text }
}

describe('the generated definition', () => {
  it.each([
    'examples/bookshop/template.yaml',
    'examples/members/template.yaml',
    'examples/city-bikes/openapi.yaml',
    'test/fixtures/orders/openapi.yaml',
    'test/fixtures/orders/template.yaml',
    'test/fixtures/orders/cloudformation.yaml',
    'test/fixtures/orders/serverless.yml',
    'test/fixtures/orders/cdk.out',
    'test/fixtures/orders/plan.json',
  ])('of %s is an HTTP API without errors, in YAML and JSON', file => {
    for (const format of ['yaml', 'json'] as const) {
      const { text, migration } = generate(file, format)
      const files = memoryFiles({ [`/http.${format}`]: text })
      const result = loadDefinition(`/http.${format}`, files)
      expect(result.definition?.apis).toMatchObject([{ type: 'http', name: migration.from.name }])
      const found = checkDefinition(result, files)
      expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
      const keys = result.definition?.apis.flatMap(api =>
        api.type === 'http' ? api.routes.map(each => each.routeKey) : [],
      )
      expect(keys).toEqual(migration.to.routes.map(({ routeKey }) => routeKey))
    }
  })

  const document = `openapi: 3.0.1
info: { title: "Books\\n# x: y", version: '1' }
paths:
  /books:
    get:
      security: [{ key: [] }]
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://shop.example/' }
    post: { x-amazon-apigateway-integration: { type: mock } }
components: { securitySchemes: { key: { type: apiKey, name: x-api-key, in: header } } }
`
  const made = (format: 'yaml' | 'json', text = document) => {
    const { definition, diagnostics } = loadDefinition(
      '/work/api.yaml',
      memoryFiles({ '/work/api.yaml': text }),
    )
    if (!definition) throw new Error('no definition')
    const migration = migrateApi(definition, restApiOf(definition), memoryFiles({}))
    const report = { migration, source: 'api.yaml', folder: '/work/out', faults: faultsOf(diagnostics) }
    return { text: generatedDefinition(migration, format, 'api.yaml').text, report }
  }

  it('marks by comments what must be decided and what is lost, at its place', () => {
    const { text } = made('yaml')
    expect(text).toMatch(/^# 'Books # x: y' as an HTTP API, made by 'gatehouse migrate' of api\.yaml\.\n/)
    expect(text).toMatch(
      / {4}# LOST GET \/books: the API key.*\n {4}# DECIDE GET \/books: a signature by IAM[^]*\n {4}get:\n/,
    )
    expect(text).toMatch(/\n {2}# LOST POST \/books: its answer is a mock[^]*\n {2}\/books:\n/)
    expect(text.split('\n').every(line => line.length <= 111 || !line.trimStart().startsWith('#'))).toBe(true)
    expect(made('json').text).not.toContain('DECIDE')
    expect(() => JSON.parse(made('json').text) as unknown).not.toThrow()
  })

  it('has a report as Markdown, text and JSON, with places from where it stands', () => {
    const { report } = made('yaml')
    const markdown = markdownReport(report)
    expect(markdown).toContain('| `GET /books` | lost | [../api.yaml:5](../api.yaml#L5) |')
    expect(markdown).toContain('| `POST /books` | lost, left out | [../api.yaml:8](../api.yaml#L8) |')
    expect(markdown).toContain(
      '[AWS](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html)',
    )
    expect(textReport(report)).toMatch(/^\.\.\/api\.yaml:6 {2}lost: GET \/books: the API key/m)
    expect(textReport(report)).toMatch(/^1 of 2 routes; 2 lost, \d need a decision, /m)
    expect(JSON.parse(jsonReport(report))).toMatchObject({
      api: 'BooksXY',
      counts: { lost: 2 },
      routes: [{ routeKey: 'GET /books', severity: 'lost', isGenerated: true }, { isGenerated: false }],
      findings: expect.arrayContaining([
        expect.objectContaining({
          topic: 'api-keys',
          severity: 'lost',
          file: '../api.yaml',
          line: 6,
          documentation: expect.stringContaining('https://') as string,
        }),
      ]) as unknown[],
    })
  })

  it('is made of what can be read of a broken definition, and the report says what cannot', () => {
    const { text, report } = made('yaml', `${document}x: [\n`)
    expect(text).toContain('/books:')
    expect(markdownReport(report)).toContain('**The definition is broken')
    expect(textReport(report)).toContain('what stands there is missing')
  })
})
