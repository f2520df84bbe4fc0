import { describe, expect, it } from 'vitest'
import type { HttpApi, RestApi } from '../../server/src/api/api.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { explainRouting } from '../../server/src/gateway/routeExplainer.ts'
import { memoryFiles } from '../support/memoryFiles.ts'

function apiOf(routes: readonly string[], type: 'rest' | 'http'): RestApi | HttpApi {
  const paths = new Map<string, string[]>()
  for (const route of routes) {
    const [method = '', path = '$default'] = route.split(' ')
    paths.set(path, [...(paths.get(path) ?? []), method])
  }
  const key = (method: string) => (method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase())
  const integration = {
    type: type === 'rest' ? 'mock' : 'http_proxy',
    httpMethod: 'GET',
    uri: 'https://b.test',
  }
  const text = JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'Shop', version: '1' },
    paths: Object.fromEntries(
      [...paths].map(([path, methods]) => [
        path === '$default' ? '/$default' : path,
        Object.fromEntries(
          methods.map(method => [
            path === '$default' ? 'x-amazon-apigateway-any-method' : key(method),
            { 'x-amazon-apigateway-integration': integration },
          ]),
        ),
      ]),
    ),
  })
  const { definition } = loadDefinition('/api.json', memoryFiles({ '/api.json': text }), { apiType: type })
  const api = definition?.apis[0]
  if (!api || api.type === 'websocket') throw new Error('no API')
  return api
}

/** One line for each route: `takes GET /x: why`. */
function explained(type: 'rest' | 'http', routes: readonly string[], request: string): string[] {
  const [method = '', path = ''] = request.split(' ')
  const { taker, others } = explainRouting(apiOf(routes, type), method, path)
  return [...(taker ? [taker] : []), ...others].map(({ verdict, name, why }) => `${verdict} ${name}: ${why}`)
}

describe('the routing of a REST API', () => {
  const routes = [
    'GET /books',
    'POST /books',
    'GET /books/{id}',
    'GET /books/new',
    'ANY /{proxy+}',
    'GET /a/b/c',
  ]

  it('lets a fixed segment go before a variable, and that before a greedy one', () => {
    expect(explained('rest', routes, 'GET /books/new')).toEqual([
      'takes GET /books/new: the path is the same',
      'loses GET /books/{id}: `{id}` loses to `new`: a fixed segment goes before a path variable',
      'loses ANY /{proxy+}: `{proxy+}` loses to `books`: a fixed segment goes before a greedy one',
      'otherPath GET /books: has 1 segment, not 2',
      'otherPath POST /books: has 1 segment, not 2',
      'otherPath GET /a/b/c: segment 1 is `a`, not `books`',
    ])
  })

  it('tells what variables stand for, and which routes have another method', () => {
    const found = explained('rest', routes, 'GET /books/b-1')
    expect(found[0]).toBe('takes GET /books/{id}: `{id}` is `b-1`')
    expect(explained('rest', routes, 'PUT /books')).toEqual(
      expect.arrayContaining([
        'takes ANY /{proxy+}: ANY stands for every method; `{proxy}` is `books`',
        'otherMethod GET /books: is GET, not PUT',
        'otherMethod POST /books: is POST, not PUT',
      ]),
    )
  })

  it('tells of a method of its own beside ANY', () => {
    expect(explained('rest', ['ANY /x', 'GET /x'], 'GET /x')).toEqual([
      'takes GET /x: the path is the same',
      'loses ANY /x: ANY loses to a method of its own',
    ])
  })

  it('has no taker where nothing fits; the nearest comes first', () => {
    expect(
      explained('rest', ['GET /orders/{id}/lines', 'GET /order', 'GET /x/{y+}'], 'GET /orders/7'),
    ).toEqual([
      'otherPath GET /orders/{id}/lines: has 3 segments, not 2',
      'otherPath GET /x/{y+}: segment 1 is `x`, not `orders`',
      'otherPath GET /order: segment 1 is `order`, not `orders`',
    ])
  })
})

describe('the routing of an HTTP API', () => {
  it('has $default last, and a slash at the end is another path', () => {
    expect(explained('http', ['GET /books', '$default'], 'GET /books')).toEqual([
      'takes GET /books: the path is the same',
      'loses $default: `$default` takes what no other route takes',
    ])
    expect(explained('http', ['GET /books', '$default'], 'GET /books/')).toEqual([
      'takes $default: no other route takes it',
      'otherPath GET /books: a slash at the end makes another path',
    ])
  })
})
