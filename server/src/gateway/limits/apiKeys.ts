import type { Api, Definition, RestApi, Stage, WebSocketApi } from '../../api/api.ts'
import type { ApiKey, UsagePlan, UsagePlanStage } from '../../api/usagePlan.ts'
import { valueOf } from '../../base/origin.ts'
import { stableId } from '../stableId.ts'

/** A key that opens a stage, through one plan. */
export interface PlanKey {
  readonly key: ApiKey
  /** What clients send. */
  readonly value: string
  /** The definition gives no value that is known here: this one is made up, and stays the same. */
  readonly isGenerated: boolean
  readonly isEnabled: boolean
  /** Undefined for the key that stands in where the definition has no plan for the stage. */
  readonly plan: PlanOfStage | undefined
}

/** A plan, and what it says of one stage. */
export interface PlanOfStage {
  readonly plan: UsagePlan
  readonly stage: UsagePlanStage
}

/**
 * The keys that open a stage of a REST or WebSocket API: those of its usage plans. On AWS a plan may be made outside of the definition; so
 * an API without any gets one key of its own here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export function keysOfStage(definition: Definition, api: Pick<Api, 'id'>, stage: Stage): readonly PlanKey[] {
  const { usagePlans, usagePlanKeys, apiKeys } = definition.surroundings
  const plans = usagePlans.flatMap((plan): PlanOfStage[] => {
    const entry = plan.apiStages.find(
      each => valueOf(each.apiId) === api.id && valueOf(each.stageName) === stage.name,
    )
    return entry ? [{ plan, stage: entry }] : []
  })
  if (plans.length === 0) return [localKey(api, stage)]
  return plans.flatMap(plan =>
    usagePlanKeys
      .filter(link => valueOf(link.usagePlanId) === plan.plan.id)
      .flatMap(link => apiKeys.find(({ id }) => id === valueOf(link.keyId)) ?? [])
      .map(key => ({ key, plan, isEnabled: valueOf(key.isEnabled) === true, ...valueOfKey(key) })),
  )
}

/** What users need to be told of the keys of a stage before any request: the values that are made up. */
export function keyRemarks(definition: Definition, api: RestApi | WebSocketApi, stage: Stage): string[] {
  if (!needsKeys(api)) return []
  return keysOfStage(definition, api, stage)
    .filter(({ isGenerated, isEnabled }) => isGenerated && isEnabled)
    .map(({ key, value, plan }) => {
      const why = plan
        ? `the definition gives API key '${key.id}' no value`
        : `no usage plan of the definition is for stage '${stage.name}' of '${api.id}', so on AWS its keys are made elsewhere`
      return `${why}: here it is 'x-api-key: ${value}'`
    })
}

/** Whether a method of an API asks for a key, as far as is known. */
function needsKeys(api: RestApi | WebSocketApi): boolean {
  if (api.type === 'websocket')
    return api.routes.some(({ apiKeyRequired }) => valueOf(apiKeyRequired) === true)
  return api.resources.some(({ methods }) =>
    methods.some(({ apiKeyRequired }) => valueOf(apiKeyRequired) === true),
  )
}

function valueOfKey(key: ApiKey): Pick<PlanKey, 'value' | 'isGenerated'> {
  const value = valueOf(key.value)
  return { value: value ?? stableId(`API key ${key.id}`, 40), isGenerated: value === undefined }
}

function localKey(api: Pick<Api, 'id'>, stage: Stage): PlanKey {
  const key = { id: `${api.id}LocalKey`, origin: stage.origin, stageKeys: [] }
  return { key, plan: undefined, isEnabled: true, ...valueOfKey(key) }
}
