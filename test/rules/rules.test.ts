import { describe, expect, it } from 'vitest'
import { nearestName } from '../../server/src/base/nearestName.ts'
import { exportsOf } from '../../server/src/rules/function/exportedNames.ts'
import { diagnosticsOf, reannotated } from '../support/annotated.ts'

/** Expects exactly the findings that are written below the words they mark. */
function expectFindings(annotated: string, files?: Record<string, string>): void {
  expect(reannotated(annotated, files)).toBe(annotated)
}

describe('integrations', () => {
  it('are reported once, by the rule where schema and rule agree', () => {
    expectFindings(`
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get:
      x-amazon-apigateway-integration:
        type: moc
              ^^^ error integration-type-unknown: API Gateway knows no integration type 'moc', so 'GET /books' cannot be deployed; write 'mock'
        timeoutInMillis: 20
                         ^^ error integration-timeout-out-of-range: 'GET /books' waits 20 ms, which API Gateway refuses; write 50 to 29,000
    put:
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: PUT
        uri: https://example.com/books
        timeoutInMillis: 60000
                         ^^^^^ warning integration-timeout-out-of-range: 'PUT /books' waits 60000 ms, which API Gateway takes only with a raised quota; stay within 50 to 29,000 or ask AWS for more
`)
  })

  it('may be missing in a document that describes an API and deploys none', () => {
    expectFindings(`
openapi: 3.0.1
info: { title: Books, version: '1' }
paths:
  /books:
    get: { responses: { '200': { description: all books } } }
`)
  })

  it('accept URIs and stage variables that only AWS knows', () => {
    expectFindings(`
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Backend: { Type: String }
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: books
      Body:
        openapi: 3.0.1
        info: { title: Books, version: '1' }
        paths:
          /a:
            get:
              x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: !Ref Backend }
          /b:
            get:
              x-amazon-apigateway-integration:
                { type: http_proxy, httpMethod: GET, uri: !ImportValue BackendUrl }
`)
  })
})

describe('paths', () => {
  it('of a REST API have one parameter name at one place, beside a greedy one', () => {
    const text = (second: string) => `
openapi: 3.0.1
info: { title: Books, version: '1' }
x-call: &call { x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: 'https://example.com' } }
paths:
  /books/{id}: { get: *call }
  ${second}: { get: *call }
`
    const codes = (second: string) => diagnosticsOf(text(second)).map(({ code }) => code)
    expect(codes('/books/{bookId}')).toEqual(['resource-conflict'])
    expect(codes('/books/{bookId}/pages')).toEqual(['resource-conflict'])
    expect(codes('/books/{proxy+}')).toEqual([])
    expect(codes('/books/{id}/pages')).toEqual([])
    expect(codes('/shelves/{bookId}')).toEqual([])
    expect(codes('/books/{id}/{id}')).toEqual(['path-parameter-invalid'])
    expect(codes('/books/v{id}')).toEqual(['path-parameter-invalid'])
    expect(codes('/a/{proxy+}/b')).toEqual(['greedy-parameter-misplaced'])
  })
})

describe('function handlers', () => {
  const template = (handler: string) => `
Transform: AWS::Serverless-2016-10-31
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties: { Handler: ${handler}, Runtime: nodejs22.x, CodeUri: src/ }
`
  const messages = (handler: string, files: Record<string, string>) =>
    diagnosticsOf(template(handler), { files, only: ['function-handler-missing'] }).map(
      ({ message }) => message,
    )

  it('are not judged when the code folder is not there', () => {
    expect(messages('app.handler', {})).toEqual([])
  })

  it('must be in a file of the code folder', () => {
    expect(messages('ap.handler', { 'src/app.js': 'exports.handler = 1' })).toEqual([
      "Function 'Books' has the handler 'ap.handler', but its code folder has no file 'ap.js', so every call would fail; write 'app.handler'",
    ])
    expect(messages('lib/app.handler', { 'src/lib/app.mjs': 'export const handler = () => 1' })).toEqual([])
  })

  it('must be exported by it', () => {
    expect(messages('app.lambda', { 'src/app.js': 'exports.handler = async () => 1' })).toEqual([
      "Function 'Books' has the handler 'app.lambda', but its file exports no 'lambda', so every call would fail; write 'app.handler'",
    ])
    expect(messages('app.lambda', { 'src/app.js': 'module.exports = require("./other")' })).toEqual([])
  })
})

describe('exportsOf', () => {
  it.each([
    ['exports.a = 1\nmodule.exports.b = 2', ['a', 'b']],
    ['module.exports = { a, b: c, async d() {} }', ['a', 'b', 'd']],
    ['export const a = 1\nexport async function b() {}\nexport class C {}', ['a', 'b', 'C']],
    ['const a = 1\nexport { a, b as c }', ['a', 'c']],
    ['// exports.a = 1\nexports.b = 1', ['b']],
    ["export * from './other'\nexport const a = 1", undefined],
    ['module.exports = handler', undefined],
    ['module.exports = { ...others, a }', undefined],
    ['console.log(1)', undefined],
  ])('reads %j', (text, names) => {
    expect(exportsOf(text)).toEqual(names)
  })
})

describe('authorizers', () => {
  it('of a literal CloudFormation id may be elsewhere', () => {
    const text = `
AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: CUSTOM
      AuthorizerId: abc123
      Integration: { Type: MOCK }
`
    expect(diagnosticsOf(text, { only: ['authorizer-undefined'] })).toEqual([])
  })
})

describe('a broken text', () => {
  it('is not said to lack what may stand in the broken part', () => {
    const text = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      Name: "shop
`
    const codes = diagnosticsOf(text).map(({ code }) => code)
    expect(codes).toContain('syntax')
    expect(codes).not.toContain('schema-required')
  })
})

describe('nearestName', () => {
  it('takes one slip in three letters and nothing farther', () => {
    expect(nearestName('Hndler', ['Handler', 'Runtime'])).toBe('Handler')
    expect(nearestName('handler', ['Handler'])).toBe('Handler')
    expect(nearestName('Haldner', ['Handler'])).toBe('Handler')
    expect(nearestName('Colour', ['Handler', 'Runtime'])).toBeUndefined()
    expect(nearestName('', ['Handler'])).toBeUndefined()
  })
})
