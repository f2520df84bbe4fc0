import type { Files } from '../base/files.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import type { InlayHintKinds } from '../language/inlayHint.ts'
import type { NeighbourId } from '../protocol/neighbours.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { readRuleSettings } from '../rules/ruleSettings.ts'
import type { LspHost } from './lspHost.ts'

/** The settings of the editor that the language server follows. */
export interface Settings {
  readonly codeLens: boolean
  readonly inlayHints: InlayHintKinds
  /** Globs of what is not searched for definitions. */
  readonly exclude: readonly string[]
  readonly rules: RuleSettings
  /** Whose findings and proposals are not given again: `auto`, those that the client says are active; none; or the one named. */
  readonly deferTo: 'auto' | 'none' | NeighbourId
  /** Values for what this machine cannot know, as the extension gives them to a gateway that it starts. */
  readonly given: ReadOptions
}

/** Reads the section `gatehouse` as the editor sends it; what makes no sense is passed over. */
export function readSettings(
  given: unknown,
  folders: readonly string[],
  host: Pick<LspHost, 'files' | 'environment' | 'runsGateways'>,
): Settings {
  const value = (given ?? {}) as {
    codeLens?: { enabled?: unknown }
    inlayHints?: Partial<Record<keyof InlayHintKinds, unknown>>
    definitions?: { exclude?: unknown }
    validation?: { deferTo?: unknown }
    rules?: unknown
    gateway?: { parameters?: unknown; parametersFiles?: unknown }
  }
  const files = texts(value.gateway?.parametersFiles).map(name => inFolders(name, folders, host.files))
  return {
    codeLens: host.runsGateways && value.codeLens?.enabled !== false,
    inlayHints: {
      authorizer: value.inlayHints?.authorizer !== false,
      integration: value.inlayHints?.integration !== false,
      timeout: value.inlayHints?.timeout === true,
      stageVariables: value.inlayHints?.stageVariables !== false,
    },
    exclude: texts(value.definitions?.exclude),
    rules: readRuleSettings(value.rules),
    deferTo: deferToChoices.find(each => each === value.validation?.deferTo) ?? 'auto',
    given: {
      parameters: new Map(
        Object.entries(value.gateway?.parameters ?? {}).map(([name, text]) => [name, String(text)]),
      ),
      environment: host.environment,
      ...(files.length > 0 && { parametersFiles: files }),
    },
  }
}

const deferToChoices: readonly Settings['deferTo'][] = [
  'auto',
  'none',
  'redhat.vscode-yaml',
  'vscode.json-language-features',
  'amazonwebservices.aws-toolkit-vscode',
  'kddejong.vscode-cfn-lint',
]

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}

// A relative path counts from the first folder of the workspace that has such a file.
function inFolders(name: string, folders: readonly string[], files: Files): string {
  const candidates = folders.map(folder => files.resolve(folder, name))
  return candidates.find(file => files.kind(file) === 'file') ?? candidates[0] ?? files.resolve('', name)
}
