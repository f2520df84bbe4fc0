import type { Diagnostic, Severity } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Origin } from '../base/origin.ts'
import type { Entry, Node } from '../syntax/node.ts'
import { nearestName } from '../base/nearestName.ts'
import { settingsFileOf } from '../base/settingsFile.ts'
import { entriesOf, entryOf, itemsOf, originOf, stringOf } from '../syntax/node.ts'
import { parseText } from '../syntax/parse.ts'
import { catalogue } from '../policy/lint/catalogue.ts'
import { rules } from './registry.ts'

/** What a user asks of a rule: another severity, or silence. By the finding's code. */
export type RuleSettings = ReadonlyMap<string, Severity | 'off'>

/** The settings that apply to a definition, and what is wrong with the file they stand in. */
export interface ProjectSettings {
  /** Absolute path of the `gatehouse.json`; undefined when there is none. */
  readonly file?: string
  /** What stands in it. */
  readonly text?: string
  readonly rules: RuleSettings
  /** Modules with rules of the user's own, in their order. */
  readonly ownRules: readonly OwnRulesEntry[]
  readonly diagnostics: readonly Diagnostic[]
  /** What is wrong with the names of rules, once the ids of the own rules are known. */
  readonly misnamed: (ownIds: readonly string[]) => readonly Diagnostic[]
}

/** A module that `ownRules` names: a path relative to the `gatehouse.json`, or an npm package. */
export interface OwnRulesEntry {
  readonly module: string
  readonly origin: Origin
}

/** Reads `{"authorizer-unused": "off"}`, as the editor sends it; what makes no sense is passed over. */
export function readRuleSettings(given: unknown): RuleSettings {
  if (typeof given !== 'object' || given === null) return new Map()
  const pairs = Object.entries(given)
  return new Map(pairs.flatMap(([id, level]) => (isLevel(level) ? [[id, level] as const] : [])))
}

/** The `rules` and `ownRules` of the nearest `gatehouse.json` in the folder of a definition or above it. */
export function projectSettings(definition: string, files: Files): ProjectSettings {
  const file = settingsFileOf(definition, files)
  return file === undefined ? noSettings : settingsOf(file, files)
}

/** What a `gatehouse.json` says. */
export function settingsOf(file: string, files: Files): ProjectSettings {
  const text = files.read(file)
  if (text === undefined) return noSettings
  const { root, diagnostics } = parseText(file, text)
  const entries = entriesOf(entryOf(root, 'rules')?.value)
  const stated = entries.flatMap(({ name, value }) => {
    const level = stringOf(value)
    return isLevel(level) ? [[name, level] as const] : []
  })
  const modules = entryOf(root, 'ownRules')?.value
  const ownRules = itemsOf(modules).flatMap(item => {
    const module = stringOf(item)
    return module === undefined || module === '' ? [] : [{ module, origin: originOf(item) }]
  })
  const misnamed = (ownIds: readonly string[]) => entries.flatMap(entry => nameFault(entry, ownIds))
  return {
    file,
    text,
    rules: new Map(stated),
    ownRules,
    diagnostics: [
      ...diagnostics,
      ...entries.flatMap(levelFault),
      ...moduleFaults(modules),
      // A name that is none of ours may be one of theirs, which are known when they are loaded.
      ...(ownRules.length > 0 ? [] : misnamed([])),
    ],
    misnamed,
  }
}

const noSettings: ProjectSettings = { rules: new Map(), ownRules: [], diagnostics: [], misnamed: () => [] }

/** The findings as the settings want them. Text that cannot be parsed is always an error. */
export function withSettings(found: readonly Diagnostic[], settings: RuleSettings): Diagnostic[] {
  if (settings.size === 0) return [...found]
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

function levelFault({ name, value }: Entry): Diagnostic[] {
  if (isLevel(stringOf(value))) return []
  const shown = value.type === 'scalar' ? `'${String(value.value)}'` : 'this'
  return [fault(value, `'${name}' is set to ${shown}, which is no severity; write '${levels.join("', '")}'`)]
}

function nameFault({ key, name, value }: Entry, ownIds: readonly string[]): Diagnostic[] {
  const ids = [...rules.map(({ id }) => id), ...ownIds]
  if (!isLevel(stringOf(value)) || ids.includes(name) || isOtherCode(name)) return []
  const nearest = nearestName(name, ids)
  return [
    fault(
      key,
      `No rule is named '${name}', so this has no effect; ${nearest === undefined ? 'see docs/rules.md for their names' : `write '${nearest}'`}`,
    ),
  ]
}

function moduleFaults(modules: Node | undefined): Diagnostic[] {
  if (!modules) return []
  const what = "'./rules.mjs' or the name of an npm package"
  if (modules.type !== 'sequence') {
    return [fault(modules, `'ownRules' is no list, so no rule of your own runs; write a list of ${what}`)]
  }
  return modules.items
    .filter(item => (stringOf(item) ?? '') === '')
    .map(item => fault(item, `A module of 'ownRules' is no text, so it is left out; write ${what}`))
}

/** Whether a word is a code of the readers, the schemas or the policy linter, which have codes of their own. */
export function isOtherCode(name: string): boolean {
  return (
    /^(schema|ref|reference|dependency|own-rules|parameters-file)-./.test(name) ||
    otherCodes.has(name) ||
    catalogue.has(name)
  )
}

const otherCodes: ReadonlySet<string> = new Set([
  'api-elsewhere',
  'authorizer-function-undefined',
  'check-failed',
  'definition-unread',
  'duplicate-key',
  'event-incomplete',
  'event-method-unknown',
  'event-unserved',
  'extension-undefined',
  'file-too-large',
  'file-unreadable',
  'for-each-unread',
  'terraform-override-unmatched',
  'import-leaves-out',
  'not-a-definition',
  'not-checked',
  'not-emulated',
  'sam-config-unreadable',
  'sam-refused',
  'settings-invalid',
  'stack-unread',
  'syntax',
  'template-rule-unmet',
  'variable-file-missing',
])

function fault(node: Entry['value'], message: string): Diagnostic {
  const { file, range } = originOf(node)
  return { code: 'settings-invalid', severity: 'warning', message, file, range }
}
