/** The first segment of a path, and the path behind it. */
export function firstSegment(path: string): { first: string; rest: string } {
  const [, first = '', rest = '/'] = /^\/+([^/]*)(\/.*)?$/.exec(path) ?? []
  return { first, rest }
}
