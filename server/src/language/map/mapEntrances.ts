import type { Api, Definition } from '../../api/api.ts'
import type { Fact, Origin } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import { domainNameOf } from '../../api/domainName.ts'
import { said } from './mapRow.ts'

/** A custom domain name that leads to the API. */
export interface MapDomain {
  readonly name: string
  readonly detail: string
  readonly title: string
  readonly origin: Origin
  /** Names of the stages that it leads to. */
  readonly stages: readonly string[]
}

export interface MapStage {
  readonly name: string
  readonly detail: string | undefined
  readonly title: string
  readonly origin: Origin
  /** The host that AWS gives to every API leads here. */
  readonly isOnOwnHost: boolean
}

/** The custom domain names of an API in the order in which mappings and rules name them. */
export function mapDomains(definition: Definition, api: Api): MapDomain[] {
  const names = api.stages.map(({ name }) => name)
  const domains = new Map<string, { origin: Origin; ways: string[]; stages: Set<string> }>()
  const add = (reference: Fact<string> | undefined, own: Origin, stage: string | undefined, way: string) => {
    const domain = domainNameOf(reference, definition.surroundings.domainNames)
    const name = valueOf(domain?.name) ?? domain?.id ?? said(reference, 'domain not known here')
    const known = domains.get(name) ?? { origin: domain?.origin ?? own, ways: [], stages: new Set() }
    domains.set(name, known)
    known.ways.push(way)
    // Without a stage the first segment of the path names one.
    for (const each of stage === undefined ? names : [stage]) known.stages.add(each)
  }
  for (const { apiId, domainName, origin, path, stageName } of definition.surroundings.apiMappings) {
    if (valueOf(apiId) !== api.id) continue
    const stage = valueOf(stageName)
    const base = (valueOf(path) ?? '').replace(/^\/|\/$|^\(none\)$/g, '')
    add(domainName, origin, stage, `mapping /${base} → ${stage ?? '{stage}'}`)
  }
  for (const rule of definition.surroundings.routingRules) {
    for (const action of rule.actions) {
      if (valueOf(action.apiId) !== api.id) continue
      const stage = valueOf(action.stageName)
      add(
        rule.domainNameArn,
        rule.origin,
        stage,
        `rule ${String(valueOf(rule.priority) ?? '')} → ${stage ?? ''}`,
      )
    }
  }
  return [...domains].map(([name, { origin, ways, stages }]) => ({
    name,
    detail: ways.length === 1 ? (ways[0] ?? '') : `${ways.length} mappings`,
    title: [`Custom domain ${name}`, ...ways].join(', '),
    origin,
    stages: [...stages].filter(stage => names.includes(stage)),
  }))
}

/** The stages of an API; the one that SAM makes beside those that somebody asked for is left out. */
export function mapStages({ surroundings }: Definition, api: Api): MapStage[] {
  const written = api.stages.filter(({ isGenerated }) => isGenerated !== true)
  return (written.length > 0 ? written : api.stages).map(stage => {
    const { name, origin, canary } = stage
    const canaryPercent = canary && (valueOf(canary.percentTraffic) ?? 0)
    const plans = surroundings.usagePlans.filter(plan =>
      plan.apiStages.some(each => valueOf(each.apiId) === api.id && valueOf(each.stageName) === name),
    )
    const facts = [
      ...(stage.isInvented ? ['not in the definition'] : []),
      ...(stage.isGenerated ? ['added by SAM'] : []),
      ...(valueOf(stage.cacheCluster?.isEnabled) === true ? ['cache on'] : []),
      ...(canaryPercent === undefined ? [] : [`canary ${canaryPercent} %`]),
    ]
    const inPlans = plans.map(({ name: given, id }) => `usage plan ${valueOf(given) ?? id}`)
    return {
      name,
      detail: facts[0],
      title: [`Stage ${name}`, ...facts, ...inPlans].join(', '),
      origin,
      isOnOwnHost: valueOf(api.settings?.disableExecuteApiEndpoint) !== true,
    }
  })
}
