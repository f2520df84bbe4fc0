import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Origin } from '../base/origin.ts'
import type { Position } from '../base/text.ts'
import type { Location } from '../protocol/places.ts'
import type { ScalarNode, SourceDocument } from '../syntax/node.ts'
import type { DocumentPath } from './site.ts'
import type { Uris } from './places.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { offsetAt } from '../base/text.ts'
import { documentOf, nodeOfOrigin, originOf, pathAtOffset } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import { resolveReference } from '../syntax/references.ts'
import { handlerPlace } from '../definitions/handlerPlace.ts'
import { openApiRoot } from './names.ts'
import { locationOf } from './places.ts'
import { declarations } from './references.ts'
import { callableRoutes } from './routeReference.ts'
import { pathOf } from './site.ts'
import { symbolTable } from './symbols/symbolTable.ts'

/** Where the thing under the cursor is declared: a resource, a schema, an authorizer, a handler. */
export function definition(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): Location[] {
  const offset = offsetAt(document.lines, position, document.text.length)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node) return []
  const fn = !key && node.type === 'scalar' ? functionAt(node, owner) : undefined
  if (fn) return [placeOfFunction(fn, files, uris)]
  const found = symbolTable(owner, files).at(document, offset)
  const declared = found ? declarations(found, uris) : []
  if (declared.length > 0) return declared
  return !key && node.type === 'scalar' ? referenced(node, pathOf(node), owner, files, uris) : []
}

// A reference to a whole file, and one that leads on to another.
function referenced(
  node: ScalarNode,
  path: DocumentPath,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): Location[] {
  if (path.at(-1) !== '$ref' || !node.parent) return []
  const target = resolveReference(node.parent, file => owner.documents.get(file), files, {
    rootOf: inside => openApiRoot(pathOf(inside), documentOf(inside).root),
  })
  return target.type === 'found' ? [locationOf(originOf(target.node), uris)] : []
}

/**
 * The function whose `Handler` a value is, or that an integration's URI calls: the code that answers is what the reader of
 * a route looks for.
 */
function functionAt(node: ScalarNode, { definition: owned }: DefinitionResult): LambdaFunction | undefined {
  if (!owned) return undefined
  const byHandler = owned.functions.find(({ handler }) => handler && holds(handler.origin, node))
  if (byHandler) return byHandler
  for (const route of owned.apis.flatMap(callableRoutes)) {
    const uri = route.integration?.uri
    if (uri && holds(uri.origin, node)) return functionOfUri(valueOf(uri) ?? '', owned.functions)
  }
  return undefined
}

/** Whether a fact stands in a node or around it. */
function holds(origin: Origin, node: ScalarNode): boolean {
  const stated = nodeOfOrigin(origin)
  if (!stated || stated.start > node.start || node.end > stated.end) return false
  // What SAM makes of an event has the whole event as its origin.
  if (stated.type !== 'scalar' && !intrinsicOf(stated)) return false
  return documentOf(stated) === documentOf(node)
}

function placeOfFunction(fn: LambdaFunction, files: Files, uris: Uris): Location {
  const place = handlerPlace(fn, files)
  return place ? { uri: uris.toUri(place.file), range: place.range } : locationOf(fn.origin, uris)
}
