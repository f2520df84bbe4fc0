import type { Api } from '../api/api.ts'
import type { RouteDetails, StageDetails } from '../protocol/requests.ts'
import { valueOf } from '../base/origin.ts'
import { statedEndpointType } from '../gateway/endpointType.ts'

/** What can be chosen of where a request comes to: the variables of each stage, its canary, VPC endpoints. */
export function placesOf(api: Api): Pick<RouteDetails, 'stageDetails' | 'vpcEndpoints'> {
  const isPrivate = api.type === 'rest' && statedEndpointType(api.endpointTypes) === 'PRIVATE'
  const bound = api.type === 'rest' ? (api.vpcEndpointIds ?? []) : []
  return {
    stageDetails: api.stages.map(stage => ({
      name: stage.name,
      variables: [...stage.variables].map(([name, fact]) => {
        const value = valueOf(fact)
        return { name, ...(value !== undefined && { value }) }
      }),
      ...canaryOf(stage),
    })),
    ...(isPrivate && { vpcEndpoints: bound.flatMap(fact => valueOf(fact) ?? []) }),
  }
}

function canaryOf({ canary }: Api['stages'][number]): Pick<StageDetails, 'canaryPercent'> {
  return canary ? { canaryPercent: valueOf(canary.percentTraffic) ?? 0 } : {}
}
