import type { Api, Definition, RestApi, Stage } from '../api/api.ts'
import type { CanarySettings } from '../api/stage.ts'
import { lastField } from '../base/headers.ts'
import { valueOf } from '../base/origin.ts'
import { withoutField } from './fieldMaps.ts'
import { NotEmulatedError } from './gatewayError.ts'
import type { HttpRequest } from './messages.ts'
import type { ServedApi } from './servedApi.ts'
import { serveApi } from './servedApi.ts'
import { stableId } from './stableId.ts'

/** What is said from outside of the canary of a stage. */
export interface CanaryOptions {
  /** The canary's share of the requests in place of the stage's, 0 to 100. */
  readonly percent?: number
  /** The definition that the canary's deployment was made of. */
  readonly deployment?: Definition
}

/** A stage of a REST API with its canary, which takes a share of the requests. */
export interface CanaryRelease {
  readonly stage: ServedApi<RestApi>
  readonly canary: ServedApi<RestApi>
  /** 0 to 1. */
  readonly share: number
}

/** Who answered: the deployment of the stage, or that of its canary. */
export type Release = 'base' | 'canary'

/** By this header a test says who is to answer; it goes no further than the gateway. */
export const canaryHeader = 'x-gatehouse-canary'

/**
 * The canary of a stage: its variables go before those of the stage. It answers from its own deployment where one is given,
 * else from the definition as the stage does. A stage without canary settings gets one where a deployment is given.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
export function canaryRelease(
  served: ServedApi<RestApi>,
  { percent, deployment }: CanaryOptions = {},
): CanaryRelease | undefined {
  const { stage } = served
  const settings = stage.canary
  const isGiven = deployment !== undefined && canaryApi(served.api, deployment) !== undefined
  if (!settings && !isGiven) return undefined
  const stageVariables = new Map(served.stageVariables)
  for (const [name, fact] of settings?.stageVariableOverrides ?? []) {
    const value = valueOf(fact)
    if (value !== undefined) stageVariables.set(name, value)
  }
  const deploymentId = stableId(`${served.api.id}/${stage.name}/canary`, 6)
  return {
    stage: { ...served, isCanary: false },
    canary: { ...deployed(served, deployment), stageVariables, deploymentId, isCanary: true },
    share: (percent ?? percentOf(settings)) / 100,
  }
}

/** The API of a canary's definition that stands for one of the base definition: the one of its id, else the only one. */
export function canaryApi(api: Api, { apis }: Definition): RestApi | undefined {
  const candidates = apis.filter(each => each.type === 'rest')
  const own = candidates.find(({ id }) => id === api.id)
  return api.type !== 'rest' ? undefined : (own ?? (candidates.length === 1 ? candidates[0] : undefined))
}

/** What a request says by the canary header; the request without it. */
export function withoutCanaryHeader(request: HttpRequest): {
  request: HttpRequest
  wanted: string | undefined
} {
  const wanted = lastField(request.headers, canaryHeader)
  if (wanted === undefined) return { request, wanted }
  return { request: { ...request, headers: withoutField(request.headers, canaryHeader) }, wanted }
}

/**
 * Who answers a request: what it wants itself, else chance decides, which the first digits of a request's id (a UUID) are.
 * The error says that a request wants what there is not.
 */
export function chooseRelease(
  release: CanaryRelease | undefined,
  requestId: string,
  wanted: string | undefined,
  stage: Stage,
): Release | NotEmulatedError | undefined {
  if (wanted !== undefined) return wantedRelease(release, wanted, stage)
  if (!release) return undefined
  return Number.parseInt(requestId.slice(0, 8), 16) / 2 ** 32 < release.share ? 'canary' : 'base'
}

function wantedRelease(
  release: CanaryRelease | undefined,
  wanted: string,
  stage: Stage,
): Release | NotEmulatedError | undefined {
  if (wanted !== 'canary' && wanted !== 'base') {
    return new NotEmulatedError(
      'canary',
      `\`${canaryHeader}\` takes \`canary\` or \`base\`, not \`${wanted}\``,
    )
  }
  if (release) return wanted
  if (wanted === 'base') return undefined
  return new NotEmulatedError('canary', `the stage \`${stage.name}\` has no canary to answer`)
}

function percentOf(settings: CanarySettings | undefined): number {
  return valueOf(settings?.percentTraffic) ?? 0
}

// The name, the stage and what callers were told by authorizers stay: a deployment is what the API's methods do. The
// functions are the account's, whichever deployment calls them.
function deployed(base: ServedApi<RestApi>, deployment: Definition | undefined): ServedApi<RestApi> {
  const api = deployment && canaryApi(base.api, deployment)
  if (!deployment || !api) return base
  const known = new Set(base.definition.functions.map(({ id }) => id))
  const functions = [...base.definition.functions, ...deployment.functions.filter(({ id }) => !known.has(id))]
  const definition = { ...deployment, functions, surroundings: base.definition.surroundings }
  const { accountId, region, apiId, authorizerResults } = base
  return {
    ...serveApi(definition, { ...api, id: base.api.id, name: base.api.name }, base.stage),
    ...{ accountId, region, apiId, authorizerResults },
  }
}
