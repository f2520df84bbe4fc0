import { describe, expect, it } from 'vitest'
import { listApi } from '../../../server/src/definitions/listing.ts'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { dedent } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { offered, refactored } from '../../support/refactored.ts'

function listed(name: string, text: string): unknown {
  const { definition } = loadDefinition(`/work/${name}`, memoryFiles({ [`/work/${name}`]: text }))
  const [api] = definition?.apis ?? []
  if (!api) throw new Error('no API')
  return listApi(api)
}

const document = (more = '') =>
  dedent(`
  openapi: 3.0.1
  info: { title: Shop, version: '1' }
  paths:
    /books:
      post:
        requestBody:
          content:
            application/json:
              schema: # of a book
                type: ob<|>ject
                # all that counts
                required: [title]
                properties:
                  title:
                    type: string
                    description: |
                      The title,
                        as printed
        responses:
          '200':
            description: OK
            content: { application/json: { schema: { type: object } } }
        x-amazon-apigateway-integration: { type: mock } # last
  ${more}`)

const moved = `      BOOKS_NAME:
        type: object
        # all that counts
        required: [title]
        properties:
          title:
            type: string
            description: |
              The title,
                as printed
`.replace(/^ {6}/gm, '    ')

describe('a schema in place', () => {
  it('becomes a model with its comments, and the API stays the same', () => {
    const text = refactored('d.yaml', document(), 'Extract')
    const [, name = ''] = /schemas\/(\w+)'/.exec(text) ?? []
    expect(text).toContain(
      `schema: # of a book\n              $ref: '#/components/schemas/${name}'\n      responses:`,
    )
    expect(text).toContain(
      `{ type: mock } # last\ncomponents:\n  schemas:\n${moved.replace('BOOKS_NAME', name)}`.trimEnd(),
    )
    expect(listed('d.yaml', text)).toEqual(listed('d.yaml', document().replace('<|>', '')))
  })

  it('goes behind the models that are there, between broken lines', () => {
    const more = 'components:\n    schemas:\n      Old: { type: object }\n    half\n'
    const text = refactored('d.yaml', document(more).replace('paths:', 'Half\npaths:'), 'Extract')
    expect(text).toMatch(/ {4}Old: \{ type: object \}\n {4}\w+:\n {6}type: object\n/)
  })

  it('is moved within JSON, with its ends of lines', () => {
    const json = {
      swagger: '2.0',
      info: { title: 'Shop', version: '1' },
      paths: {
        '/books': {
          post: {
            parameters: [{ in: 'body', name: 'book', schema: { type: 'object', required: ['title'] } }],
            'x-amazon-apigateway-integration': { type: 'mock' },
          },
        },
      },
    }
    const before = JSON.stringify(json, undefined, 2).replaceAll('\n', '\r\n')
    const text = refactored('d.json', before.replace('"required"', '"requ<|>ired"'), 'Extract')
    expect(text.replaceAll('\r\n', '')).not.toContain('\n')
    expect(text).toMatch(/"schema": \{ "\$ref": "#\/definitions\/\w+" \}/)
    expect(text).toMatch(/\r\n {2}\},\r\n {2}"definitions": \{\r\n {4}"\w+": \{\r\n {6}"type": "object",/)
    expect(listed('d.json', text)).toEqual(listed('d.json', before))
  })

  it('is a body, with something in it, and no reference yet', () => {
    const extracts = (marked: string) =>
      offered('d.yaml', marked).filter(({ kind }) => kind === 'refactor.extract')
    const text = refactored('d.yaml', document(), 'Extract')
    expect(extracts(text.replace('$ref', '$r<|>ef'))).toEqual([])
    expect(extracts(document().replace('<|>', '').replace('post', 'po<|>st'))).toEqual([])
    expect(
      extracts(
        'openapi: 3.0.1\npaths:\n  /a:\n    get:\n      parameters: [{ in: query, name: a, schema: { ty<|>pe: string } }]\n',
      ),
    ).toEqual([])
  })
})
