import path from 'node:path'
import type { Api, Definition, Stage } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import { valueOf } from '../base/origin.ts'
import type { Files } from '../base/files.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import type { CanaryOptions } from '../gateway/canary.ts'
import { canaryApi, canaryHeader } from '../gateway/canary.ts'
import type { OptionValues } from './options.ts'
import { UsageError } from './options.ts'

/** What the caller says of canaries. */
export interface CanaryChoice {
  /** 0 to 100, in place of the stage's. */
  readonly percent?: number
  /** Absolute path of the definition that the canary's deployment was made of. */
  readonly definition?: string
}

/** The options of the command line that say it. */
export const canarySpecs = {
  canary: { type: 'text' },
  'canary-definition': { type: 'text' },
} as const

/** Reads `--canary` and `--canary-definition`. */
export function readCanaryChoice(values: OptionValues<typeof canarySpecs>): CanaryChoice | UsageError {
  const { canary, 'canary-definition': definition } = values
  const percent = canary === undefined ? undefined : percentOf(canary)
  if (percent !== undefined && !(percent >= 0 && percent <= 100)) {
    return new UsageError(`--canary takes always, never or a share from 0 to 100, not '${canary ?? ''}'`)
  }
  return {
    ...(percent !== undefined && { percent }),
    ...(definition !== undefined && { definition: path.resolve(definition) }),
  }
}

function percentOf(text: string): number {
  if (text === 'always') return 100
  return text === 'never' ? 0 : /^\d+(\.\d+)?%?$/.test(text) ? Number.parseFloat(text) : Number.NaN
}

/** What the canary's definition gives. */
export interface ReadCanary {
  readonly options: CanaryOptions
  /** Every file that was read for it, absolute paths. */
  readonly files: readonly string[]
  readonly errors: readonly Diagnostic[]
}

/** Reads the canary's definition for the APIs to serve; a text says why it is none. */
export function readCanary(
  { percent, definition: file }: CanaryChoice,
  apis: readonly Api[],
  files: Files,
  read: ReadOptions,
): ReadCanary | string {
  const share = percent === undefined ? {} : { percent }
  if (file === undefined) return { options: share, files: [], errors: [] }
  const { definition, documents, diagnostics } = loadDefinition(file, files, read)
  const name = path.basename(file)
  if (!definition)
    return diagnostics[0]?.message ?? `'${name}' is no definition: --canary-definition takes one`
  if (!apis.some(api => canaryApi(api, definition))) return noneOf(name, apis, definition)
  return {
    options: { ...share, deployment: definition },
    files: [...documents.keys()],
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
  }
}

/** What is said at start of the canaries that are served. */
export function canaryRemarks(
  { percent, definition }: CanaryChoice,
  apis: readonly { readonly api: Api; readonly stage: Stage }[],
): string[] {
  const stages = apis.filter(
    ({ api, stage }) => api.type === 'rest' && (stage.canary ?? definition) !== undefined,
  )
  if (stages.length === 0)
    return percent === undefined ? [] : ['--canary has no effect: no stage has a canary']
  return stages.map(({ api, stage }) => {
    const share = percent ?? valueOf(stage.canary?.percentTraffic) ?? 0
    const from = definition === undefined ? '' : `, from '${path.basename(definition)}'`
    return `canary of '${api.id}' at stage '${stage.name}': ${share} % of the requests${from}; the header ${canaryHeader}: canary|base chooses`
  })
}

function noneOf(name: string, apis: readonly Api[], { apis: others }: Definition): string {
  const wanted = apis.map(({ id }) => `'${id}'`).join(' or ')
  const had = others.map(({ id }) => `'${id}'`).join(', ')
  return `'${name}' of --canary-definition has no REST API ${wanted}${had === '' ? '' : `: it has ${had}`}`
}
