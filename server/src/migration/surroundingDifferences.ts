import type { Definition, RestApi } from '../api/api.ts'
import { domainNameOf } from '../api/domainName.ts'
import { protectedStage } from '../api/webAcl.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { MigrationFinding, Teller } from './finding.ts'
import { createTeller } from './finding.ts'
import { throttleText } from './stageDifferences.ts'

/** What becomes of what stands around the API: plans, domain names, web ACLs, alarms. */
export function surroundingDifferences(definition: Definition, api: RestApi): readonly MigrationFinding[] {
  return [
    ...usagePlans(definition, api),
    ...domainNames(definition, api),
    ...webAcls(definition, api),
    ...alarms(definition, api),
  ]
}

function usagePlans({ surroundings }: Definition, api: RestApi): MigrationFinding[] {
  return surroundings.usagePlans.flatMap(plan => {
    const own = plan.apiStages.filter(each => valueOf(each.apiId) === api.id)
    if (own.length === 0) return []
    const tell = createTeller(`usage plan '${valueOf(plan.name) ?? plan.id}'`, plan.origin)
    const figures = [
      ...(plan.throttle ? [throttleText(plan.throttle)] : []),
      ...(plan.quota?.limit?.known === true
        ? [
            `${plan.quota.limit.value.toLocaleString('en-US')} requests each ${(valueOf(plan.quota.period) ?? 'period').toLowerCase()}`,
          ]
        : []),
    ]
    tell.lost(
      'api-keys',
      `it is lost with its keys${figures.length > 0 ? `: no client is held to ${figures.join(' and ')}` : ''}; throttling of a stage counts all clients together`,
    )
    return tell.findings
  })
}

function domainNames({ surroundings }: Definition, api: RestApi): MigrationFinding[] {
  const isOwn = ({ apiId }: { readonly apiId?: Fact<string> }): boolean => valueOf(apiId) === api.id
  const mappings = surroundings.apiMappings.filter(isOwn).map(({ id, origin, domainName, path }) => ({
    origin,
    domainName,
    text: `lead ${path && valueOf(path) ? `'/${valueOf(path) ?? ''}'` : 'the domain name'} to the new API and its stage by an 'AWS::ApiGatewayV2::ApiMapping' in the place of '${id}'`,
  }))
  const rules = surroundings.routingRules
    .filter(rule => rule.actions.some(isOwn))
    .map(({ id, origin, domainNameArn }) => ({
      origin,
      domainName: domainNameArn,
      text: `the routing rule '${id}' can name REST APIs only: lead its paths to the new API by an 'AWS::ApiGatewayV2::ApiMapping'`,
    }))
  return [...mappings, ...rules].flatMap(({ origin, domainName: reference, text }) => {
    const domain = domainNameOf(reference, surroundings.domainNames)
    const tell = createTeller(
      `domain name '${valueOf(domain?.name) ?? valueOf(reference) ?? 'unknown here'}'`,
      origin,
    )
    tell.decision('custom-domain', text)
    if (domain) tellOfDomain(domain, tell)
    return tell.findings
  })
}

function tellOfDomain(domain: NonNullable<ReturnType<typeof domainNameOf>>, tell: Teller): void {
  const types = domain.endpointTypes.map(valueOf)
  if (!types.includes('REGIONAL') && types.some(type => type === 'EDGE' || type === 'PRIVATE'))
    tell.decision(
      'custom-domain',
      `it is ${types.includes('EDGE') ? 'edge-optimized' : 'private'}, which HTTP APIs do not have: make a regional one`,
      domain.endpointTypes[0]?.origin ?? domain.origin,
    )
  if (valueOf(domain.securityPolicy) === 'TLS_1_0')
    tell.decision(
      'custom-domain',
      'its security policy is TLS_1_0, which HTTP APIs do not take: write TLS_1_2',
      domain.securityPolicy?.origin,
    )
  if (domain.mutualTls) tell.same('custom-domain', 'mutual TLS stays as it is', domain.mutualTls.origin)
}

function webAcls({ surroundings }: Definition, api: RestApi): MigrationFinding[] {
  return surroundings.webAclAssociations.flatMap(association => {
    if (protectedStage(association)?.apiId !== api.id) return []
    const tell = createTeller(
      `web ACL of stage '${protectedStage(association)?.stageName ?? ''}'`,
      association.origin,
    )
    tell.lost(
      'waf',
      'nothing filters requests before the API: put CloudFront with a web ACL in front, and let only it through',
    )
    return tell.findings
  })
}

function alarms({ surroundings }: Definition, api: RestApi): MigrationFinding[] {
  return surroundings.alarms.flatMap(alarm => {
    const metrics = [alarm.metric, ...alarm.metrics.map(({ metric }) => metric)]
    if (!metrics.some(metric => valueOf(metric?.dimensions.get('ApiName')) === api.name)) return []
    const tell = createTeller(`alarm '${valueOf(alarm.name) ?? alarm.id}'`, alarm.origin)
    tell.decision(
      'stage-settings',
      "metrics of HTTP APIs have the dimension 'ApiId' in the place of 'ApiName', and the names '4xx' and '5xx' in the place of '4XXError' and '5XXError'; cache metrics are gone",
    )
    return tell.findings
  })
}
