import type { Diagnostic } from '../base/diagnostic.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { Workspace } from '../language/workspace.ts'
import type { ProjectSettings } from '../rules/ruleSettings.ts'
import { movedFindings } from '../language/ownFindings.ts'
import type { Settings } from './lspSettings.ts'
import { settingsFileName } from '../base/settingsFile.ts'
import { projectSettings, settingsOf } from '../rules/ruleSettings.ts'
import type { OwnRulesProjects } from './ownRulesProjects.ts'

/** What the own rules of the projects found, as far as it is known now. */
export interface OwnRulesFindings {
  /** Findings in one file of a definition; plans a run when the definition is another than at the last one. */
  readonly inDefinition: (result: DefinitionResult, file: string) => readonly Diagnostic[]
  /** What is wrong with a `gatehouse.json`, with its own rules among it. */
  readonly inSettings: (file: string) => readonly Diagnostic[]
}

export interface LspOwnRules extends OwnRulesFindings {
  /** The user trusts the workspace: own rules may run from now on. */
  readonly trust: () => void
  /** Files changed, modules of rules perhaps; no files: the editor's settings did. */
  readonly filesChanged: (files: readonly string[]) => void
}

/** Whom to tell of news. */
export interface OwnRulesListener {
  /** The rules have run: what is published is no longer all there is to say. */
  readonly found: () => void
  /** The findings in a `gatehouse.json` are others than before. */
  readonly settings: (file: string) => void
  readonly log: (text: string) => void
}

interface Known {
  /** What the findings are about. */
  result: DefinitionResult | undefined
  /** The rules, their settings or the trust changed since. */
  isStale: boolean
  texts: ReadonlyMap<string, string>
  found: readonly Diagnostic[]
  isRunning: boolean
}

/** Milliseconds without an edit before the rules run; they are beside the keystroke's way, but not for nothing. */
const pause = 200

/** Runs the own rules of the projects whose definitions are asked for, in threads beside the server's. */
export function createLspOwnRules(
  workspace: Workspace,
  editor: () => Pick<Settings, 'rules' | 'given'>,
  createProjects: ((log: (text: string) => void) => OwnRulesProjects) | undefined,
  listener: OwnRulesListener,
): LspOwnRules {
  const projects = createProjects?.(listener.log)
  const known = new Map<string, Known>()
  const problems = createProblems(listener.settings)
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let isTrusted = false

  const run = async (root: string): Promise<void> => {
    const entry = known.get(root)
    if (!entry || entry.isRunning) return
    const result = workspace.result(root)
    const settings = projectSettings(root, workspace.files)
    entry.isRunning = true
    entry.isStale = false
    entry.result = result
    try {
      const own =
        projects && isTrusted
          ? await projects.run(result, settings, editor().given, editor().rules)
          : { found: [], problems: notRun(settings, projects ? untrusted : unable) }
      const isNews = own.found.length + entry.found.length > 0
      entry.texts = new Map([...result.documents].map(([file, { text }]) => [file, text]))
      entry.found = own.found
      problems.set(settings.file, root, own.problems)
      if (isNews) listener.found()
    } catch (error) {
      listener.log(`own rules: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    } finally {
      entry.isRunning = false
      // The text or the rules went on meanwhile.
      if (entry.isStale || result !== workspace.result(root)) plan(root)
    }
  }

  const plan = (root: string): void => {
    clearTimeout(timers.get(root))
    timers.set(
      root,
      setTimeout(() => void run(root), pause),
    )
  }

  const again = (): void => {
    for (const [root, entry] of known) {
      entry.isStale = true
      plan(root)
    }
  }

  return {
    inDefinition: (result, file) => {
      const root = result.definition?.file
      if (root === undefined) return []
      const entry = known.get(root) ?? nothingKnown()
      known.set(root, entry)
      if (entry.result !== result) plan(root)
      const [before, now] = [entry.texts.get(file), result.documents.get(file)?.text]
      if (before === undefined || now === undefined) return []
      const stale = entry.found.filter(each => each.file === file)
      return movedFindings(stale, before, now)
    },
    inSettings: file => {
      return distinct([...settingsOf(file, workspace.files).diagnostics, ...problems.of(file)])
    },
    trust: () => {
      isTrusted = true
      again()
    },
    filesChanged: files => {
      const areModules = files.some(file => /\.[cm]?[jt]s$|(^|[/\\])package\.json$/.test(file))
      if (areModules) void projects?.end()
      if (areModules || files.length === 0 || files.some(isSettingsFile)) again()
    },
  }
}

function nothingKnown(): Known {
  return { result: undefined, isStale: false, texts: new Map(), found: [], isRunning: false }
}

interface Problems {
  /** What a run over a definition says about the `gatehouse.json` of its project. */
  readonly set: (settings: string | undefined, root: string, found: readonly Diagnostic[]) => void
  readonly of: (settings: string) => readonly Diagnostic[]
}

function createProblems(onChange: (settings: string) => void): Problems {
  const known = new Map<string, Map<string, readonly Diagnostic[]>>()
  return {
    set: (settings, root, found) => {
      if (settings === undefined) return
      const ofProject = known.get(settings) ?? new Map<string, readonly Diagnostic[]>()
      const before = JSON.stringify(ofProject.get(root) ?? [])
      known.set(settings, ofProject.set(root, found))
      if (JSON.stringify(found) !== before) onChange(settings)
    },
    of: settings => [...(known.get(settings)?.values() ?? [])].flat(),
  }
}

/** Whether a file, or a URI, names a `gatehouse.json`. */
export function isSettingsFile(file: string): boolean {
  return file.split(/[\\/]/).at(-1) === settingsFileName
}

const untrusted: Pick<Diagnostic, 'code' | 'message'> = {
  code: 'own-rules-untrusted',
  message:
    "The modules of 'ownRules' are not loaded, because they are programs and this workspace is not trusted; trust it to run them",
}

const unable: Pick<Diagnostic, 'code' | 'message'> = {
  code: 'own-rules-not-run',
  message:
    "The modules of 'ownRules' are not loaded, because a browser cannot run them; 'gatehouse check' and VS Code on a desktop do",
}

function notRun({ ownRules }: ProjectSettings, why: Pick<Diagnostic, 'code' | 'message'>): Diagnostic[] {
  const [first] = ownRules
  if (!first) return []
  const { file, range } = first.origin
  return [{ ...why, severity: 'info', file, range }]
}

function distinct(found: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(found.map(each => [JSON.stringify([each.message, each.range]), each])).values()]
}
