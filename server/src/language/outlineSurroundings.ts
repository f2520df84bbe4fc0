import type { Api } from '../api/api.ts'
import type { DomainName } from '../api/domainName.ts'
import { domainNameOf } from '../api/domainName.ts'
import { emptySurroundings } from '../api/surroundings.ts'
import type { UsagePlan } from '../api/usagePlan.ts'
import type { Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { DefinitionResult } from '../definitions/definitionResult.ts'
import type { OutlineNode } from '../protocol/requests.ts'
import type { NamedOrigin } from './outlineNodes.ts'
import { group, partNodes } from './outlineNodes.ts'
import type { Uris } from './places.ts'

interface Part extends NamedOrigin {
  readonly text: string | undefined
}

/** What stands around an API: usage plans and domain names that lead to it, its policies. */
export function surroundingGroups(
  id: string,
  api: Api,
  { definition }: DefinitionResult,
  uris: Uris,
): (OutlineNode | undefined)[] {
  const around = definition?.surroundings ?? emptySurroundings
  const text = ({ text: description }: Part) => description
  const plans = around.usagePlans.flatMap(plan => planOf(plan, api.id) ?? [])
  const domains = around.apiMappings.flatMap(({ apiId, domainName, path, stageName, origin }): Part[] => {
    if (valueOf(apiId) !== api.id) return []
    const domain = domainNameOf(domainName, around.domainNames)
    const place = [valueOf(path), valueOf(stageName)].filter(each => each !== undefined && each !== '')
    const name = (domain && nameOf(domain)) ?? valueOf(domainName) ?? 'domain name elsewhere'
    return [{ name, origin: domain?.origin ?? origin, text: place.join(' · ') }]
  })
  return [
    group(id, 'Usage plans', 'usagePlan', partNodes(id, 'usagePlan', plans, uris, text)),
    group(id, 'Domain names', 'domainName', partNodes(id, 'domainName', domains, uris, text)),
    group(id, 'Policies', 'policy', partNodes(id, 'policy', policiesOf(api), uris, text)),
  ]
}

function planOf(plan: UsagePlan, apiId: string): Part | undefined {
  const stages = plan.apiStages.filter(stage => valueOf(stage.apiId) === apiId)
  if (stages.length === 0) return undefined
  const names = stages.flatMap(stage => valueOf(stage.stageName) ?? [])
  const limit = valueOf(plan.quota?.limit)
  const period = valueOf(plan.quota?.period)?.toLowerCase()
  const quota = limit === undefined ? [] : [`${limit} per ${period ?? 'period'}`]
  return { name: valueOf(plan.name) ?? plan.id, origin: plan.origin, text: [...names, ...quota].join(' · ') }
}

function nameOf(domain: DomainName): string {
  return valueOf(domain.name) ?? domain.id
}

function policiesOf(api: Api): Part[] {
  if (api.type !== 'rest' || !api.policy) return []
  const { origin }: { readonly origin: Origin } = api.policy
  return [{ name: 'Resource policy', origin, text: undefined }]
}
