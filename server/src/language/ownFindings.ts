import type { Diagnostic } from '../base/diagnostic.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { ProjectSettings, RuleSettings } from '../rules/ruleSettings.ts'
import { withSettings } from '../rules/ruleSettings.ts'
import { withoutSuppressed } from '../rules/suppression.ts'
import { onOneLine } from './diagnostics.ts'

/**
 * What the user's own rules found, as a user wants to see it: the same severities of `gatehouse.json` and of the editor,
 * comments and `Metadata` as for all rules. Findings in files that the definition was not read from are left out.
 */
export function ownFindings(
  found: readonly Diagnostic[],
  { definition, documents }: DefinitionResult,
  project: ProjectSettings,
  editor: RuleSettings = new Map(),
): Diagnostic[] {
  const inside = found.filter(({ file }) => documents.has(file))
  const settings: RuleSettings = new Map([...editor, ...project.rules])
  const wanted = withSettings(withoutSuppressed(inside, definition, documents), settings)
  return wanted.map(finding => onOneLine(finding, documents))
}

/**
 * Findings of an earlier text, moved to where their words are now; for the moment until the rules have run again. What
 * stood in the lines that were edited is left out, and fixes too, since their edits may be wrong by now.
 */
export function movedFindings(found: readonly Diagnostic[], before: string, now: string): Diagnostic[] {
  if (before === now || found.length === 0) return [...found]
  const [old, lines] = [before.split('\n'), now.split('\n')]
  const most = Math.min(old.length, lines.length)
  let same = 0
  while (same < most && old[same] === lines[same]) same++
  let sameAtEnd = 0
  while (sameAtEnd < most - same && old[old.length - 1 - sameAtEnd] === lines[lines.length - 1 - sameAtEnd]) {
    sameAtEnd++
  }
  const shift = lines.length - old.length
  return found.flatMap(each => {
    const finding = { ...each, fixes: [] }
    const { start, end } = finding.range
    if (end.line < same) return [finding]
    if (start.line < old.length - sameAtEnd) return []
    const moved = { start: { ...start, line: start.line + shift }, end: { ...end, line: end.line + shift } }
    return [{ ...finding, range: moved }]
  })
}
