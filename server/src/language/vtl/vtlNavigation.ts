import type { DocumentHighlight, Location } from 'vscode-languageserver-types'
import { DocumentHighlightKind } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { Uris } from '../places.ts'
import type { Workspace } from '../workspace.ts'
import { templateAt } from './placedTemplate.ts'
import { isBuiltIn, variableAt } from './variables.ts'

/** Where a variable of a template gets its values; undefined where no variable of its own stands. */
export function vtlDefinition(
  workspace: Workspace,
  file: string,
  position: Position,
  uris: Uris,
): Location[] | undefined {
  const found = ownVariable(workspace, file, position)
  if (!found) return undefined
  const { placed, variable } = found
  return variable.all
    .filter(({ isWritten }) => isWritten)
    .map(({ span }) => ({ uri: uris.toUri(file), range: placed.rangeOf(span) }))
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
