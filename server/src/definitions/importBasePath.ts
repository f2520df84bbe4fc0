import type { Api } from '../api/api.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { valueOf } from '../base/origin.ts'
import { basePathOf } from './openApi.ts'

/**
 * What the import parameter `basepath` does with the paths: `prepend` puts the document's base path before them,
 * `split` does so without its first segment, `ignore` (the default) leaves them alone.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function applyBasePath<A extends Api>(
  api: A,
  root: Node,
  reader: Reader,
  mode: string | undefined,
): A {
  const segments = (valueOf(basePathOf(root, reader)) ?? '').split('/').filter(segment => segment !== '')
  const prefix = (mode === 'prepend' ? segments : mode === 'split' ? segments.slice(1) : [])
    .map(segment => `/${segment}`)
    .join('')
  if (prefix === '') return api
  const under = (path: string) => (path === '/' ? prefix : prefix + path)
  if (api.type === 'rest') {
    const resources = api.resources.map(resource => ({ ...resource, path: under(resource.path) }))
    const settings = {
      ...api.settings,
      pathsWithoutMethod: (api.settings?.pathsWithoutMethod ?? []).map(under),
    }
    return { ...api, resources, settings }
  }
  const routes = api.routes.map(route => {
    if (route.path === undefined) return route
    const path = under(route.path)
    return { ...route, path, routeKey: `${route.httpMethod ?? 'ANY'} ${path}` }
  })
  return { ...api, routes }
}
