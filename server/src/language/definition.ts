import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Position } from '../base/text.ts'
import type { Location } from '../protocol/places.ts'
import type { ScalarNode, SourceDocument } from '../syntax/node.ts'
import type { DocumentPath } from './site.ts'
import type { Uris } from './places.ts'
import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { offsetAt } from '../base/text.ts'
import { documentOf, originOf, originOfEntry, pathAtOffset } from '../syntax/node.ts'
import { resolveReference } from '../syntax/references.ts'
import { handlerPlace } from '../definitions/handlerPlace.ts'
import { bodyMemberAt } from './bodyPath.ts'
import { openApiRoot } from './names.ts'
import { locationOf } from './places.ts'
import { declarations } from './references.ts'
import { callableRoutes } from './routeReference.ts'
import { pathOf } from './site.ts'
import { isStatedAt } from './statedValue.ts'
import { symbolTable } from './symbols/symbolTable.ts'
import { terraformReference } from './terraformReferences.ts'
import { memberLocations } from './vtl/vtlNavigation.ts'

/** Where the thing under the cursor is declared: a resource, a schema, an authorizer, a handler. */
export function definition(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): Location[] {
  const offset = offsetAt(document.lines, position, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node) return []
  const fn = !key && node.type === 'scalar' ? functionAt(node, owner) : undefined
  if (fn) return [placeOfFunction(fn, files, uris)]
  const inBody = key ? undefined : bodyMemberAt(node, offset, owner)
  if (inBody) return memberLocations(inBody.member.value, { owner, files }, uris)
  const reference = key ? undefined : terraformReference(document, offset, owner, files)
  if (reference) return [locationOf(originOfEntry(reference.block.entry), uris)]
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
  const byHandler = owned.functions.find(({ handler }) => handler && isStatedAt(handler.origin, node))
  if (byHandler) return byHandler
  for (const route of owned.apis.flatMap(callableRoutes)) {
    const uri = route.integration?.uri
    if (uri && isStatedAt(uri.origin, node)) return functionOfUri(valueOf(uri) ?? '', owned.functions)
  }
  return undefined
}

function placeOfFunction(fn: LambdaFunction, files: Files, uris: Uris): Location {
  const place = handlerPlace(fn, files)
  return place ? { uri: uris.toUri(place.file), range: place.range } : locationOf(fn.origin, uris)
}
