import type { Fact, Origin } from '../base/origin.ts'
import type { ThrottleSettings } from './stage.ts'

/** https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html */
export interface ApiKey {
  /** Logical id, which stands for the id that AWS makes up. */
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** What a client sends; AWS makes one up when none is given. */
  readonly value?: Fact<string>
  /** AWS's default is false. */
  readonly isEnabled?: Fact<boolean>
  readonly generateDistinctId?: Fact<boolean>
  readonly customerId?: Fact<string>
  /** `StageKeys`: stages it is meant for; without a usage plan it opens nothing there. */
  readonly stageKeys: readonly StageReference[]
}

/** A stage of an API, as keys and plans name it. */
export interface StageReference {
  readonly origin: Origin
  /** Id of an API. */
  readonly apiId?: Fact<string>
  readonly stageName?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlan.html */
export interface UsagePlan {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  readonly apiStages: readonly UsagePlanStage[]
  /** For each key of the plan. */
  readonly throttle?: ThrottleSettings
  readonly quota?: Quota
}

export interface UsagePlanStage extends StageReference {
  /** By `/RESOURCE/PATH/METHOD`, as AWS writes it: `/books/GET`. */
  readonly throttle: ReadonlyMap<string, ThrottleSettings>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html */
export interface Quota {
  readonly origin: Origin
  /** Requests per period. */
  readonly limit?: Fact<number>
  /** Requests taken off the limit of the first period. */
  readonly offset?: Fact<number>
  /** DAY, WEEK or MONTH. */
  readonly period?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UsagePlanKey.html */
export interface UsagePlanKey {
  readonly id: string
  readonly origin: Origin
  /** Id of an `ApiKey`. */
  readonly keyId?: Fact<string>
  /** API_KEY. */
  readonly keyType?: Fact<string>
  readonly usagePlanId?: Fact<string>
}
