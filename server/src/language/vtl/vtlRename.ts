import type { TextEdit } from 'vscode-languageserver-types'
import type { Position, Range } from '../../base/text.ts'
import type { Workspace } from '../workspace.ts'
import { templateAt } from './placedTemplate.ts'
import { isBuiltIn, occurrencesIn, variableAt } from './variables.ts'

/** Edits of the one file, or why a name cannot be given. */
export type TemplateRename =
  | { readonly edits: readonly TextEdit[]; readonly refused?: undefined }
  | { readonly edits?: undefined; readonly refused: string }

/** The name under the cursor, if it is that of a variable which the template itself sets. */
export function vtlPrepareRename(
  workspace: Workspace,
  file: string,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | undefined {
  const found = ownVariableAt(workspace, file, position)
  if (!found) return undefined
  const { placed, variable } = found
  return { range: placed.rangeOf(variable.at.span), placeholder: variable.name }
}

/** Renames a variable of a template in all its places; undefined where none stands that the template sets. */
export function vtlRename(
  workspace: Workspace,
  file: string,
  position: Position,
  newName: string,
): TemplateRename | undefined {
  const found = ownVariableAt(workspace, file, position)
  if (!found) return undefined
  const { placed, variable } = found
  const name = newName.replace(/^\$/, '')
  if (!/^[A-Za-z_][\w-]*$/.test(name))
    return {
      refused: `'${newName}' is no name in Velocity; use letters, digits, '_' and '-', a letter first`,
    }
  if (isBuiltIn(name)) return { refused: `'$${name}' is API Gateway's own; take another name` }
  if (name !== variable.name && occurrencesIn(placed).some(each => each.name === name))
    return { refused: `'$${name}' is used in this template already; take another name` }
  const edits = variable.all.map(({ span }) => placed.edit({ ...span, newText: name }))
  if (edits.includes(undefined)) return { refused: `A place of '$${variable.name}' cannot be edited here` }
  return { edits: edits.flatMap(edit => (edit ? [{ range: edit.range, newText: edit.newText }] : [])) }
}

/** The variable at a place that the template itself sets: only such a one has a name to give. */
function ownVariableAt(workspace: Workspace, file: string, position: Position) {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  const variable = placed && offset !== undefined ? variableAt(placed, offset) : undefined
  if (!placed || !variable?.all.some(({ isWritten }) => isWritten) || isBuiltIn(variable.name))
    return undefined
  return { placed, variable }
}
