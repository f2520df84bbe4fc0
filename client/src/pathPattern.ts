/**
 * What a path has to look like to be one of a route's: `/books/{bookId}` and `/{proxy+}`. Each parameter is a group, in
 * its order; a slash at the end makes no difference.
 */
export function pathPattern(template: string): RegExp {
  const pattern = template
    .split(/(\{[^{}/]+\})/)
    .map(part => {
      if (!/^\{.+\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      return part.endsWith('+}') ? '(.+)' : '([^/]+)'
    })
    .join('')
  return new RegExp(`^${pattern}/?$`)
}

/** A route by its method and path. */
interface Route {
  readonly method: string
  readonly path: string
}

/**
 * The route that takes a request, as API Gateway chooses: literal segments go before parameters, those before greedy ones,
 * the method itself before `ANY`, and `$default` takes what is left.
 */
export function routeFor<R extends Route>(routes: readonly R[], method: string, path: string): R | undefined {
  const fitting = routes.filter(
    route =>
      (route.method === method || route.method === 'ANY') &&
      route.path !== '' &&
      pathPattern(route.path).test(path),
  )
  const [best] = fitting.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return best ?? routes.find(route => route.method === '$default')
}

/** Sorts first what is more exact. */
function rank({ method, path }: Route): string {
  const segments = path.split('/').map(segment => {
    if (!segment.includes('{')) return '0'
    return segment.includes('+}') ? '2' : '1'
  })
  return `${segments.join('')}${method === 'ANY' ? '1' : '0'}`
}
