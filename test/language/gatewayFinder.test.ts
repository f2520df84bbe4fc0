import { expect, test } from 'vitest'
import { gatewayFinder } from '../../server/src/language/gatewayFinder.ts'
import { importRequests } from '../../server/src/requests/importRequests.ts'
import { readTemplateText } from '../support/readDefinition.ts'

const mock = 'x-amazon-apigateway-integration: { type: mock }'
const { definition } = readTemplateText(`Resources:
  Shop:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Body:
        openapi: 3.0.1
        info: { title: Shop, version: '1' }
        paths:
          /books: { get: { ${mock} }, post: { ${mock} } }
          /books/{id}: { get: { ${mock} } }
  Prod: { Type: AWS::ApiGateway::Stage, Properties: { RestApiId: !Ref Shop, StageName: prod, DeploymentId: d } }
  Domain: { Type: AWS::ApiGateway::DomainName, Properties: { DomainName: api.shop.example } }
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Domain, RestApiId: !Ref Shop, Stage: prod, BasePath: v1 }
  Site: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Site, ProtocolType: HTTP } }
  Every: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Site, RouteKey: 'GET /files/{path+}' } }
  Else: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Site, RouteKey: $default } }
  Chat: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: Chat, ProtocolType: WEBSOCKET } }
`)
const uri = 'file:///shop/template.yaml'
const gateways = [
  { definition: uri, apiId: 'Shop', origin: 'http://127.0.0.1:3000' },
  { definition: uri, apiId: 'Site' },
  { definition: uri, apiId: 'Chat', origin: 'ws://127.0.0.1:3002' },
  { definition: 'file:///gone.yaml', apiId: 'Gone' },
]
const find = gatewayFinder(gateways, asked => (asked === uri ? definition : undefined))

/** `/books` of Shop for a URL, `-` where nobody takes it. */
const taken = (method: string, url: string) => {
  const [, host, path = '/'] = /^(?:https?:\/\/([^/]+))?(\/.*)?$/.exec(url) ?? []
  const target = find({ method, path, ...(host !== undefined && { host }) })
  return target ? `${target.gateway.split('#')[1]} ${target.path}` : '-'
}

test('a request belongs to the API whose route takes it, without stage and base path', () => {
  const invokeUrl = 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com'
  expect(taken('GET', `${invokeUrl}/prod/books`)).toBe('Shop /books')
  expect(taken('GET', `${invokeUrl}/prod/books/{{id}}`)).toBe('Shop /books/{{id}}')
  expect(taken('GET', 'https://api.shop.example/v1/books')).toBe('Shop /books')
  expect(taken('POST', '/books')).toBe('Shop /books')
  expect(taken('GET', '/v1/books/7')).toBe('Shop /books/7')
  expect(taken('GET', 'https://elsewhere.example/books/7')).toBe('Shop /books/7')
  expect(taken('GET', 'http://127.0.0.1/prod/books')).toBe('Shop /books')
})

test('greedy routes and $default take what goes to a gateway, not what goes elsewhere', () => {
  const invokeUrl = 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com'
  expect(taken('GET', `${invokeUrl}/files/a/b.txt`)).toBe('Site /files/a/b.txt')
  expect(taken('DELETE', '/anything')).toBe('Site /anything')
  expect(taken('GET', 'https://elsewhere.example/files/a/b.txt')).toBe('-')
  expect(taken('DELETE', 'https://elsewhere.example/books')).toBe('-')
  // The domain name belongs to Shop, which has no such route.
  expect(
    gatewayFinder(gateways.slice(0, 1), () => definition)({ method: 'PUT', path: '/v1/books' }),
  ).toBeUndefined()
})

test('an imported collection goes to the local gateway, but for what no route takes', () => {
  const item = [
    { name: 'List', request: 'https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/books?limit=2' },
    { name: 'One', request: { method: 'GET', url: '{{baseUrl}}/books/:id' } },
    { name: 'File', request: '{{files}}/files/a.txt' },
    { name: 'Token', request: { method: 'POST', url: 'https://login.example/token' } },
  ]
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
  const variable = [
    { key: 'baseUrl', value: 'https://api.shop.example/v1/' },
    { key: 'gateway', value: 'mine' },
  ]
  const text = JSON.stringify({ info: { name: 'Shop', schema }, item, variable })
  const made = importRequests('shop.json', text, { withAssets: false }, find)
  expect('text' in made && made.text).toBe(`# Imported from the Postman collection 'Shop'
@baseUrl2 = https://login.example
@gateway2 = http://127.0.0.1:3000
@baseUrl = https://api.shop.example/v1/
@gateway = mine

### List
GET {{gateway2}}/books?limit=2

### One
GET {{gateway2}}/books/{{id}}

### File
GET {{gateway3}}/files/a.txt

### Token
# No route of this workspace takes it: it goes to the host that it names
POST {{baseUrl2}}/token
`)
})

test('hostile URLs are no more than requests that nobody takes', () => {
  for (const url of [
    '',
    '?',
    '{{',
    '{{}}',
    '{{a}}{{b}}',
    'https://',
    '//',
    'https://[::1/',
    '{{__proto__}}/x',
    '%%%',
    '/../..',
  ]) {
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'
    const text = JSON.stringify({ info: { name: 'Shop', schema }, item: [{ name: 'A', request: url }] })
    const made = importRequests('shop.json', text, { withAssets: false }, find)
    expect('text' in made || 'message' in made).toBe(true)
  }
})
