import type { RestApi } from '../api/api.ts'
import type { Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { valueOf } from '../base/origin.ts'
import { basePathOf } from './openApi.ts'

/**
 * What the import parameter `basepath` does with the paths: `prepend` puts the document's base path before them,
 * `split` does so without its first segment, `ignore` (the default) leaves them alone.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-basePath.html
 */
export function applyBasePath(api: RestApi, root: Node, reader: Reader, mode: string | undefined): RestApi {
  const segments = (valueOf(basePathOf(root, reader)) ?? '').split('/').filter(segment => segment !== '')
  const prefix = (mode === 'prepend' ? segments : mode === 'split' ? segments.slice(1) : [])
    .map(segment => `/${segment}`)
    .join('')
  if (prefix === '') return api
  const resources = api.resources.map(resource => ({
    ...resource,
    path: resource.path === '/' ? prefix : prefix + resource.path,
  }))
  return { ...api, resources }
}
