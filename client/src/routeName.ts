import type { RouteReference } from '../../server/src/protocol/places.ts'

/** How a route is shown and how the gateway names it: `GET /books/{bookId}`, `$default`. */
export function routeName({ method, path }: Pick<RouteReference, 'method' | 'path'>): string {
  return path === '' ? method : `${method} ${path}`
}

/** One string per route, for maps: `route` is what `routeName` gives and what the gateway says of an answer. */
export function answerKey(definition: string, apiId: string, route: string): string {
  return JSON.stringify([definition, apiId, route])
}
