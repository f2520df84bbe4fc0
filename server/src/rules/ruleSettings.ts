import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Entry } from '../syntax/node.ts'
import { nearestName } from '../base/nearestName.ts'
import { settingsFileOf } from '../base/settingsFile.ts'
import { entriesOf, entryOf, originOf, stringOf } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { rules } from './registry.ts'

/** What a user asks of a rule: another severity, or silence. By the finding's code. */
export type RuleSettings = ReadonlyMap<string, Severity | 'off'>

/** The settings that apply to a definition, and what is wrong with the file they stand in. */
export interface ProjectSettings {
  readonly rules: RuleSettings
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads `{"authorizer-unused": "off"}`, as the editor sends it; what makes no sense is passed over. */
export function readRuleSettings(given: unknown): RuleSettings {
  if (typeof given !== 'object' || given === null) return new Map()
  const pairs = Object.entries(given)
  return new Map(pairs.flatMap(([id, level]) => (isLevel(level) ? [[id, level] as const] : [])))
}

/** The `rules` of the nearest `gatehouse.json` in the folder of a definition or above it. */
export function projectSettings(definition: string, files: Files): ProjectSettings {
  const file = settingsFileOf(definition, files)
  const text = file === undefined ? undefined : files.read(file)
  if (file === undefined || text === undefined) return { rules: new Map(), diagnostics: [] }
  const { root, diagnostics } = parseText(file, text)
  const entries = entriesOf(entryOf(root, 'rules')?.value)
  const stated = entries.flatMap(({ name, value }) => {
    const level = stringOf(value)
    return isLevel(level) ? [[name, level] as const] : []
  })
  return { rules: new Map(stated), diagnostics: [...diagnostics, ...entries.flatMap(faultOf)] }
}

/** The findings as the settings want them. Text that cannot be parsed is always an error. */
export function withSettings(found: readonly Diagnostic[], settings: RuleSettings): Diagnostic[] {
  return found.flatMap(diagnostic => {
    const level = diagnostic.code === 'syntax' ? undefined : settings.get(diagnostic.code)
    if (level === 'off') return []
    return level === undefined ? [diagnostic] : [{ ...diagnostic, severity: level }]
  })
}

const levels = ['off', 'hint', 'info', 'warning', 'error'] as const

function isLevel(value: unknown): value is Severity | 'off' {
  return levels.some(level => level === value)
}

function faultOf({ key, name, value }: Entry): Diagnostic[] {
  const level = stringOf(value)
  if (!isLevel(level)) {
    const shown = value.type === 'scalar' ? `'${String(value.value)}'` : 'this'
    return [
      fault(value, `'${name}' is set to ${shown}, which is no severity; write '${levels.join("', '")}'`),
    ]
  }
  const ids = rules.map(({ id }) => id)
  if (ids.includes(name) || isOtherCode(name)) return []
  const nearest = nearestName(name, ids)
  return [
    fault(
      key,
      `No rule is named '${name}', so this has no effect; ${nearest === undefined ? 'see docs/rules.md for their names' : `write '${nearest}'`}`,
    ),
  ]
}

// Findings of the readers and the schemas have codes of their own.
function isOtherCode(name: string): boolean {
  return /^(schema-|ref-|reference-|dependency-|duplicate-key$|not-emulated$|file-too-large$|syntax$)/.test(
    name,
  )
}

function fault(node: Entry['value'], message: string): Diagnostic {
  const { file, range } = originOf(node)
  return { code: 'settings-invalid', severity: 'warning', message, file, range }
}
