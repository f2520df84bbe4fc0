import type { Node } from '../syntax/node.ts'
import type { Service } from './serverlessService.ts'
import { childAt, entriesOf, entryOf, itemsOf, originOf, stringOf } from '../syntax/node.ts'
import { list } from './reader.ts'

/** Says aloud which routes plugins make that are not read here. */
export function reportPluginRoutes(service: Service): void {
  const { root } = service.document
  const plugins = entryOf(root, 'plugins')?.value
  const named = list(service.reader, entryOf(plugins, 'modules')?.value ?? plugins).map(stringOf)
  for (const [plugin, placesOf] of Object.entries(routeMakers)) {
    if (!named.includes(plugin)) continue
    for (const place of placesOf(root)) {
      const { file, range } = originOf(place)
      const message = `The plugin '${plugin}' makes a route of this, which Gatehouse does not read, so it is not served; check the template that 'serverless package' writes`
      service.reader.report({ code: 'definition-unread', severity: 'info', file, range, message })
    }
  }
}

const routeMakers: Readonly<Record<string, (root: Node | undefined) => readonly Node[]>> = {
  // https://github.com/serverless-operations/serverless-apigateway-service-proxy
  'serverless-apigateway-service-proxy': root => itemsOf(childAt(root, 'custom', 'apiGatewayServiceProxies')),
  // https://github.com/serverless-operations/serverless-step-functions
  'serverless-step-functions': root =>
    entriesOf(childAt(root, 'stepFunctions', 'stateMachines'))
      .flatMap(({ value }) => itemsOf(childAt(value, 'events')))
      .filter(event => entryOf(event, 'http')),
}
