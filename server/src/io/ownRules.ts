import { Worker } from 'node:worker_threads'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { OwnRulesEntry, ProjectSettings } from '../rules/ruleSettings.ts'
import type {
  OwnRuleName,
  OwnRulesInput,
  OwnRulesMessage,
  OwnRulesProblem,
  OwnRulesSetup,
} from './ownRulesMessages.ts'

/** What the own rules of a project found in a definition. */
export interface OwnRulesRun {
  /** As the rules give it: settings and comments are not applied yet. */
  readonly found: readonly Diagnostic[]
  /** What is wrong with the modules and rules themselves, at their places in `gatehouse.json`. */
  readonly problems: readonly Diagnostic[]
  /** The ids of the rules that were loaded. */
  readonly ids: readonly string[]
}

/** The own rules of one `gatehouse.json`, in a thread of their own. */
export interface OwnRules {
  /** Runs them over a definition. Never fails and always ends; one run after the other. */
  readonly run: (input: OwnRulesInput) => Promise<OwnRulesRun>
  /** Ends the thread; a run under way, and every later one, finds nothing. */
  readonly close: () => Promise<void>
}

export interface OwnRulesOptions {
  /** Absolute path of `ownRulesWorker.mjs`, built. */
  readonly worker: string
  readonly settings: ProjectSettings
  /** Ids that own rules may not have: those of Gatehouse's rules. */
  readonly takenIds: readonly string[]
  /** Where `console.log` of a rule goes. */
  readonly log: (text: string) => void
  /** Milliseconds that loading a module may take; default 10,000. */
  readonly loadLimit?: number
  /** Milliseconds that a rule may take for a definition; default 5000. */
  readonly runLimit?: number
}

/** Starts nothing yet: the modules are loaded when the rules run for the first time. */
export function createOwnRules(options: OwnRulesOptions): OwnRules {
  const { ownRules: entries, file: settingsFile = '' } = options.settings
  // What hung or brought the thread down stays out until the rules are made anew.
  const out = {
    modules: new Set<string>(),
    ids: new Set<string>(),
    problems: new Map<string, OwnRulesProblem>(),
  }
  let thread: RuleThread | undefined
  let last: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const attempt = async (input: OwnRulesInput): Promise<OwnRulesRun> => {
    for (;;) {
      if (isClosed) return { found: [], ids: [], problems: [] }
      if (thread?.hasEnded()) thread = undefined
      thread ??= startThread(options, {
        settingsFile,
        modules: entries.map(({ module }) => module).filter(module => !out.modules.has(module)),
        takenIds: options.takenIds,
        skippedIds: [...out.ids],
      })
      const answer = await thread.check(input)
      if (!('culprit' in answer)) {
        const problems = [...out.problems.values(), ...answer.problems]
        const ids = answer.rules.map(({ id }) => id)
        return { found: answer.found, ids, problems: problems.map(each => problemDiagnostic(each, entries)) }
      }
      thread = undefined
      const { module, rule } = answer.culprit
      const isKnown = rule === undefined ? out.modules.has(module) : out.ids.has(rule)
      if (module === '' || isKnown) {
        const problem = { module, message: `The own rules did not run: the thread ${answer.reason}` }
        return { found: [], ids: [], problems: [problemDiagnostic(problem, entries)] }
      }
      if (rule === undefined) out.modules.add(module)
      else out.ids.add(rule)
      const who = rule === undefined ? 'It ' : `Rule '${rule}' `
      out.problems.set(`${module}:${rule ?? ''}`, { module, message: `${who}${answer.reason}` })
    }
  }

  return {
    run: input => {
      const run = last.then(() => attempt(input))
      last = run.catch(() => undefined)
      return run
    },
    close: async () => {
      isClosed = true
      await thread?.end()
      thread = undefined
    },
  }
}

interface Culprit {
  readonly module: string
  readonly rule?: string
}

type Answer =
  | {
      readonly found: readonly Diagnostic[]
      readonly rules: readonly OwnRuleName[]
      readonly problems: readonly OwnRulesProblem[]
    }
  | { readonly culprit: Culprit; readonly reason: string }

interface RuleThread {
  readonly hasEnded: () => boolean
  readonly check: (input: OwnRulesInput) => Promise<Answer>
  readonly end: () => Promise<void>
}

function startThread(options: OwnRulesOptions, setup: OwnRulesSetup): RuleThread {
  const { loadLimit = 10_000, runLimit = 5000, log } = options
  const worker = new Worker(options.worker, {
    workerData: setup,
    execArgv: ['--experimental-import-meta-resolve', '--no-warnings'],
    // What a rule prints must not get into the protocol or the report.
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  worker.stdout.setEncoding('utf8').on('data', log)
  worker.stderr.setEncoding('utf8').on('data', log)
  // Set by the first word of the thread, which comes before anything of the user's runs.
  let current: Culprit = { module: '' }
  let loaded: Extract<OwnRulesMessage, { kind: 'loaded' }> | undefined
  let settle: ((answer: Answer) => void) | undefined
  let timer: NodeJS.Timeout | undefined
  let hasEnded = false

  const finish = (answer: Answer) => {
    clearTimeout(timer)
    settle?.(answer)
    settle = undefined
  }
  const watch = () => {
    clearTimeout(timer)
    const limit = current.rule === undefined ? loadLimit : runLimit
    timer = setTimeout(() => {
      const doing = current.rule === undefined ? 'is not loaded' : 'has no answer'
      finish({
        culprit: current,
        reason: `${doing} after ${limit / 1000} s, so it is left out; look for a loop without an end`,
      })
      void worker.terminate()
    }, limit)
  }
  const failed = (why: string) =>
    finish({
      culprit: current,
      reason: `ended the thread of the own rules (${why}), so it is left out; mend it`,
    })

  worker.on('message', (message: OwnRulesMessage) => {
    if (message.kind === 'begins') {
      current = message
      if (settle) watch()
    } else if (message.kind === 'loaded') loaded = message
    else {
      const { rules = [], problems = [] } = loaded ?? {}
      finish({ found: message.found, rules, problems: [...problems, ...message.problems] })
    }
  })
  worker.on('error', error => failed(error instanceof Error ? error.message : String(error)))
  worker.on('exit', code => {
    hasEnded = true
    failed(`exit code ${code}`)
  })
  return {
    hasEnded: () => hasEnded,
    check: input =>
      new Promise<Answer>(resolve => {
        settle = resolve
        watch()
        worker.postMessage(input)
      }),
    end: async () => void (await worker.terminate()),
  }
}

function problemDiagnostic(
  { module, message }: OwnRulesProblem,
  entries: readonly OwnRulesEntry[],
): Diagnostic {
  const entry = entries.find(each => each.module === module) ?? entries[0]
  const { file, range } = entry?.origin ?? { file: '', range: nowhere }
  return {
    code: 'own-rules-failed',
    severity: 'error',
    message: module === '' ? message : `Own rules '${module}': ${message}`,
    file,
    range,
  }
}

const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
