import { describe, expect, it } from 'vitest'
import { valueOf } from '../../../server/src/base/origin.ts'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { dedent } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { created, offered, refactored } from '../../support/refactored.ts'

const service = (template: string) => `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  list:
    handler: a.b
    events:
      - http:
          method: get
          path: books
          integration: lambda
          request:
            template:
              application/json: ${template}
          response: { headers: { Content-Type: "'text/plain'" } } # plain
`

const text = `#set($a = 1)

{ "a": $a,
    "b": "$input.body" }
`
const block = `|\n${text.replace(/^(?=.)/gm, '                ')}`.trimEnd()

/** The template that AWS gets. */
function template(definition: string, files: Record<string, string> = {}): string | undefined {
  const file = '/work/serverless.yml'
  const [api] = loadDefinition(file, memoryFiles({ ...files, [file]: definition })).definition?.apis ?? []
  if (api?.type !== 'rest') throw new Error('no REST API')
  const [method] = api.resources.flatMap(({ methods }) => methods)
  return valueOf(method?.integration?.requestTemplates.get('application/json'))
}

describe('a template of serverless.yml', () => {
  it('moves to a file, and says the same', () => {
    const marked = service(block).replace('#set', '#s<|>et')
    const after = refactored('serverless.yml', marked, 'Extract')
    expect(after).toBe(service('${file(./list-request.vtl)}'))
    expect(created('serverless.yml', marked, 'Extract')).toEqual({ '/work/list-request.vtl': text })
    expect(template(after, { '/work/list-request.vtl': text })).toBe(template(service(block)))
    expect(template(after, { '/work/list-request.vtl': text })).toBe(text)
  })

  it('takes a name that is free, and quotes within braces', () => {
    const marked = service('x\n    half')
      .replace('application/json: x', '? x')
      .replace('response: {', "response: { template: '$inp<|>ut', ")
    const after = refactored('serverless.yml', marked, 'Extract', { '/work/list-response.vtl': '' })
    expect(after).toContain("response: { template: '${file(./list-response-2.vtl)}',  headers")
  })

  it('comes back as a block', () => {
    const marked = service('${fi<|>le(./a.vtl)}')
    expect(refactored('serverless.yml', marked, 'Inline', { '/work/a.vtl': text })).toBe(service(block))
    for (const odd of ['  a\nb', 'a\n\n', 'a\r\nb', '\t']) {
      const after = refactored('serverless.yml', marked, 'Inline', { '/work/a.vtl': odd })
      expect(template(after)).toBe(odd)
    }
  })

  it('keeps the ends of lines', () => {
    const marked = service('${fi<|>le(./a.vtl)}').replaceAll('\n', '\r\n')
    const after = refactored('serverless.yml', marked, 'Inline', { '/work/a.vtl': text })
    expect(after).toBe(service(block).replaceAll('\n', '\r\n'))
    expect(template(after)).toBe(text)
  })

  it('stays where the framework would read it otherwise, or the format takes no text', () => {
    expect(offered('serverless.yml', service("'${self:custom.a} <|>'"))).toEqual([])
    expect(offered('serverless.yml', service('${fi<|>le(./gone.vtl)}'))).toEqual([])
    const openApi = dedent(`
      openapi: 3.0.1
      paths:
        /a:
          get:
            x-amazon-apigateway-integration: { type: mock, requestTemplates: { application/json: '{"st<|>atusCode": 200}' } }
    `)
    expect(offered('d.yaml', openApi).filter(({ kind }) => kind !== 'refactor.rewrite')).toEqual([])
  })
})
