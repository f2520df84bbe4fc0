import type { Position } from '../../server/src/base/text.ts'
import type { DefinitionResult } from '../../server/src/definitions/definitionResult.ts'
import type { SourceDocument } from '../../server/src/syntax/node.ts'
import type { Uris } from '../../server/src/language/places.ts'
import type { Workspace } from '../../server/src/language/workspace.ts'
import { createLineIndex, positionAt } from '../../server/src/base/text.ts'
import { definitionAt } from '../../server/src/language/definitionAt.ts'
import { createWorkspace } from '../../server/src/language/workspace.ts'
import { memoryFiles } from './memoryFiles.ts'

/** URIs in tests: `file://` in front of the path. */
export const testUris: Uris = {
  toUri: file => `file://${file}`,
  toFile: uri => uri.replace(/^file:\/\//, ''),
}

export interface OpenedAt {
  readonly workspace: Workspace
  readonly file: string
  readonly document: SourceDocument
  readonly position: Position
  readonly owner: DefinitionResult
  /** The text without the mark. */
  readonly text: string
}

/** Opens a text with `<|>` at the cursor as `/work/<name>`, further files beside it. */
export function openAt(
  name: string,
  marked: string,
  beside: Readonly<Record<string, string>> = {},
): OpenedAt {
  const body = dedent(marked)
  const at = body.indexOf('<|>')
  if (at < 0) throw new Error('the text has no <|>')
  const text = body.replace('<|>', '')
  const file = `/work/${name}`
  const workspace = createWorkspace(memoryFiles(beside), () => ({}))
  workspace.setText(file, text)
  const position = positionAt(createLineIndex(text), at)
  const { owner, document } = definitionAt(workspace, file, position)
  if (!document) throw new Error('no document')
  return { workspace, file, document, position, owner, text }
}

/** Takes the common indentation away and the blank line in front, so that texts stand indented in tests. */
export function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => /^ */.exec(line)?.[0].length ?? 0)
  const least = Math.min(...indents)
  return lines.map(line => line.slice(least)).join('\n')
}
