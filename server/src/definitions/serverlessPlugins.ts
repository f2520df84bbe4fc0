import type { Node } from '../syntax/node.ts'
import type { PluginRoute } from './serverlessPluginRoutes.ts'
import type { Service } from './serverlessService.ts'
import { entryOf, originOf, stringOf } from '../syntax/node.ts'
import { list } from './reader.ts'
import { readProxies } from './serverlessProxies.ts'
import { readStateMachineEvents } from './serverlessStateMachines.ts'

/** The routes that plugins of the service make; those that cannot be read are said aloud. */
export function readPluginRoutes(service: Service): PluginRoute[] {
  const plugins = entryOf(service.document.root, 'plugins')?.value
  const named = list(service.reader, entryOf(plugins, 'modules')?.value ?? plugins).map(stringOf)
  return [...routeMakers].flatMap(([plugin, read]) => {
    if (!named.includes(plugin)) return []
    const { routes, unread } = read(service)
    for (const place of unread) {
      const { file, range } = originOf(place)
      const message = `The plugin '${plugin}' makes a route of this, which Gatehouse cannot read, so it is not served; see that its path, method and target are stated, or check the template that 'serverless package' writes`
      service.reader.report({ code: 'definition-unread', severity: 'info', file, range, message })
    }
    return routes
  })
}

const routeMakers: ReadonlyMap<string, (service: Service) => { routes: PluginRoute[]; unread: Node[] }> =
  new Map([
    ['serverless-apigateway-service-proxy', readProxies],
    ['serverless-step-functions', readStateMachineEvents],
  ])
