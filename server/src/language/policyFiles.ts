import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { PolicySource } from '../policy/policyTree.ts'
import type { CheckOptions } from '../rules/check.ts'
import type { RuleSettings } from '../rules/ruleSettings.ts'
import { contained } from '../base/failure.ts'
import { lintPolicy } from '../policy/lint/lintPolicy.ts'
import { recognizedDocumentType } from '../policy/lint/guessType.ts'
import { readPolicyJson } from '../policy/readJson.ts'
import { projectSettings, withSettings } from '../rules/ruleSettings.ts'

/** Characters; AWS's largest policy has 20480. */
const largestPolicy = 500_000

/** A file that is a policy, or what a Lambda authorizer returns, by itself. */
export interface PolicyFile {
  readonly source: PolicySource
  /** As `gatehouse policy lint --type` takes it. */
  readonly type: string
}

/** Reads a JSON file, or an untitled text in JSON, as a policy; undefined when it does not look like one. */
export function readPolicyFile(file: string, text: string): PolicyFile | undefined {
  const isJson = /\.json$/i.test(file) || (file.startsWith('untitled:') && /^\s*\{/.test(text))
  if (!isJson || text.length > largestPolicy || !mayBePolicy(text)) return undefined
  const source = readPolicyJson(file, text)
  const type = recognizedDocumentType(source.root)
  return type === undefined ? undefined : { source, type }
}

/** What the linter says of a policy file, with the severities of `gatehouse.json` (which go before the editor's). */
export function diagnosePolicyFile(
  { source, type }: PolicyFile,
  files: Files,
  { actionData, onFailure }: Pick<CheckOptions, 'actionData' | 'onFailure'>,
  editor: RuleSettings = new Map(),
): Diagnostic[] {
  const project = projectSettings(source.file, files)
  const settings: RuleSettings = new Map([...editor, ...project.rules])
  const lint = () => lintPolicy(source, type, actionData?.())
  return withSettings(contained('policy lint', source.file, lint, onFailure), settings)
}

// One look at the text spares parsing the other JSON files of a workspace.
function mayBePolicy(text: string): boolean {
  return /"[^"]{0,3}[SsTt][^"]{0,4}(?:ment|mnet|emnt)[^"]?s?"|policy[ _-]?document|isAuthorized/i.test(text)
}
