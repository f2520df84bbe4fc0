import { stat } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { OwnRule } from '../rules/ownRule.ts'
import type { OwnRulesInput, OwnRulesMessage, OwnRulesProblem, OwnRulesSetup } from './ownRulesMessages.ts'
import { loadDefinition } from '../definitions/load.ts'
import { readOwnRules } from '../rules/readOwnRules.ts'
import { runOwnRule } from '../rules/runOwnRule.ts'
import { diskFiles } from './files.ts'

// A thread of its own for the user's rules: whatever they do, the editor's thread goes on. A new thread is made to load
// changed modules, so that what they import is loaded anew too.

// Only ownRules.ts starts this file, with a setup.
const setup = workerData as OwnRulesSetup
const say = (message: OwnRulesMessage) => parentPort?.postMessage(message)

interface LoadedRule {
  readonly module: string
  readonly rule: OwnRule
}

const loaded = loadAll()

parentPort?.on('message', (input: OwnRulesInput) => {
  void loaded.then(rules => say({ kind: 'found', ...check(input, rules) }))
})

async function loadAll(): Promise<LoadedRule[]> {
  const rules: LoadedRule[] = []
  const problems: OwnRulesProblem[] = []
  const taken = new Set(setup.takenIds)
  for (const module of setup.modules) {
    say({ kind: 'begins', module })
    try {
      const exports = (await import(await addressOf(module))) as object
      const read = readOwnRules(exports, taken)
      for (const rule of read.rules) {
        taken.add(rule.id)
        rules.push({ module, rule })
      }
      problems.push(...read.problems.map(message => ({ module, message })))
    } catch (error) {
      problems.push({
        module,
        message: `It cannot be loaded, so none of its rules runs: ${describe(error)}; mend the module, or take it out of 'ownRules'`,
      })
    }
  }
  say({ kind: 'loaded', rules: rules.map(({ module, rule: { id } }) => ({ module, id })), problems })
  return rules.filter(({ rule }) => !setup.skippedIds.includes(rule.id))
}

/** The URL of a module: a path is relative to the `gatehouse.json`, everything else a package of its `node_modules`. */
async function addressOf(module: string): Promise<string> {
  const folder = path.dirname(setup.settingsFile)
  if (/^\.{1,2}[/\\]/.test(module) || path.isAbsolute(module)) {
    return pathToFileURL(path.resolve(folder, module)).href
  }
  try {
    // The second argument needs '--experimental-import-meta-resolve', with which ownRules.ts starts this thread.
    return import.meta.resolve(module, pathToFileURL(setup.settingsFile).href)
  } catch (error) {
    const beside = await stat(path.resolve(folder, module)).catch(() => undefined)
    if (beside?.isFile()) throw new Error(`a path begins with './', so write './${module}'`, { cause: error })
    throw error
  }
}

function check(input: OwnRulesInput, rules: readonly LoadedRule[]) {
  const found: Diagnostic[] = []
  const problems: OwnRulesProblem[] = []
  say({ kind: 'begins', module: '' })
  const files = textsFirst(input.texts)
  const parts = partsOf(loadDefinition(input.file, files, input.options))
  for (const { module, rule } of rules) {
    say({ kind: 'begins', module, rule: rule.id })
    for (const { definition, documents } of parts) {
      if (!definition) continue
      const run = runOwnRule(rule, { definition, documents, files })
      found.push(...run.found)
      problems.push(...run.problems.map(message => ({ module, message })))
    }
  }
  return { found, problems }
}

function partsOf(result: DefinitionResult): DefinitionResult[] {
  return result.parts ? result.parts.flatMap(partsOf) : [result]
}

function textsFirst(texts: ReadonlyMap<string, string>): Files {
  return {
    ...diskFiles,
    read: file => texts.get(file) ?? diskFiles.read(file),
    kind: file => (texts.has(file) ? 'file' : diskFiles.kind(file)),
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // A syntax error names its line in the first line of the stack only; 'imported from' would name this file.
  const [place = ''] = (error.stack ?? '').split('\n')
  const line = /([^/\\]+:\d+)$/.exec(place)?.[1]
  const message = (error.message.split('\n')[0] ?? '').replace(/ imported from .*/, '')
  return line === undefined ? message : `${message} (${line})`
}
