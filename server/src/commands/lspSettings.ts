import path from 'node:path'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import type { InlayHintKinds } from '../language/inlayHint.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { diskFiles } from '../io/files.ts'
import { readRuleSettings } from '../rules/ruleSettings.ts'
import { environmentOf } from './options.ts'

/** The settings of the editor that the language server follows. */
export interface Settings {
  readonly codeLens: boolean
  readonly inlayHints: InlayHintKinds
  /** Globs of what is not searched for definitions. */
  readonly exclude: readonly string[]
  readonly rules: RuleSettings
  /** Values for what this machine cannot know, as the extension gives them to a gateway that it starts. */
  readonly given: ReadOptions
}

/** Reads the section `gatehouse` as the editor sends it; what makes no sense is passed over. */
export function readSettings(given: unknown, folders: readonly string[]): Settings {
  const value = (given ?? {}) as {
    codeLens?: { enabled?: unknown }
    inlayHints?: Partial<Record<keyof InlayHintKinds, unknown>>
    definitions?: { exclude?: unknown }
    rules?: unknown
    gateway?: { parameters?: unknown; parametersFiles?: unknown }
  }
  const files = texts(value.gateway?.parametersFiles).map(name => inFolders(name, folders))
  return {
    codeLens: value.codeLens?.enabled !== false,
    inlayHints: {
      authorizer: value.inlayHints?.authorizer !== false,
      integration: value.inlayHints?.integration !== false,
      timeout: value.inlayHints?.timeout === true,
      stageVariables: value.inlayHints?.stageVariables !== false,
    },
    exclude: texts(value.definitions?.exclude),
    rules: readRuleSettings(value.rules),
    given: {
      parameters: new Map(
        Object.entries(value.gateway?.parameters ?? {}).map(([name, text]) => [name, String(text)]),
      ),
      environment: environmentOf(process.env),
      ...(files.length > 0 && { parametersFiles: files }),
    },
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

// A relative path counts from the first folder of the workspace that has such a file.
function inFolders(name: string, folders: readonly string[]): string {
  const candidates = folders.map(folder => path.resolve(folder, name))
  return candidates.find(file => diskFiles.kind(file) === 'file') ?? candidates[0] ?? path.resolve(name)
}
