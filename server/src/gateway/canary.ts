import type { RestApi } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { ServedApi } from './servedApi.ts'
import { stableId } from './stableId.ts'

/** A stage of a REST API with its canary, which takes a share of the requests. */
export interface CanaryRelease {
  readonly stage: ServedApi<RestApi>
  readonly canary: ServedApi<RestApi>
  /** 0 to 1. */
  readonly share: number
}

/**
 * The canary of a stage: its variables go before those of the stage. Both answer from the definition as it is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
export function canaryRelease(served: ServedApi<RestApi>): CanaryRelease | undefined {
  const { canary } = served.stage
  if (!canary) return undefined
  const stageVariables = new Map(served.stageVariables)
  for (const [name, fact] of canary.stageVariableOverrides) {
    const value = valueOf(fact)
    if (value !== undefined) stageVariables.set(name, value)
  }
  const deploymentId = stableId(`${served.api.id}/${served.stage.name}/canary`, 6)
  return {
    stage: { ...served, isCanary: false },
    canary: { ...served, stageVariables, deploymentId, isCanary: true },
    share: (valueOf(canary.percentTraffic) ?? 0) / 100,
  }
}

/** Who answers a request: chance decides, which the first digits of a request's id (a UUID) are. */
export function chooseRelease(
  { stage, canary, share }: CanaryRelease,
  requestId: string,
): ServedApi<RestApi> {
  return Number.parseInt(requestId.slice(0, 8), 16) / 2 ** 32 < share ? canary : stage
}
