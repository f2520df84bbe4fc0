import { describe, expect, it } from 'vitest'
import { loadDefinition } from '../../../server/src/definitions/load.ts'
import { draftedModel } from '../../../server/src/language/refactor/draftedModel.ts'
import { dedent } from '../../support/cursor.ts'
import { memoryFiles } from '../../support/memoryFiles.ts'
import { applied } from '../../support/refactored.ts'

const bodies = ['{"title":"Emma","pages":1,"by":null}', '{"title":"Persuasion","by":"Austen"}']

/** The definition with a model of answers to `GET /books`, and what reading it again says. */
function drafted(text: string, { name = 'd.yaml', method = 'GET', path = '/books', given = bodies } = {}) {
  const file = `/work/${name}`
  const source = dedent(text)
  const result = loadDefinition(file, memoryFiles({ [file]: source }))
  const [api] = result.definition?.apis ?? []
  const route = { definition: `file://${file}`, apiId: api?.id ?? '', method, path }
  const made = draftedModel(result, { route, status: 200, contentType: 'application/json', bodies: given })
  if (typeof made === 'string') return { fault: made, text: '', isUsed: false, models: [] }
  const changed = applied(source, made.edits)
  const again = loadDefinition(file, memoryFiles({ [file]: changed }))
  expect(again.diagnostics, changed).toEqual([])
  const models = again.definition?.apis.flatMap(each => (each.type === 'rest' ? each.models : [])) ?? []
  return { text: changed, isUsed: made.isUsed, models: models.map(model => model.name), fault: undefined }
}

const openApi = (get: string, more = '') => `openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
${get.replace(/^/gm, '      ')}
${more}`
const integration =
  'x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: https://a.example }'

describe('a model of recorded answers', () => {
  it('stands beside the others in OpenAPI, and the response has it', () => {
    const text = openApi(
      `operationId: listBooks\nresponses:\n  '200':\n    description: All\n${integration}`,
      `components:\n  schemas:\n    Book: { type: object }\n`,
    )
    expect(drafted(text)).toMatchObject({ isUsed: true, models: ['Book', 'listBooksResponse200'] })
    expect(drafted(text).text).toBe(`openapi: 3.0.1
info: { title: Shop, version: '1' }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: All
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/listBooksResponse200'
      ${integration}
components:
  schemas:
    Book: { type: object }
    listBooksResponse200:
      type: object
      properties:
        title:
          type: string
        pages:
          type: integer
        by:
          type: string
          nullable: true
      required:
        - title
        - by
`)
  })

  it('makes what is missing, in JSON and in OpenAPI 2 too, and takes a name that is free', () => {
    const bare = drafted(openApi(integration))
    expect(bare).toMatchObject({ isUsed: true, models: ['getBooksResponse200'] })
    const json = drafted(
      `{
  "swagger": "2.0",
  "info": { "title": "Shop", "version": "1" },
  "paths": {
    "/books": {
      "get": { "responses": { "200": { "description": "ok" } } }
    }
  },
  "definitions": { "getBooksResponse200": { "type": "string" } }
}`,
      { name: 'd.json' },
    )
    expect(json).toMatchObject({ isUsed: true, models: ['getBooksResponse200', 'getBooksResponse2002'] })
    expect(JSON.parse(json.text)).toMatchObject({
      paths: {
        '/books': { get: { responses: { 200: { schema: { $ref: '#/definitions/getBooksResponse2002' } } } } },
      },
    })
  })

  it('leaves the schema that a response has', () => {
    const text = openApi(
      `responses: { '200': { description: a, content: { application/json: { schema: { type: object } } } } }\n${integration}`,
    )
    expect(drafted(text)).toMatchObject({ isUsed: false })
  })

  it('is a resource in CloudFormation, and one of the Models of a SAM API', () => {
    const template = `
      Resources:
        Shop:
          Type: AWS::ApiGateway::RestApi
          Properties: { Name: shop }
        Books:
          Type: AWS::ApiGateway::Resource
          Properties: { RestApiId: !Ref Shop, ParentId: !GetAtt Shop.RootResourceId, PathPart: books }
        Get:
          Type: AWS::ApiGateway::Method
          Properties: { RestApiId: !Ref Shop, ResourceId: !Ref Books, HttpMethod: GET, AuthorizationType: NONE }
      `
    const made = drafted(template)
    expect(made).toMatchObject({ isUsed: false, models: ['getBooksResponse200'] })
    expect(made.text).toContain('$schema: http://json-schema.org/draft-04/schema#')
    expect(made.text).toMatch(/by:\n\s+type:\n\s+- string\n\s+- 'null'/)
    const sam = drafted(`
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop:
          Type: AWS::Serverless::Api
          Properties:
            StageName: dev
        Get:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.b
            Runtime: nodejs22.x
            InlineCode: x
            Events: { Get: { Type: Api, Properties: { RestApiId: !Ref Shop, Path: /books, Method: get } } }
      `)
    expect(sam.text).toContain('      Models:\n')
    // As SAM writes them.
    expect(sam.models).toEqual(['getbooksresponse200'])
  })

  it('says why there is none', () => {
    const text = openApi(integration)
    expect(drafted(text, { given: ['<html>'] }).fault).toBe(
      'the answer is no JSON, and models are made of JSON',
    )
    expect(drafted(text, { given: ['['.repeat(200)] }).fault).toBe('the answer nests deeper than 100 levels')
    expect(drafted(text, { path: '/gone' }).fault).toBe('the route is no longer in the definition')
    const http = `
      Transform: AWS::Serverless-2016-10-31
      Resources:
        Shop: { Type: AWS::Serverless::HttpApi }
        Get:
          Type: AWS::Serverless::Function
          Properties:
            Handler: a.b
            Runtime: nodejs22.x
            InlineCode: x
            Events: { Get: { Type: HttpApi, Properties: { ApiId: !Ref Shop, Path: /books, Method: get } } }
      `
    expect(drafted(http).fault).toBe('an HTTP API has no models')
  })
})
