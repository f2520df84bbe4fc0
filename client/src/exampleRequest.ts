import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'

/** The request that a route's definition suggests: its examples where it has some, `{name}` where it has none. */
export function exampleRequest(route: RouteReference, details: RouteDetails | null): InvokeRequest {
  const parameters = new Map(details?.pathParameters.map(({ name, example }) => [name, example]))
  const path = (route.path === '' ? '/' : route.path).replace(/\{([^}]+)\}/g, (braced, inner: string) => {
    const isGreedy = inner.endsWith('+')
    const example = parameters.get(isGreedy ? inner.slice(0, -1) : inner)
    if (example === undefined) return braced
    return isGreedy ? encodeURI(example) : encodeURIComponent(example)
  })
  const query = (details?.queryParameters ?? [])
    .filter(({ isRequired, example }) => isRequired || example !== undefined)
    .map(({ name, example }) => `${encodeURIComponent(name)}=${encodeURIComponent(example ?? '')}`)
  const headers = (details?.headers ?? [])
    .filter(({ isRequired, example }) => isRequired || example !== undefined)
    .map(({ name, example }) => [name, example ?? ''] as const)
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const type = details?.contentType
  return {
    method: ['ANY', '$default'].includes(route.method) ? 'GET' : route.method,
    target: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers: type !== undefined && !isTyped ? [...headers, ['Content-Type', type]] : headers,
    ...(details?.exampleBody === undefined ? {} : { bodyText: details.exampleBody }),
  }
}
