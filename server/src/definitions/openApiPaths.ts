import { originOfEntry } from '../syntax/node.ts'
import type { Origin } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
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

/** All operations in the order of the text. */
export function readOperations(document: OpenApiDocument): Operation[] {
  return document.members(childAt(document.root, 'paths')).flatMap(({ entry, value }) => {
    const isDefault = /^\/?\$default$/.test(entry.name)
    if (!isDefault && !entry.name.startsWith('/')) return []
    const pathOrigin = originOfEntry(entry)
    return document.members(value).flatMap(({ entry: methodEntry, value: node }): Operation[] => {
      const httpMethod = methodNames.get(methodEntry.name)
      if (httpMethod === undefined) return []
      const isDefaultRoute = booleanFact(document.reader, entryOf(node, 'isDefaultRoute')?.value)
      const path = isDefault || (isDefaultRoute?.known && isDefaultRoute.value) ? '$default' : entry.name
      return [{ path, pathOrigin, pathItem: value, httpMethod, origin: originOfEntry(methodEntry), node }]
    })
  })
}

// OpenAPI's `trace` is missing on purpose: API Gateway has no such method and leaves it out on import.
const methodNames: ReadonlyMap<string, string> = new Map([
  ...['get', 'put', 'post', 'delete', 'options', 'head', 'patch'].map(
    name => [name, name.toUpperCase()] as const,
  ),
  ['x-amazon-apigateway-any-method', 'ANY'],
])
