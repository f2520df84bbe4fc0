import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import type { OutlineNode } from '../../server/src/protocol/requests.ts'
import { outline } from '../../server/src/language/outline.ts'
import { routeDetails } from '../../server/src/language/routeDetails.ts'
import { exampleOf } from '../../server/src/language/exampleBody.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { testUris } from '../support/cursor.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

const bookshop = readFileSync(path.join(import.meta.dirname, '../../examples/bookshop/template.yaml'), 'utf8')

function openBookshop() {
  const workspace = createWorkspace(memoryFiles({ '/shop/template.yaml': bookshop }), () => ({}))
  workspace.setCandidates(['/shop/template.yaml'])
  return workspace
}

const lines = (nodes: readonly OutlineNode[] = []): string[] =>
  nodes.map(node => `${node.label}${node.description === undefined ? '' : ` · ${node.description}`}`)

it('shows the bookshop with its routes, who answers them, and its parts', () => {
  const workspace = openBookshop()
  const [gateway] = outline(workspace.definitions(), workspace.files, testUris).gateways
  expect(gateway).toMatchObject({ apiId: 'Bookshop', type: 'rest', stages: ['dev', 'Stage'] })
  expect(lines(gateway?.children)).toEqual(
    expect.arrayContaining([
      'Routes · 13',
      'Models and validators · NewBook, NewReview, NewOrder',
      'Stages · dev, Stage',
    ]),
  )
  expect(lines(gateway?.children[0]?.children)).toEqual([
    'GET /books · ListBooks',
    'POST /books · CreateBook',
    'GET /books/{bookId} · GetBook',
    'PUT /books/{bookId} · UpdateBook',
    'DELETE /books/{bookId} · DeleteBook',
    'GET /books/{bookId}/reviews · ListReviews',
    'POST /books/{bookId}/reviews · AddReview',
    'GET /search · SearchBooks',
    'GET /orders · ListOrders',
    'POST /orders · CreateOrder',
    'GET /orders/{orderId} · GetOrder',
    'DELETE /orders/{orderId} · CancelOrder',
    'GET /health · MOCK',
  ])
})

it('tells the panel what a route takes', () => {
  const reference = {
    definition: 'file:///shop/template.yaml',
    apiId: 'Bookshop',
    method: 'POST',
    path: '/orders',
  }
  const details = routeDetails(openBookshop().result('/shop/template.yaml'), reference, testUris)
  expect(details).toMatchObject({ apiName: 'Bookshop', contentType: 'application/json', model: 'NewOrder' })
  expect(JSON.parse(details?.exampleBody ?? '')).toEqual({
    items: [{ bookId: 'b-1043', quantity: 2 }],
    note: 'Gift wrap, please',
  })
  expect(details?.facts.map(fact => fact.text)).toEqual(['CreateOrder', 'no authorizer'])
})

it('tells the panel the path parameters with their examples', () => {
  const reference = {
    definition: 'file:///shop/template.yaml',
    apiId: 'Bookshop',
    method: 'GET',
    path: '/books/{bookId}',
  }
  const details = routeDetails(openBookshop().result('/shop/template.yaml'), reference, testUris)
  expect(details?.pathParameters).toEqual([{ name: 'bookId', isRequired: true, example: 'b-1043' }])
})

it('answers with nothing for a route that is gone', () => {
  const reference = {
    definition: 'file:///shop/template.yaml',
    apiId: 'Bookshop',
    method: 'GET',
    path: '/gone',
  }
  expect(routeDetails(openBookshop().result('/shop/template.yaml'), reference, testUris)).toBeUndefined()
})

it('makes an example of a schema that refers to itself', () => {
  const node = {
    name: 'Node',
    schema: { type: 'object', properties: { id: { type: 'integer' }, next: { $ref: '#/x/Node' } } },
  }
  const origin = {
    file: '/a',
    pointer: '',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  }
  const models = [{ ...node, origin, contentType: 'application/json' }]
  expect(JSON.parse(exampleOf({ $ref: '#/x/Node' }, models))).toEqual({ id: 0, next: null })
})

it('shows what stands around an API: responses of its methods, usage plans, domain names, policies', () => {
  const text = `
Resources:
  Books:
    Type: AWS::ApiGateway::RestApi
    Properties: { Name: books, Policy: { Version: '2012-10-17', Statement: [] } }
  List:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Books
      ResourceId: !GetAtt Books.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{ StatusCode: '200' }]
      Integration: { Type: MOCK }
  Domain:
    Type: AWS::ApiGateway::DomainName
    Properties: { DomainName: books.example.com }
  Mapping:
    Type: AWS::ApiGateway::BasePathMapping
    Properties: { DomainName: !Ref Domain, RestApiId: !Ref Books, Stage: dev, BasePath: v1 }
  Plan:
    Type: AWS::ApiGateway::UsagePlan
    Properties:
      UsagePlanName: Standard
      ApiStages: [{ ApiId: !Ref Books, Stage: dev }]
      Quota: { Limit: 100, Period: DAY }
`
  const workspace = createWorkspace(memoryFiles({ '/shop/template.yaml': text }), () => ({}))
  workspace.setCandidates(['/shop/template.yaml'])
  const [gateway] = outline(workspace.definitions(), workspace.files, testUris).gateways
  const below = (label: string) => lines(gateway?.children.find(node => node.label === label)?.children)
  expect(below('Usage plans')).toEqual(['Standard · dev · 100 per day'])
  expect(below('Domain names')).toEqual(['books.example.com · v1 · dev'])
  expect(below('Policies')).toEqual(['Resource policy'])
  expect(lines(gateway?.children[0]?.children?.[0]?.children)).toEqual(['MOCK', '200 · response'])
})

it('says of which definitions no parts are added or deleted here', () => {
  const terraform = JSON.stringify({ resource: { aws_api_gateway_rest_api: { books: { name: 'books' } } } })
  const workspace = createWorkspace(
    memoryFiles({ '/shop/template.yaml': bookshop, '/infra/main.tf.json': terraform }),
    () => ({}),
  )
  workspace.setCandidates(['/shop/template.yaml', '/infra/main.tf.json'])
  const { gateways } = outline(workspace.definitions(), workspace.files, testUris)
  expect(gateways.map(({ name, isFixed }) => [name, isFixed])).toEqual([
    ['Bookshop', undefined],
    ['books', true],
  ])
})
