import { describe, expect, it } from 'vitest'
import { exampleRequest } from '../../client/src/exampleRequest.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'

const route = { definition: 'file:///t.yaml', apiId: 'Shop', method: 'PUT', path: '/books/{bookId}/{file+}' }
const start = { line: 0, character: 0 }
const details: RouteDetails = {
  route,
  apiName: 'Bookshop',
  apiType: 'rest',
  location: { uri: route.definition, range: { start, end: start } },
  stages: ['dev'],
  pathParameters: [
    { name: 'bookId', isRequired: true, example: 'b 1' },
    { name: 'file', isRequired: true, example: 'covers/front page.png' },
  ],
  queryParameters: [
    { name: 'size', isRequired: false, example: 'a&b' },
    { name: 'page', isRequired: false },
    { name: 'q', isRequired: true },
  ],
  headers: [{ name: 'X-Tenant', isRequired: true, example: 'north' }],
  contentType: 'application/json',
  exampleBody: '{"title": "Tides"}',
  facts: [],
}

describe('the request that a definition suggests', () => {
  it('fills in examples, encoded', () => {
    expect(exampleRequest(route, details)).toEqual({
      method: 'PUT',
      target: '/books/b%201/covers/front%20page.png?size=a%26b&q=',
      headers: [
        ['X-Tenant', 'north'],
        ['Content-Type', 'application/json'],
      ],
      bodyText: '{"title": "Tides"}',
    })
  })

  it('leaves a parameter without an example in braces', () => {
    expect(exampleRequest(route, null).target).toBe('/books/{bookId}/{file+}')
  })

  it('calls a route for any method with GET', () => {
    expect(exampleRequest({ ...route, method: '$default', path: '' }, null)).toEqual({
      method: 'GET',
      target: '/',
      headers: [],
    })
    expect(exampleRequest({ ...route, method: 'ANY', path: '/x' }, null).method).toBe('GET')
  })
})
