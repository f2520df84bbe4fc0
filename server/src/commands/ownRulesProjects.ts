import { realpathSync } from 'node:fs'
import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { DefinitionResult, ReadOptions } from '../definitions/definitionResult.ts'
import type { OwnRules } from '../io/ownRules.ts'
import type { ProjectSettings, RuleSettings } from '../rules/ruleSettings.ts'
import { createOwnRules } from '../io/ownRules.ts'
import { ownFindings } from '../language/ownFindings.ts'
import { rules } from '../rules/registry.ts'

/** The own rules of every project that was met, each `gatehouse.json` with a thread of its own. */
export interface OwnRulesProjects {
  /** Runs the own rules of a project over a definition; what is wrong with the project's `gatehouse.json` comes besides. */
  readonly run: (
    result: DefinitionResult,
    settings: ProjectSettings,
    options: ReadOptions,
    editor?: RuleSettings,
  ) => Promise<{ readonly found: readonly Diagnostic[]; readonly problems: readonly Diagnostic[] }>
  /** Whether any project had rules to run. */
  readonly wereRun: () => boolean
  /** Ends all threads; the next run loads all modules anew. */
  readonly end: () => Promise<void>
}

/** Makes the table of projects. `log` takes what rules print. */
export function createOwnRulesProjects(log: (text: string) => void): OwnRulesProjects {
  const projects = new Map<string, { readonly key: string; readonly own: OwnRules }>()
  const takenIds = rules.map(({ id }) => id)
  let wereRun = false

  const ownRulesOf = (settings: ProjectSettings): OwnRules => {
    const file = settings.file ?? ''
    const key = JSON.stringify(settings.ownRules.map(({ module, origin }) => [module, origin.range]))
    const known = projects.get(file)
    if (known?.key === key) return known.own
    void known?.own.close()
    const own = createOwnRules({ worker: workerFile(), settings, takenIds, log })
    projects.set(file, { key, own })
    return own
  }

  return {
    run: async (result, settings, options, editor) => {
      const { definition, documents, diagnostics } = result
      // In a broken text parts may be missing that are there, and a rule of the user's own cannot know.
      const isBroken = diagnostics.some(({ code, severity }) => code === 'syntax' && severity === 'error')
      if (!definition || isBroken || settings.ownRules.length === 0) return { found: [], problems: [] }
      // The settings name files with values that the definition takes.
      const own = settings.file === undefined ? [] : [[settings.file, settings.text ?? ''] as const]
      const texts = new Map([...own, ...[...documents].map(([file, { text }]) => [file, text] as const)])
      wereRun = true
      const run = await ownRulesOf(settings).run({ file: definition.file, texts, options })
      // What a module that failed would have named is not known.
      const misnamed = run.problems.length > 0 ? [] : settings.misnamed(run.ids)
      return {
        found: ownFindings(run.found, result, settings, editor),
        problems: [...run.problems, ...misnamed],
      }
    },
    wereRun: () => wereRun,
    end: async () => {
      const all = [...projects.values()]
      projects.clear()
      await Promise.all(all.map(({ own }) => own.close()))
    },
  }
}

// The build puts the programs side by side; argv[1] may be the link that npm makes for `bin`.
function workerFile(): string {
  return path.join(path.dirname(realpathSync(process.argv[1] ?? '')), 'ownRulesWorker.mjs')
}
