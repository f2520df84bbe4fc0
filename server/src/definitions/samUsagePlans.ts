import type { ApiKey, StageReference, UsagePlan, UsagePlanKey } from '../api/usagePlan.ts'
import type { Origin } from '../base/origin.ts'
import type { SamApi } from './samApi.ts'
import { valueOf } from '../base/origin.ts'
import { known } from './reader.ts'
import { samStageName } from './samApi.ts'
import { readPlanLimits } from './usagePlans.ts'

interface Made {
  readonly apiKeys: readonly ApiKey[]
  readonly usagePlans: readonly UsagePlan[]
  readonly usagePlanKeys: readonly UsagePlanKey[]
}

/**
 * The plan, key and plan key that SAM makes for `Auth.UsagePlan`: one of each per API (PER_API) or for all that share
 * (SHARED), none for NONE.
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiusageplan.html
 */
export function readSamUsagePlans(apis: readonly SamApi[]): Made {
  const made = new Map<string, { apiKey: ApiKey; usagePlan: UsagePlan; usagePlanKey: UsagePlanKey }>()
  const shared: StageReference[] = []
  for (const api of apis) {
    const auth = api.properties.inner('Auth')
    const properties = auth.inner('UsagePlan')
    const origin = auth.origin('UsagePlan')
    const kind = valueOf(properties.text('CreateUsagePlan'))
    if (!origin || (kind !== 'PER_API' && kind !== 'SHARED')) continue
    const stage = stageOf(api, origin)
    if (kind === 'SHARED') shared.push(stage)
    const stages = kind === 'SHARED' ? [...shared] : [stage]
    // What a later API says of the shared plan replaces what an earlier one said; the stages are those of all.
    const names = namesOf(kind, api.id)
    const limits = readPlanLimits(properties)
    made.set(names.plan, {
      apiKey: { id: names.key, origin, isEnabled: known(true, origin), stageKeys: stages },
      usagePlan: {
        id: names.plan,
        origin,
        apiStages: stages.map(each => ({ ...each, throttle: new Map() })),
        ...limits,
      },
      usagePlanKey: {
        id: names.planKey,
        origin,
        keyId: known(names.key, origin),
        keyType: known('API_KEY', origin),
        usagePlanId: known(names.plan, origin),
      },
    })
  }
  const all = [...made.values()]
  return {
    apiKeys: all.map(({ apiKey }) => apiKey),
    usagePlans: all.map(({ usagePlan }) => usagePlan),
    usagePlanKeys: all.map(({ usagePlanKey }) => usagePlanKey),
  }
}

function stageOf(api: SamApi, origin: Origin): StageReference {
  return { origin, apiId: known(api.id, origin), stageName: samStageName(api) }
}

// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-api.html
function namesOf(kind: 'PER_API' | 'SHARED', id: string) {
  const prefix = kind === 'SHARED' ? 'Serverless' : id
  return { plan: `${prefix}UsagePlan`, key: `${prefix}ApiKey`, planKey: `${prefix}UsagePlanKey` }
}
