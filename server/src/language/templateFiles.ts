import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import { comparePositions } from '../base/text.ts'
import { checkTemplateFile } from '../rules/check.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'
import { withoutSuppressedInTemplate } from '../rules/suppression.ts'

/** Whether a file is a mapping template by its name: `.vtl`, `.vm`. */
export function isTemplateFile(file: string): boolean {
  return /\.(vtl|vm)$/i.test(file)
}

/**
 * Everything there is to say about a mapping template that is a file of its own; without what its comments
 * (`## gatehouse-disable-next-line RULE`) leave out, and with the severities that the user wants.
 */
export function diagnoseTemplate(file: string, files: Files, editor?: RuleSettings): Diagnostic[] {
  const text = files.read(file)
  if (text === undefined) return []
  const project = projectSettings(file, files)
  const settings: RuleSettings = new Map([...(editor ?? []), ...project.rules])
  const found = withoutSuppressedInTemplate(checkTemplateFile(file, text, files), text)
  return [...withSettings(found, settings), ...project.diagnostics].sort((a, b) =>
    comparePositions(a.range.start, b.range.start),
  )
}
