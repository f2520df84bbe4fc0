import { describe, expect, it } from 'vitest'
import { dedent } from '../../support/cursor.ts'
import type { Edited } from '../../support/parts.ts'
import { edited } from '../../support/parts.ts'

const openApi = dedent(`
  openapi: 3.0.1
  info: { title: Books, version: '1' }
  # All that is public
  paths:
    /books: # the shelf
      get:
        responses:
          '200': { description: OK }
        x-amazon-apigateway-integration:
          type: aws_proxy # by ListBooks
          httpMethod: POST
          uri: arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:list/invocations
      # post comes later
  components:
    schemas:
      Book: { type: object }
`)

/** What an edit has added to a text, line by line. */
function added(before: string, after: Edited): string {
  const kept = before.split('\n')
  return after.text
    .split('\n')
    .filter(line => {
      const at = kept.indexOf(line)
      if (at >= 0) kept.splice(at, 1)
      return at < 0
    })
    .join('\n')
}

const mock = { type: 'mock' } as const
const like = { type: 'like', path: '/books', method: 'GET' } as const

describe('A part added to an OpenAPI document', () => {
  const document = edited('openapi.yaml', openApi)

  it('is a path with its first method, behind the comments of the path before it', () => {
    const after = document.add({ kind: 'path', path: '/books/{bookId}', method: 'GET', target: mock })
    expect(after.text).toMatch(/# post comes later\n {2}\/books\/\{bookId\}:\n {4}get:\n/)
    expect(after.selected).toBe('/books/{bookId}')
    expect(after.findings()).toEqual(document.findings())
  })

  it('is a method that answers as another route does', () => {
    const after = document.add({ kind: 'method', path: '/books', method: 'HEAD', target: like })
    expect(added(openApi, after)).toContain(
      "    head:\n      responses:\n        '200':\n          description: OK",
    )
    expect(after.owner.definition?.apis[0]).toMatchObject({
      resources: [{ methods: [{}, { httpMethod: 'HEAD', integration: { type: { value: 'AWS_PROXY' } } }] }],
    })
    expect(after.findings().filter(found => !found.startsWith('info'))).toEqual([])
  })

  it('is a response, a model, an authorizer', () => {
    const response = document.add({ kind: 'response', path: '/books', method: 'GET', status: '404' })
    expect(added(openApi, response)).toBe("        '404':\n          description: Not found")
    expect(response.selected).toBe('404')
    const model = document.add({ kind: 'model', name: 'NewBook', schema: '{"type": "object"}' })
    expect(added(openApi, model)).toBe('    NewBook:\n      type: object')
    const who = 'arn:aws:lambda:us-east-1:123456789012:function:authorize'
    const authorizer = document.add({ kind: 'authorizer', name: 'Token', authorizer: { type: 'TOKEN', who } })
    expect(added(openApi, authorizer)).toContain('  securitySchemes:\n    Token:\n')
    expect(authorizer.owner.definition?.apis[0]?.authorizers).toMatchObject([{ name: 'Token' }])
  })

  it('keeps CRLF, and the quotes and braces of JSON', () => {
    const windows = edited('openapi.yaml', openApi.replaceAll('\n', '\r\n'))
    const after = windows.add({ kind: 'model', name: 'NewBook', schema: '{"type": "object"}' })
    expect(after.text.replaceAll('\r\n', '')).not.toContain('\n')
    const json = edited(
      'api.json',
      '{"openapi": "3.0.1", "info": {"title": "x", "version": "1"}, "paths": {}}',
    )
    const path = { kind: 'path', path: '/a', method: 'GET', target: mock } as const
    expect(JSON.parse(json.add(path).text)).toHaveProperty(['paths', '/a', 'get', 'responses'])
  })

  it('goes with the path when its only method is deleted', () => {
    const after = document.add({ kind: 'path', path: '/a', method: 'GET', target: mock })
    expect(after.remove({ kind: 'method', path: '/a', method: 'GET' }).text).toBe(openApi)
  })
})

const template = dedent(`
  Resources:
    Books:
      Type: AWS::ApiGateway::RestApi
      Properties: { Name: books }

    Shelf:
      Type: AWS::ApiGateway::Resource
      Properties:
        RestApiId: !Ref Books
        ParentId: !GetAtt Books.RootResourceId
        PathPart: books

    List:
      Type: AWS::ApiGateway::Method
      Properties:
        RestApiId: !Ref Books
        ResourceId: !Ref Shelf
        HttpMethod: GET
        AuthorizationType: NONE
        Integration: { Type: HTTP_PROXY, IntegrationHttpMethod: GET, Uri: 'https://example.com/books' }

    Deployed:
      Type: AWS::ApiGateway::Deployment
      DependsOn: List
      Properties: { RestApiId: !Ref Books }
`)

describe('A part of resources of a template', () => {
  const before = edited('template.yaml', template)

  it('is a method with the resources of its path, for which the deployment waits', () => {
    const target = { type: 'http', url: 'https://example.com/reviews' } as const
    const after = before.add({ kind: 'path', path: '/books/{id}/reviews', method: 'GET', target })
    expect(after.text).toContain('DependsOn: [List, GetBooksIdReviewsMethod]')
    expect(after.text).toContain("      ParentId: !Ref Shelf\n      PathPart: '{id}'")
    expect(after.text).toContain('  BooksIdReviewsResource:')
    expect(after.findings()).toEqual(before.findings())
    expect(after.remove({ kind: 'path', path: '/books/{id}/reviews' }).text).toBe(template)
  })

  it('is a response in the list of the method', () => {
    const after = before.add({ kind: 'response', path: '/books', method: 'GET', status: '404' })
    expect(after.text).toContain("      MethodResponses:\n        - StatusCode: '404'\n")
    expect(after.remove({ kind: 'response', path: '/books', method: 'GET', status: '404' }).text).toBe(
      template,
    )
  })

  it('tells what else refers to what is deleted, but for the deployment that waits', () => {
    const after = before.add({ kind: 'model', name: 'Book', schema: '{"type": "object"}' })
    const used = edited('template.yaml', `${after.text}Outputs:\n  Model: { Value: !Ref BookModel }\n`)
    const found = used.askedToRemove({ kind: 'model', name: 'Book' })
    expect(found).toMatchObject({ uses: [{ text: 'Model: { Value: !Ref BookModel }' }] })
    const method = before.askedToRemove({ kind: 'method', path: '/books', method: 'GET' })
    expect(method).toMatchObject({ uses: [], edits: [{}, {}] })
  })
})

const sam = dedent(`
  Transform: AWS::Serverless-2016-10-31
  Resources:
    Api:
      Type: AWS::Serverless::Api
      Properties:
        StageName: dev
    List:
      Type: AWS::Serverless::Function
      Properties:
        Runtime: nodejs22.x
        Handler: app.list
        InlineCode: 'exports.list = async () => ({ statusCode: 200 })'
        Events:
          All:
            Type: Api
            Properties: { Path: /books, Method: get, RestApiId: !Ref Api }
`)

describe('A part of an API of SAM', () => {
  const before = edited('template.yaml', sam)

  it('is an event of the function that answers', () => {
    const target = { type: 'function', id: 'List' } as const
    const after = before.add({ kind: 'path', path: '/books/{id}', method: 'DELETE', target })
    expect(added(sam, after)).toBe(
      [
        '        DeleteBooksId:',
        '          Type: Api',
        '          Properties:',
        '            Path: /books/{id}',
        '            Method: delete',
        '            RestApiId: !Ref Api',
      ].join('\n'),
    )
    expect(after.findings()).toEqual(before.findings())
    expect(after.remove({ kind: 'path', path: '/books/{id}' }).text).toBe(sam)
  })

  it('is an authorizer or a model of the API', () => {
    const who = 'List'
    const after = before.add({ kind: 'authorizer', name: 'Token', authorizer: { type: 'TOKEN', who } })
    expect(added(sam, after)).toBe(
      [
        '      Auth:',
        '        Authorizers:',
        '          Token:',
        '            FunctionArn: !GetAtt List.Arn',
      ].join('\n'),
    )
    expect(after.remove({ kind: 'authorizer', name: 'Token' }).text).toBe(sam)
  })

  it('is no response: events state none', () => {
    expect(before.asked({ kind: 'response', path: '/books', method: 'GET', status: '404' })).toMatchObject({
      message: expect.stringContaining("'DefinitionBody'") as string,
    })
  })
})

const service = dedent(`
  service: books
  provider: { name: aws, runtime: nodejs22.x }
  functions:
    list:
      handler: src/books.list
      events:
        - httpApi: GET /books # all of them
`)

describe('A part of a service of the Serverless Framework', () => {
  it('is an event in the list of the function', () => {
    const before = edited('serverless.yml', service)
    const { targets } = before.form({ kind: 'path' })
    expect(targets).toMatchObject([{ target: { type: 'function' } }])
    const target = targets[0]?.target ?? mock
    const after = before.add({ kind: 'path', path: '/books/{id}', method: 'PUT', target })
    expect(added(service, after)).toBe('      - httpApi: PUT /books/{id}')
    expect(after.remove({ kind: 'method', path: '/books/{id}', method: 'PUT' }).text).toBe(service)
  })
})

describe('What cannot be added is told in a sentence', () => {
  const document = edited('openapi.yaml', openApi)
  const path = (text: string) => document.asked({ kind: 'path', path: text, method: 'GET', target: mock })

  it.each([
    ['books', "A path begins with '/'"],
    ['/books', "'/books' is there already; add a method to it"],
    ['/a//b', 'A segment is empty'],
    ['/a/{id', 'no segment that API Gateway takes'],
    ['/{proxy+}/a', 'not the last segment'],
    ['/a/{id}/b/{id}', 'twice'],
    ['/ping', 'health check'],
  ])('a path %s', (text, message) => {
    expect(path(text)).toMatchObject({ message: expect.stringContaining(message) as string })
  })

  it.each([
    [{ kind: 'model', name: 'New-Book' } as const, 'letters and digits only'],
    [{ kind: 'model', name: 'Book' } as const, 'there already'],
    [{ kind: 'model', name: 'Other', schema: '{"type": ' } as const, 'no JSON'],
    [{ kind: 'response', path: '/books', method: 'GET', status: '200' } as const, 'there already'],
    [{ kind: 'response', path: '/books', method: 'GET', status: '2xx' } as const, 'three digits'],
    [
      { kind: 'method', path: '/books', method: 'GET', target: mock } as const,
      "'GET /books' is there already",
    ],
  ])('%o', (part, message) => {
    expect(document.asked(part)).toMatchObject({ message: expect.stringContaining(message) as string })
  })

  it('a definition that a program writes', () => {
    const terraform = edited(
      'main.tf.json',
      JSON.stringify({ resource: { aws_api_gateway_rest_api: { books: { name: 'books' } } } }),
    )
    expect(terraform.asked({ kind: 'model', name: 'Book' })).toMatchObject({
      message: expect.stringContaining("'main.tf.json'") as string,
    })
  })

  it('an anchor that others use stays', () => {
    const anchored = edited(
      'openapi.yaml',
      dedent(`
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /a:
            get: &same
              x-amazon-apigateway-integration: { type: mock }
          /b:
            get: *same
      `),
    )
    expect(anchored.askedToRemove({ kind: 'path', path: '/a' })).toMatchObject({
      message: expect.stringContaining("'&same', which line 8") as string,
    })
  })
})
