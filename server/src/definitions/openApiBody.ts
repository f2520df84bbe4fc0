import type { MappingNode, Node } from '../syntax/node.ts'
import { entryOf } from '../syntax/node.ts'

/** The OpenAPI document that an operation stands in, in a file of its own or in a template; undefined for any other route. */
export function openApiBody(operation: Node | undefined): MappingNode | undefined {
  for (let node = operation; node; node = node.parent) {
    const isDocument = entryOf(node, 'openapi') ?? entryOf(node, 'swagger')
    if (node.type === 'mapping' && isDocument && entryOf(node, 'paths')) return node
  }
  return undefined
}
