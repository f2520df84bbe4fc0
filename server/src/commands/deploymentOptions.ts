import path from 'node:path'
import type { Api, Definition, Stage } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { ReadOptions } from '../definitions/definitionResult.ts'
import { loadDefinition } from '../definitions/load.ts'
import { namedValues, UsageError } from './options.ts'

/** What the caller says of a deployment that the definition leaves open, as an OpenAPI document does. */
export interface Deployment {
  /** Absolute path of another definition, whose functions answer too. */
  readonly functions?: string
  /** Set on the stage that is served, over those of the definition. */
  readonly stageVariables: ReadonlyMap<string, string>
}

/** The options of the command line that say it. */
export const deploymentSpecs = {
  functions: { type: 'text' },
  'stage-variable': { type: 'texts' },
} as const

/** Reads `--functions` and `--stage-variable`. */
export function readDeployment(values: {
  readonly functions: string | undefined
  readonly 'stage-variable': readonly string[]
}): Deployment | UsageError {
  const stageVariables = namedValues('stage-variable', values['stage-variable'])
  if (stageVariables instanceof UsageError) return stageVariables
  return {
    stageVariables,
    ...(values.functions !== undefined && { functions: path.resolve(values.functions) }),
  }
}

/** A definition with the functions of another; the definition's own come first. */
export interface WithFunctions {
  readonly definition: Definition
  /** Every file that was read for it, absolute paths. */
  readonly files: readonly string[]
  readonly errors: readonly Diagnostic[]
}

/** Adds the functions that `--functions` names; a text says why there are none. */
export function withFunctions(
  definition: Definition,
  { functions }: Deployment,
  files: Files,
  read: ReadOptions,
): WithFunctions | string {
  if (functions === undefined) return { definition, files: [], errors: [] }
  const { definition: other, documents, diagnostics } = loadDefinition(functions, files, read)
  const name = path.basename(functions)
  if (!other)
    return diagnostics[0]?.message ?? `'${name}' is no definition: --functions takes one with functions`
  if (other.functions.length === 0)
    return `'${name}' defines no function: --functions takes a definition that has some`
  return {
    definition: { ...definition, functions: [...definition.functions, ...other.functions] },
    files: [...documents.keys()],
    errors: diagnostics.filter(({ severity }) => severity === 'error'),
  }
}

/** A stage with the variables that `--stage-variable` sets. */
export function withStageVariables(
  stage: Stage,
  { stageVariables }: Pick<Deployment, 'stageVariables'>,
  api: Api,
): Stage {
  const set = [...stageVariables].map(
    ([name, value]) => [name, { known: true, value, origin: api.origin }] as const,
  )
  return set.length === 0 ? stage : { ...stage, variables: new Map([...stage.variables, ...set]) }
}
