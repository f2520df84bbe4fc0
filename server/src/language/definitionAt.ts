import type { Position } from '../base/text.ts'
import { offsetAt } from '../base/text.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { SourceDocument } from '../syntax/node.ts'
import type { Workspace } from './workspace.ts'

/** A document with the definition to which it belongs. */
export interface OwnedDocument {
  readonly owner: DefinitionResult
  /** The tree that the definition was read from; undefined for a text that has none. */
  readonly document: SourceDocument | undefined
}

/** The definition at a position of a file, which may hold several YAML documents; the first without a position. */
export function definitionAt(
  workspace: Pick<Workspace, 'ownerOf' | 'document' | 'further' | 'files'>,
  file: string,
  position: Position | undefined,
): OwnedDocument {
  const found = position && furtherAt(workspace, file, position)
  if (found) return found
  const owner = workspace.ownerOf(file)
  return { owner, document: owner.documents.get(file) ?? workspace.document(file) }
}

/** All definitions of a file, in the order of its YAML documents. */
export function definitionsIn(
  workspace: Pick<Workspace, 'ownerOf' | 'document' | 'further' | 'files'>,
  file: string,
): OwnedDocument[] {
  const further = workspace
    .further(file)
    .map(({ result: owner }) => ({ owner, document: owner.documents.get(file) }))
  return [definitionAt(workspace, file, undefined), ...further]
}

function furtherAt(
  { further }: Pick<Workspace, 'further'>,
  file: string,
  position: Position,
): OwnedDocument | undefined {
  for (const { start, end, result } of further(file)) {
    const document = result.documents.get(file)
    if (!document) continue
    const offset = offsetAt(document.lines, position, document.text)
    if (start <= offset && offset <= end) return { owner: result, document }
  }
  return undefined
}
