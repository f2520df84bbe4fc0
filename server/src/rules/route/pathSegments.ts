import type { Api } from '../../api/api.ts'
import type { Origin } from '../../base/origin.ts'

/** A path of an API and where it is stated. */
export interface StatedPath {
  readonly path: string
  readonly origin: Origin
}

/** Every path of an API once, in the order of the definition. */
export function pathsOf(api: Api): StatedPath[] {
  if (api.type === 'rest') return api.resources.map(({ path, origin }) => ({ path, origin }))
  const seen = new Set<string>()
  return api.routes.flatMap(({ path, origin }) => {
    if (path === undefined || seen.has(path)) return []
    seen.add(path)
    return [{ path, origin }]
  })
}

/** The segments of a path without the empty ones that slashes at its ends make. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter(segment => segment !== '')
}

/** The name in `{name}` or `{name+}`, undefined for a fixed segment. */
export function placeholderOf(segment: string): string | undefined {
  return /^\{(.*?)\+?\}$/.exec(segment)?.[1]
}

/** The path with all names of placeholders taken out: two paths that are equal so match the same requests. */
export function shapeOf(path: string): string {
  return path.replace(/\{[^}]*\+\}/g, '{+}').replace(/\{[^}+]*\}/g, '{}')
}
