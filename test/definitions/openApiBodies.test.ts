import { describe, expect, it } from 'vitest'
import { methodOf, readRest, told, toldAll } from '../support/openApi.ts'

describe('request parameters', () => {
  const { api, marked } = readRest(`
openapi: 3.0.1
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, example: 7}
      - {name: q, in: query, schema: {type: string, default: all}}
      - $ref: "#/components/parameters/Trace"
    get:
      parameters:
        - {name: q, in: query, required: true, examples: {one: {value: {x: 1}}}}
        - {name: session, in: cookie}
        - {in: query}
components:
  parameters:
    Trace: {name: X-Trace, in: header, required: false}
`)
  const { requestParameters } = methodOf(api, 'GET /a/{id}')

  it("are those of the path and the operation, the operation's own winning", () => {
    expect(requestParameters.map(parameter => ({ ...parameter, origin: undefined }))).toEqual([
      { location: 'path', name: 'id', isRequired: true, example: '7', origin: undefined },
      { location: 'querystring', name: 'q', isRequired: true, example: '{\n  "x": 1\n}', origin: undefined },
      { location: 'header', name: 'X-Trace', isRequired: false, origin: undefined },
    ])
  })

  it('stand at their names, also behind a reference', () => {
    expect(requestParameters.map(({ origin }) => marked(origin))).toEqual(['id', 'q', 'X-Trace'])
    expect(requestParameters[2]?.origin.pointer).toBe('/components/parameters/Trace')
  })
})

describe('request bodies', () => {
  it('have a model by media type: a named one, or one made of the schema in place', () => {
    const { api, marked } = readRest(`
openapi: 3.0.1
paths:
  /books:
    post:
      requestBody: {$ref: "#/components/requestBodies/Book"}
    put:
      operationId: replace-all
      requestBody:
        content:
          application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Book"}}}
          text/csv: {schema: {type: string}, example: "a,b"}
components:
  requestBodies:
    Book: {content: {application/json: {schema: {$ref: "#/components/schemas/Book"}, example: {title: x}}}}
  schemas:
    Book: {type: object, properties: {title: {type: string}, next: {$ref: "#/components/schemas/Book"}}}
`)
    const post = methodOf(api, 'POST /books')
    expect(toldAll(post.requestModels)).toEqual({ 'application/json': 'Book' })
    expect(marked(post.requestModels.get('application/json')?.origin)).toBe('"#/components/schemas/Book"')
    expect(told(post.requestExample)).toBe('{\n  "title": "x"\n}')
    const put = methodOf(api, 'PUT /books')
    expect(toldAll(put.requestModels)).toEqual({
      'application/json': 'replaceAllRequest',
      'text/csv': 'replaceAllRequest2',
    })
    expect(told(put.requestExample)).toBe('a,b')
    const book = { $ref: 'https://apigateway.amazonaws.com/restapis/{api}/models/Book' }
    expect(api.models.map(({ name, contentType, schema }) => ({ name, contentType, schema }))).toEqual([
      {
        name: 'Book',
        contentType: 'application/json',
        schema: { type: 'object', properties: { title: { type: 'string' }, next: book } },
      },
      {
        name: 'replaceAllRequest',
        contentType: 'application/json',
        schema: { type: 'array', items: book },
      },
      { name: 'replaceAllRequest2', contentType: 'text/csv', schema: { type: 'string' } },
    ])
  })

  it('of OpenAPI 2 are a parameter, its media types in consumes', () => {
    const { api } = readRest(`
swagger: "2.0"
consumes: [application/xml]
paths:
  /a:
    post: {parameters: [{in: body, name: any, schema: {$ref: "#/definitions/Pet"}}]}
    put:
      consumes: [application/json, text/plain]
      parameters: [{in: body, name: any, schema: {$ref: "#/definitions/Pet"}}]
definitions: {Pet: {type: object, example: {name: Rex}}}
`)
    expect(toldAll(methodOf(api, 'POST /a').requestModels)).toEqual({ 'application/xml': 'Pet' })
    expect(toldAll(methodOf(api, 'PUT /a').requestModels)).toEqual({
      'application/json': 'Pet',
      'text/plain': 'Pet',
    })
    expect(told(methodOf(api, 'PUT /a').requestExample)).toBe('{\n  "name": "Rex"\n}')
    expect(methodOf(api, 'PUT /a').requestParameters).toEqual([])
  })

  it('that need another file are written out, and unknown when they never end', () => {
    const { api } = readRest(
      `
openapi: 3.0.1
paths: {}
components:
  schemas:
    Outer: {properties: {a: {$ref: "shared.yaml#/A"}}}
    Endless: {properties: {b: {$ref: "shared.yaml#/B"}}}
    Filled: {description: !Sub "\${x}"}
    Far: {$ref: "https://example.com/schema.json"}
`,
      { '/shared.yaml': 'A: {type: string}\nB: {items: {$ref: "#/B"}}\n' },
    )
    expect(api.models.map(({ name, schema }) => [name, schema])).toEqual([
      ['Outer', { properties: { a: { type: 'string' } } }],
      ['Endless', undefined],
      ['Filled', undefined],
    ])
  })
})

describe('method responses', () => {
  it('have their headers and named models; `default` is none', () => {
    const { api, marked } = readRest(`
openapi: 3.0.1
paths:
  /a:
    get:
      responses:
        200:
          headers: {X-Count: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
        default: {description: else}
        "404": {$ref: "#/components/responses/Missing"}
components:
  schemas: {Pet: {}}
  responses: {Missing: {headers: {X-Why: {}}}}
`)
    const responses = methodOf(api, 'GET /a').responses
    const described = responses.map(({ statusCode, headers, models }) => [
      statusCode,
      [...headers.keys()],
      toldAll(models),
    ])
    expect(described).toEqual([
      ['200', ['X-Count'], { 'application/json': 'Pet' }],
      ['404', ['X-Why'], {}],
    ])
    expect(marked(responses[0]?.headers.get('X-Count'))).toBe('X-Count')
  })

  it('of OpenAPI 2 have one schema', () => {
    const { api } = readRest(`
swagger: "2.0"
produces: [application/json]
paths: {/a: {get: {responses: {"200": {schema: {$ref: "#/definitions/Pet"}}}}}}
definitions: {Pet: {}}
`)
    expect(toldAll(methodOf(api, 'GET /a').responses[0]?.models ?? new Map())).toEqual({
      'application/json': 'Pet',
    })
  })
})
