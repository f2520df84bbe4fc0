import path from 'node:path'
import type { Api, Definition, Stage } from '../api/api.ts'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Files } from '../base/files.ts'
import type { Origin } from '../base/origin.ts'
import type { DefinitionResult, ReadOptions } from '../definitions/definitionResult.ts'
import type { EnvironmentFiles, WithEnvironment } from '../definitions/environmentFiles.ts'
import { withEnvironmentFiles } from '../definitions/environmentFiles.ts'
import { definitionFormats } from '../definitions/formats.ts'
import { loadDefinition } from '../definitions/load.ts'
import { createGateway } from '../gateway/gateway.ts'
import { keyRemarks } from '../gateway/limits/apiKeys.ts'
import { notEmulated } from '../gateway/notEmulated.ts'
import type { CanaryChoice } from './canaryOptions.ts'
import { canaryRemarks, readCanary } from './canaryOptions.ts'
import type { Deployment } from './deploymentOptions.ts'
import { withFunctions, withStageVariables } from './deploymentOptions.ts'
import type { ChosenApi, Front } from './gatewayFront.ts'
import { createFront } from './gatewayFront.ts'

/** What of a definition to serve. */
export interface Choice {
  /** Absolute path. */
  readonly file: string
  /** Logical id of the only API to serve. */
  readonly api?: string | undefined
  readonly stage?: string | undefined
  readonly deployment: Deployment
  readonly canary?: CanaryChoice
  readonly read: ReadOptions
  readonly environmentFiles?: EnvironmentFiles
}

/** What a definition gives to serve. */
export interface Chosen {
  readonly type: 'chosen'
  readonly definition: Definition
  /** Every file that was read for it, absolute paths. */
  readonly files: readonly string[]
  readonly errors: readonly Diagnostic[]
  /** The files of functions' variables and what is wrong with them. */
  readonly environment: Omit<WithEnvironment, 'definition'>
  readonly apis: readonly ChosenApi[]
  readonly front: Front
  readonly notEmulated: readonly {
    readonly apiId: string
    readonly message: string
    readonly origin: Origin
  }[]
  /** What else the user should know, one sentence each. */
  readonly remarks: readonly string[]
}

/** Why nothing can be served; the place is where to mend it. */
export interface Nothing {
  readonly type: 'nothing'
  readonly message: string
  readonly files: readonly string[]
  readonly at?: Diagnostic
}

/** Reads a definition and picks its APIs and their stages. */
export function chooseApis(choice: Choice, files: Files): Chosen | Nothing {
  const result = loadChoice(choice, files)
  const own = result.definition
  const added = own && withFunctions(own, choice.deployment, files, choice.read)
  const more = typeof added === 'object' ? added : { files: [], errors: [] }
  const read = [...result.documents.keys(), ...more.files]
  const errors = [...result.diagnostics.filter(({ severity }) => severity === 'error'), ...more.errors]
  const nothing = (message: string, at?: Diagnostic): Nothing => ({
    type: 'nothing',
    message,
    files: read,
    ...(at && { at }),
  })
  if (typeof added === 'string') return nothing(added)
  if (!added) {
    const [first] = result.diagnostics
    if (first) return nothing(first.message, first)
    const name = path.basename(choice.file)
    return nothing(`'${name}' is no API definition: name ${definitionFormats}`)
  }
  const environment = withEnvironmentFiles(added.definition, choice.environmentFiles ?? { dotenv: [] }, files)
  const { definition } = environment
  const wanted = definition.apis.filter(api => choice.api === undefined || api.id === choice.api)
  // Function URLs are served without any API, too.
  const { functionUrls } = definition.surroundings
  const hasUrls = functionUrls.some(({ id }) => choice.api === undefined || id === choice.api)
  if (wanted.length === 0 && !hasUrls) return nothing(noApi(definition, choice, errors), errors[0])
  const left = wanted.flatMap(api => notesOf(definition, api, choice))
  const stages = chooseStages(definition, wanted, choice.stage)
  if (typeof stages === 'string') return nothing(stages)
  const canary = readCanary(choice.canary ?? {}, wanted, files, choice.read)
  if (typeof canary === 'string') return nothing(canary)
  const apis = stages.map(staged => {
    const { api } = staged
    const stage = withStageVariables(staged.stage, choice.deployment, api)
    return { definition, api, stage, gateway: createGateway(definition, api, stage, canary.options) }
  })
  return {
    type: 'chosen',
    definition,
    files: [...read, ...canary.files, ...environment.files],
    errors: [...errors, ...canary.errors],
    environment,
    apis,
    front: createFront(definition, apis, choice.deployment, canary.options),
    notEmulated: left,
    remarks: [
      ...stages.flatMap(({ remark }) => remark ?? []),
      ...canaryRemarks(choice.canary ?? {}, apis),
      ...apis.flatMap(({ api, stage }) => (api.type === 'http' ? [] : keyRemarks(definition, api, stage))),
    ],
  }
}

// What of a canary is left open is not, where its definition is given.
function notesOf(definition: Definition, api: Api, { canary }: Choice) {
  const given = canary?.definition === undefined ? [] : api.stages.map(stage => stage.canary?.origin)
  return notEmulated(definition, api)
    .filter(({ origin }) => !given.includes(origin))
    .map(note => ({ ...note, apiId: api.id }))
}

// `--stage` chooses a stage that a service of the Serverless Framework states itself, else it deploys the service to it.
function loadChoice({ file, read }: Choice, files: Files): DefinitionResult {
  const { stage: wanted, ...others } = read
  const plain = loadDefinition(file, files, others)
  if (plain.definition?.kind !== 'serverless' || wanted === undefined) return plain
  const isStated = plain.definition.apis.some(({ stages }) => stages.some(({ name }) => name === wanted))
  return isStated ? plain : loadDefinition(file, files, read)
}

/** The definitions that are read beside the one that is served, absolute paths. */
export function otherDefinitions({ deployment, canary }: Choice): string[] {
  return [deployment.functions, canary?.definition].filter(each => each !== undefined)
}

/** Whether every file could be parsed: a file that is half written must not replace what is served. */
export function firstSyntaxError(choice: Choice, files: Files): Diagnostic | undefined {
  for (const file of [choice.file, ...otherDefinitions(choice)]) {
    const result = loadDefinition(file, files, choice.read)
    for (const document of result.documents.values()) {
      const found = document.diagnostics.find(({ severity }) => severity === 'error')
      if (found) return found
    }
    if (!result.definition) return result.diagnostics[0]
  }
  return undefined
}

/** `template.yaml:12: message`, the path from the working folder. */
export function placed(place: { file: string; line: number }, message: string): string {
  return `${path.relative(process.cwd(), place.file) || place.file}:${place.line + 1}: ${message}`
}

/** Why a definition has no API to take; one with errors may hold some that nobody can read. */
export function noApi(
  definition: Definition,
  choice: Pick<Choice, 'file' | 'api'>,
  errors: readonly Diagnostic[] = [],
): string {
  const name = path.basename(choice.file)
  const known = definition.apis.map(({ id }) => `'${id}'`).join(', ')
  if (choice.api !== undefined && known !== '') return `no API '${choice.api}' in '${name}': it has ${known}`
  const [first] = errors
  if (first) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors, the first`
    return `no API can be read from '${name}', which has ${count}: ${first.message}`
  }
  if (definition.kind === 'serverless') {
    return `'${name}' defines no API: give a function an 'http', 'httpApi' or 'websocket' event`
  }
  if (definition.kind === 'terraform') {
    return `'${name}' defines no API: add an aws_api_gateway_rest_api or an aws_apigatewayv2_api`
  }
  return `'${name}' defines no API: add an AWS::Serverless::Api, AWS::ApiGateway::RestApi or an OpenAPI document`
}

interface StagedApi {
  readonly api: Api
  readonly stage: Stage
  readonly remark?: string
}

function chooseStages(
  definition: Definition,
  apis: readonly Api[],
  wanted: string | undefined,
): StagedApi[] | string {
  const staged = apis.map(api => ({ api, stage: stageOf(definition, api, wanted) }))
  if (wanted !== undefined && apis.length > 0 && staged.every(({ stage }) => stage === undefined)) {
    const known = apis.map(api => `'${api.id}' has ${api.stages.map(({ name }) => `'${name}'`).join(', ')}`)
    return `no stage '${wanted}': ${known.join('; ')}`
  }
  return staged.flatMap(({ api, stage }) => {
    const [first] = api.stages
    if (stage) return [{ api, stage }]
    if (!first) return []
    return [{ api, stage: first, remark: `'${api.id}' has no stage '${wanted}', serving '${first.name}'` }]
  })
}

function stageOf(definition: Definition, api: Api, wanted: string | undefined): Stage | undefined {
  const [first] = api.stages
  if (wanted === undefined || !first) return first
  const named = api.stages.find(({ name }) => name === wanted)
  if (named) return named
  // The definition states no stage: it may be deployed to one of any name.
  if (definition.kind === 'serverless' && api.type === 'http') return first
  const isInvented = definition.kind === 'openapi' || first.origin.pointer === api.origin.pointer
  return isInvented ? { ...first, name: wanted } : undefined
}
