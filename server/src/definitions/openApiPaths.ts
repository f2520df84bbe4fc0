import { originOfEntry } from '../syntax/node.ts'
import type { Origin } from '../base/origin.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { childAt, entryOf } from '../syntax/node.ts'
import type { OpenApiDocument } from './openApiDocument.ts'
import { booleanFact } from './reader.ts'

/** One operation of a document, with what its path item gives it. */
export interface Operation {
  /** As written, `/books/{bookId}`; `$default` for the default route of an HTTP API. */
  readonly path: string
  readonly pathOrigin: Origin
  readonly pathItem: Node
  /** Upper case; `ANY` for `x-amazon-apigateway-any-method`. */
  readonly httpMethod: string
  readonly origin: Origin
  readonly node: Node
}

/** The operations of one path item. */
export interface PathOperations {
  /** Its key. */
  readonly path: string
  readonly pathItem: Node
  readonly operations: readonly Operation[]
}

/** All operations by path, in the order of the text. */
export function readOperations(document: OpenApiDocument): PathOperations[] {
  return document.members(childAt(document.root, 'paths')).flatMap(({ entry, value: pathItem }) => {
    const { name: path } = entry
    const isDefault = /^\/?\$default$/.test(path)
    if (!isDefault && !path.startsWith('/')) return []
    const operations = document.remember(pathItem, `operations ${path}`, [], () =>
      operationsOf(document, entry, pathItem, isDefault),
    )
    return [{ path, pathItem, operations }]
  })
}

function operationsOf(
  document: OpenApiDocument,
  path: Entry,
  pathItem: Node,
  isDefault: boolean,
): Operation[] {
  const pathOrigin = originOfEntry(path)
  return document.members(pathItem).flatMap(({ entry, value: node }): Operation[] => {
    const httpMethod = methodNames.get(entry.name)
    if (httpMethod === undefined) return []
    const isDefaultRoute = booleanFact(document.reader, entryOf(node, 'isDefaultRoute')?.value)
    const isDefaultPath = isDefault || (isDefaultRoute?.known && isDefaultRoute.value)
    const own = {
      path: isDefaultPath ? '$default' : path.name,
      httpMethod,
      origin: originOfEntry(entry),
      node,
    }
    return [{ ...own, pathOrigin, pathItem }]
  })
}

// OpenAPI's `trace` is missing on purpose: API Gateway has no such method and leaves it out on import.
const methodNames: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map(
    name => [name, name.toUpperCase()] as const,
  ),
  ['x-amazon-apigateway-any-method', 'ANY'],
])
