import type { DocumentHighlight, Location } from 'vscode-languageserver-types'
import { DocumentHighlightKind } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import { originOf } from '../../syntax/node.ts'
import type { Uris } from '../places.ts'
import { locationOf } from '../places.ts'
import type { Workspace } from '../workspace.ts'
import { candidateAt } from './candidates.ts'
import type { ModelSurroundings } from './modelPlaces.ts'
import { placesInModel } from './modelPlaces.ts'
import type { PayloadValue } from './payloadSchema.ts'
import { templateAt } from './placedTemplate.ts'
import { isBuiltIn, variableAt } from './variables.ts'

/**
 * Where a variable of a template gets its values, and where the request's model declares a member of the payload that a
 * JSONPath or a variable reads; undefined where neither stands.
 */
export function vtlDefinition(
  workspace: Workspace,
  file: string,
  position: Position,
  uris: Uris,
): Location[] | undefined {
  const found = ownVariable(workspace, file, position)
  if (!found) return memberDefinition(workspace, file, position, uris)
  const { placed, variable } = found
  return variable.all
    .filter(({ isWritten }) => isWritten)
    .map(({ span }) => ({ uri: uris.toUri(file), range: placed.rangeOf(span) }))
}

function memberDefinition(
  workspace: Workspace,
  file: string,
  position: Position,
  uris: Uris,
): Location[] | undefined {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  const payload = placed && offset !== undefined ? candidateAt(placed, offset)?.candidate.payload : undefined
  const modelFile = payload?.source.model.origin.file
  if (!payload || modelFile === undefined) return undefined
  const surroundings = { owner: workspace.ownerOf(modelFile), files: workspace.files }
  return memberLocations(payload, surroundings, uris)
}

/** The keys that declare a member in a model; the model itself where its schema shows none. */
export function memberLocations(
  payload: PayloadValue,
  surroundings: ModelSurroundings,
  uris: Uris,
): Location[] {
  const entries = placesInModel(payload, surroundings)
  if (entries.length === 0) return [locationOf(payload.source.model.origin, uris)]
  return entries.map(({ key }) => locationOf(originOf(key), uris))
}

/** Where a variable of a template is used. */
export function vtlReferences(
  workspace: Workspace,
  file: string,
  position: Position,
  { uris, includesDeclaration }: { readonly uris: Uris; readonly includesDeclaration: boolean },
): Location[] | undefined {
  const found = ownVariable(workspace, file, position)
  if (!found) return undefined
  const { placed, variable } = found
  return variable.all
    .filter(({ isWritten }) => includesDeclaration || !isWritten)
    .map(({ span }) => ({ uri: uris.toUri(file), range: placed.rangeOf(span) }))
}

/** The places of the variable under the cursor, one of API Gateway's as well. */
export function vtlHighlights(
  workspace: Workspace,
  file: string,
  position: Position,
): DocumentHighlight[] | undefined {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  const variable = placed && offset !== undefined ? variableAt(placed, offset) : undefined
  if (!placed || !variable) return undefined
  return variable.all.map(({ span, isWritten }) => ({
    range: placed.rangeOf(span),
    kind: isWritten ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }))
}

function ownVariable(workspace: Workspace, file: string, position: Position) {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  const variable = placed && offset !== undefined ? variableAt(placed, offset) : undefined
  return placed && variable && !isBuiltIn(variable.name) ? { placed, variable } : undefined
}
