import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Files } from '../base/files.ts'
import type { Position } from '../base/text.ts'
import type { Location } from '../protocol/places.ts'
import type { ScalarNode, SourceDocument } from '../syntax/node.ts'
import type { DocumentPath } from './site.ts'
import type { Uris } from './places.ts'
import { functionOfUri } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import { offsetAt, rangeHolds } from '../base/text.ts'
import { documentOf, originOf, pathAtOffset } from '../syntax/node.ts'
import { resolveReference } from '../syntax/references.ts'
import { handlerPlace } from '../definitions/handlerPlace.ts'
import { namesAt, openApiRoot } from './names.ts'
import { locationOf } from './places.ts'
import { callableRoutes } from './routeReference.ts'
import { pathOf } from './site.ts'

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
  if (key) {
    const path = pathOf(node)
    return isSecurityItem(path) ? named(path, key.name, document, owner, uris) : []
  }
  if (node.type !== 'scalar' || typeof node.value !== 'string') return []
  const path = pathOf(node)
  return (
    referenced(node, path, owner, files, uris) ??
    handler(node, path, owner, position, files, uris) ??
    calledFunction(owner, position, document, files, uris) ??
    named(path, wordAt(node, offset, document), document, owner, uris)
  )
}

function isSecurityItem(path: DocumentPath): boolean {
  return path.at(-2) === 'security'
}

function referenced(
  node: ScalarNode,
  path: DocumentPath,
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): Location[] | undefined {
  if (path.at(-1) !== '$ref' || !node.parent) return undefined
  const target = resolveReference(node.parent, file => owner.documents.get(file), files, {
    rootOf: inside => openApiRoot(pathOf(inside), documentOf(inside).root),
  })
  return target.type === 'found' ? [locationOf(originOf(target.node), uris)] : []
}

function handler(
  node: ScalarNode,
  path: DocumentPath,
  owner: DefinitionResult,
  position: Position,
  files: Files,
  uris: Uris,
): Location[] | undefined {
  if (path.at(-1) !== 'Handler') return undefined
  const file = originOf(node).file
  const fn = owner.definition?.functions.find(
    candidate =>
      candidate.handler?.origin.file === file && rangeHolds(candidate.handler.origin.range, position),
  )
  const place = fn && handlerPlace(fn, files)
  return place ? [{ uri: uris.toUri(place.file), range: place.range }] : []
}

// A click on an integration's URI leads to the code that answers, which is what the reader of a route looks for.
function calledFunction(
  owner: DefinitionResult,
  position: Position,
  document: SourceDocument,
  files: Files,
  uris: Uris,
): Location[] | undefined {
  const owned = owner.definition
  if (!owned) return undefined
  for (const route of owned.apis.flatMap(callableRoutes)) {
    const uri = route.integration?.uri
    if (!uri || uri.origin.file !== document.file || !rangeHolds(uri.origin.range, position)) continue
    const fn = functionOfUri(valueOf(uri) ?? '', owned.functions)
    if (!fn) return undefined
    const place = handlerPlace(fn, files)
    return [place ? { uri: uris.toUri(place.file), range: place.range } : locationOf(fn.origin, uris)]
  }
  return undefined
}

function named(
  path: DocumentPath,
  name: string,
  document: SourceDocument,
  owner: DefinitionResult,
  uris: Uris,
): Location[] {
  const parts = namesAt(path, document.root, owner) ?? []
  const head = name.split('.')[0] ?? name
  return parts
    .filter(part => part.name === name || part.name === head)
    .slice(0, 1)
    .flatMap(part => (part.origin ? [locationOf(part.origin, uris)] : []))
}

/** The `${Name}` of a text under the cursor, else the whole text. */
function wordAt(node: ScalarNode, offset: number, document: SourceDocument): string {
  const text = document.text.slice(node.start, node.end)
  for (const found of text.matchAll(/\$\{!?([^}]*)\}/g)) {
    const start = node.start + found.index
    if (start <= offset && offset <= start + found[0].length) return found[1] ?? ''
  }
  return String(node.value)
}
