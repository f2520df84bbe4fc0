import type { RouteReference } from '../../server/src/protocol/places.ts'

/** How a route is shown and how the gateway names it: `GET /books/{bookId}`, `$default`. */
export function routeName({ method, path }: Pick<RouteReference, 'method' | 'path'>): string {
  return path === '' ? method : `${method} ${path}`
}

/** One string per route, for maps: `route` is what `routeName` gives and what the gateway says of an answer. */
export function answerKey(definition: string, apiId: string, route: string): string {
  return JSON.stringify([definition, apiId, route])
}

/** What `answerKey` was made of; undefined for another text. */
export function readAnswerKey(
  key: string,
): { readonly definition: string; readonly apiId: string; readonly route: string } | undefined {
  const read: unknown = JSON.parse(key)
  if (!Array.isArray(read)) return undefined
  const [definition, apiId, route] = read as readonly unknown[]
  if (typeof definition !== 'string' || typeof apiId !== 'string' || typeof route !== 'string')
    return undefined
  return { definition, apiId, route }
}

/** The parts of a name that `routeName` gave. */
export function routeOfName(name: string): Pick<RouteReference, 'method' | 'path'> {
  const at = name.indexOf(' /')
  return at < 0 ? { method: name, path: '' } : { method: name.slice(0, at), path: name.slice(at + 1) }
}
