import { describe, expect, it } from 'vitest'
import { methodOf, readApi, readRest, told, toldAll } from '../support/openApi.ts'

const books = `
openapi: 3.0.1
info: {title: Book shop, version: "1"}
paths:
  /books:
    get:
      operationId: listBooks
      x-amazon-apigateway-integration: {type: mock}
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration: {type: mock}
  /books/{bookId}:
    parameters: []
    post: {}
  /empty: {}
`

describe('an OpenAPI document as a REST API', () => {
  it('has resources and methods in the order of the text, each with the place it stands at', () => {
    const { api, marked } = readRest(books)
    const methods = api.resources.map(({ path, methods }) => [path, methods.map(method => method.httpMethod)])
    expect(methods).toEqual([
      ['/books', ['GET', 'ANY']],
      ['/books/{bookId}', ['POST']],
    ])
    expect(marked(api.resources[1]?.origin)).toBe('/books/{bookId}')
    expect(marked(methodOf(api, 'ANY /books').origin)).toBe('x-amazon-apigateway-any-method')
    expect(methodOf(api, 'GET /books').origin.pointer).toBe('/paths/~1books/get')
    expect(methodOf(api, 'GET /books').operationName).toBe('listBooks')
  })

  it('is named by its title and has one stage, dev', () => {
    const { api, marked } = readRest(books)
    expect([api.id, api.name, marked(api.origin)]).toEqual(['BookShop', 'Book shop', 'Book shop'])
    expect(api.stages.map(stage => [stage.name, marked(stage.origin)])).toEqual([['dev', 'openapi']])
  })

  it('has a name also without a title', () => {
    const { api, marked } = readRest('swagger: "2.0"\npaths: {}')
    expect([api.id, api.name, marked(api.origin)]).toEqual(['Api', 'Api', 'swagger'])
  })

  it('reads the settings of the API', () => {
    const { api, marked } = readRest(`
openapi: 3.1.0
paths: {}
x-amazon-apigateway-binary-media-types: [image/png, "*/*"]
x-amazon-apigateway-api-key-source: authorizer
x-amazon-apigateway-minimum-compression-size: 1024
x-amazon-apigateway-endpoint-configuration: {types: [regional], disableExecuteApiEndpoint: true}
x-amazon-apigateway-policy: {Version: 2012-10-17, Statement: []}
x-amazon-apigateway-documentation: {version: "1"}
x-amazon-apigateway-something-new: 1
`)
    expect(api.binaryMediaTypes.map(told)).toEqual(['image/png', '*/*'])
    expect(told(api.apiKeySource)).toBe('AUTHORIZER')
    expect(told(api.minimumCompressionSize)).toBe(1024)
    expect(api.endpointTypes.map(told)).toEqual(['REGIONAL'])
    expect(told(api.settings?.disableExecuteApiEndpoint)).toBe(true)
    expect(marked(api.policy?.origin)).toBe('x-amazon-apigateway-policy')
    expect(api.unmodelled.map(({ name, origin }) => [name, marked(origin)])).toEqual([
      ['x-amazon-apigateway-something-new', 'x-amazon-apigateway-something-new'],
    ])
  })

  it('reads request validators, the root one for methods without their own', () => {
    const { api, marked } = readRest(`
openapi: 3.0.1
x-amazon-apigateway-request-validator: all
x-amazon-apigateway-request-validators:
  all: {validateRequestBody: true, validateRequestParameters: true}
  params: {validateRequestParameters: "true"}
paths:
  /a:
    get: {}
    post: {x-amazon-apigateway-request-validator: params}
`)
    expect(
      api.requestValidators.map(
        ({ name, validateRequestBody: body, validateRequestParameters: parameters }) => [
          name,
          told(body),
          told(parameters),
        ],
      ),
    ).toEqual([
      ['all', true, true],
      ['params', undefined, true],
    ])
    expect(told(methodOf(api, 'GET /a').requestValidator)).toBe('all')
    expect(marked(methodOf(api, 'POST /a').requestValidator?.origin)).toBe('params')
  })

  it('reads gateway responses', () => {
    const { api } = readRest(`
openapi: 3.0.1
paths: {}
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX:
    statusCode: 418
    responseParameters: {gatewayresponse.header.X: "'y'"}
    responseTemplates: {application/json: '{"message":$context.error.messageString}'}
`)
    const [response] = api.gatewayResponses
    expect(response?.type).toBe('DEFAULT_4XX')
    expect(told(response?.statusCode)).toBe('418')
    expect(toldAll(response?.responseParameters ?? new Map())).toEqual({ 'gatewayresponse.header.X': "'y'" })
    expect(toldAll(response?.responseTemplates ?? new Map())).toEqual({
      'application/json': '{"message":$context.error.messageString}',
    })
  })
})

describe('which kind of API a document describes', () => {
  const integration = (text: string) =>
    `openapi: 3.0.1\npaths: {/a: {get: {x-amazon-apigateway-integration: ${text}}}}\n`
  const jwt =
    'openapi: 3.0.1\npaths: {}\ncomponents: {securitySchemes: {a: {x-amazon-apigateway-authorizer: {type: jwt}}}}'
  it.each([
    ['nothing special', integration('{type: mock}'), 'rest'],
    ['a CORS configuration', 'openapi: 3.0.1\npaths: {}\nx-amazon-apigateway-cors: {}', 'http'],
    ['a JWT authorizer', jwt, 'http'],
    ['a default route', 'openapi: 3.0.1\npaths: {/$default: {x-amazon-apigateway-any-method: {}}}', 'http'],
    ['a subtype', integration('{type: aws_proxy, integrationSubtype: SQS-SendMessage}'), 'http'],
    ['a payload format', integration('{type: aws_proxy, payloadFormatVersion: "2.0"}'), 'http'],
    [
      'a payload format beside a validator',
      integration('{type: aws_proxy, payloadFormatVersion: "1.0"}') +
        'x-amazon-apigateway-request-validators: {}',
      'rest',
    ],
  ])('%s', (_, text, type) => {
    expect(readApi(text).api.type).toBe(type)
  })

  it('may be said from outside', () => {
    expect(readApi(books, {}, { apiType: 'http' }).api.type).toBe('http')
    expect(readApi(jwt, {}, { apiType: 'rest' }).api.type).toBe('rest')
  })
})
