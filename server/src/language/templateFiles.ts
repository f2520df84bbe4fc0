import type { Diagnostic } from '../base/diagnostic.ts'
import type { FailureListener } from '../base/failure.ts'
import type { Files } from '../base/files.ts'
import { comparePositions } from '../base/text.ts'
import { checkTemplateFile } from '../rules/check.ts'
import type { TemplateUse } from '../rules/rule.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'
import { withoutSuppressedInTemplate } from '../rules/suppression.ts'
import { unique } from './diagnostics.ts'

/**
 * Everything there is to say about a mapping template that is a file of its own; without what its comments
 * (`## gatehouse-disable-next-line RULE`) leave out, and with the severities that the user wants. `uses` are those that
 * definitions have for it.
 */
export function diagnoseTemplate(
  file: string,
  files: Files,
  editor?: RuleSettings,
  uses: readonly TemplateUse[] = [],
  onFailure?: FailureListener,
): Diagnostic[] {
  const text = files.read(file)
  if (text === undefined) return []
  const project = projectSettings(file, files)
  const settings: RuleSettings = new Map([...(editor ?? []), ...project.rules])
  const found = withoutSuppressedInTemplate(
    unique(checkTemplateFile(file, text, files, uses, onFailure)),
    text,
  )
  return [...withSettings(found, settings), ...project.diagnostics].sort((a, b) =>
    comparePositions(a.range.start, b.range.start),
  )
}
