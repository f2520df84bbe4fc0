import type { ToMap } from '../../client/src/mapMessages.ts'
import { designMap } from '../../server/src/language/map/designMap.ts'
import type { DesignMap, LastRequest, MapView } from '../../server/src/protocol/designMap.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

// The bookshop of the design, drawn as the language server does.

const event = (path: string, method: string, auth = '{}') =>
  `Events: { A: { Type: Api, Properties: { RestApiId: !Ref Bookshop, Path: '${path}', Method: ${method}, Auth: ${auth} } } }`
const handler = 'Handler: app.handler, Runtime: nodejs22.x, CodeUri: src/'
const fn = (name: string, more: string) =>
  `  ${name}: { Type: AWS::Serverless::Function, Properties: { ${handler}, ${more} } }`
const token = '{ Authorizer: TokenAuthorizer }'
const tokenAndKey = '{ Authorizer: TokenAuthorizer, ApiKeyRequired: true }'

/** A SAM template of an API with a domain, a stage with a cache, an authorizer and these functions. */
export const bookshopText = (functions: readonly string[]) => `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Bookshop:
    Type: AWS::Serverless::Api
    Properties:
      Name: Bookshop
      StageName: dev
      CacheClusterEnabled: true
      CacheClusterSize: '0.5'
      MethodSettings:
        - { ResourcePath: /*, HttpMethod: '*', CachingEnabled: false }
        - { ResourcePath: /books, HttpMethod: GET, CachingEnabled: true, CacheTtlInSeconds: 60 }
      Domain:
        DomainName: api.bookshop.test
        CertificateArn: arn:aws:acm:us-east-1:123456789012:certificate/x
        BasePath: [v1]
      Auth:
        Authorizers:
          TokenAuthorizer: { FunctionArn: !GetAtt Auth.Arn }
  Auth: { Type: AWS::Serverless::Function, Properties: { Handler: token.handler, Runtime: nodejs22.x, CodeUri: src/ } }
${functions.join('\n')}
`

/** The functions of the design's bookshop. */
export const bookshopFunctions = [
  fn('ListBooks', event('/books', 'get')),
  fn('GetBook', event('/books/{bookId}', 'get')),
  fn('ListReviews', event('/books/{bookId}/reviews', 'get')),
  fn('CreateBook', event('/books', 'post', token)),
  fn('UpdateBook', event('/books/{bookId}', 'put', token)),
  fn('DeleteBook', event('/books/{bookId}', 'delete', token)),
  fn('AddReview', event('/books/{bookId}/reviews', 'post', token)),
  fn('ListOrders', event('/orders', 'get', tokenAndKey)),
  fn('CreateOrder', event('/orders', 'post', tokenAndKey)),
  fn('GetOrder', event('/orders/{orderId}', 'get', token)),
]

/** An order that went all the way. */
export const ordered: LastRequest = {
  route: 'POST /orders',
  stage: 'dev',
  host: 'api.bookshop.test',
  status: 201,
  durationMs: 41.1,
  reached: 'integration',
  times: { authorizer: 12.1, integration: 0.9, target: 26.4 },
}

/** The map of a template's API, as the language server answers. */
export function mapOf(text: string, view: MapView = {}, last?: LastRequest): DesignMap {
  const file = '/project/template.yaml'
  const result = loadDefinition(file, memoryFiles({ [file]: text }), {})
  const apiId = result.definition?.apis[0]?.id ?? ''
  const uris = { toUri: (path: string) => `file://${path}`, toFile: (uri: string) => uri.slice(7) }
  const question = { definition: `file://${file}`, apiId, view, ...(last && { last }) }
  const map = designMap(result, question, uris)
  if (!map) throw new Error('no map')
  return map
}

/** So many routes, as many of them behind the authorizer as not, below five paths. */
export const manyFunctions = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const path = `/part${index % 5}/${index % 7 === 0 ? 'sub/' : ''}item${index}/{id}`
    return fn(`Fn${index}`, event(path, index % 3 === 0 ? 'post' : 'get', index % 2 === 0 ? token : '{}'))
  })

const answered = (last: LastRequest, path: string, method: string, hasTrace = true) => ({
  route: { definition: 'file:///project/template.yaml', apiId: 'Bookshop', method, path },
  status: last.status,
  durationMs: last.durationMs,
  at: Date.UTC(2026, 5, 1, 9, 41, 52),
  stage: 'dev',
  hasTrace,
})
const bookshop = bookshopText(bookshopFunctions)

export const showMap: ToMap = {
  type: 'show',
  map: mapOf(bookshop, {}, ordered),
  last: answered(ordered, '/orders', 'POST'),
  isAsked: true,
}

const refused: LastRequest = {
  route: 'DELETE /books/{bookId}',
  stage: 'dev',
  status: 403,
  durationMs: 14,
  reached: 'authorizer',
  times: { authorizer: 12.6 },
}

export const showRefusedMap: ToMap = {
  type: 'show',
  map: mapOf(bookshop, {}, refused),
  last: answered(refused, '/books/{bookId}', 'DELETE'),
  isAsked: true,
}

/** 120 routes: folded, but for one group. */
export const bigMap: ToMap = {
  type: 'show',
  map: mapOf(
    bookshopText(manyFunctions(120)),
    { opened: ['authorizer:none'] },
    { ...ordered, route: 'POST /part0/item30/{id}' },
  ),
  last: answered(ordered, '/part0/item30/{id}', 'POST'),
  isAsked: true,
}

/** An API without routes. */
export const showEmptyMap: ToMap = {
  type: 'show',
  map: mapOf(`AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Bookshop: { Type: AWS::ApiGateway::RestApi, Properties: { Name: Bookshop } }
`),
  isAsked: true,
}
