import type { Api, Definition } from '../api/api.ts'
import type { Alarm } from '../api/monitoring.ts'
import type { Fact } from '../base/origin.ts'
import { domainNameOf } from '../api/domainName.ts'
import { protectedStage } from '../api/webAcl.ts'
import { valueOf } from '../base/origin.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'
import { settingsWithoutEffect, withoutEffect } from './notEmulatedSettings.ts'

/** What stands around an API on AWS and changes its answers, or watches it, without an effect here. */
export function notEmulatedSurroundings(definition: Definition, api: Api): NotEmulated[] {
  const { surroundings } = definition
  const isOwn = ({ apiId }: { readonly apiId?: Fact<string> }) => valueOf(apiId) === api.id
  const mappings = surroundings.apiMappings.filter(isOwn)
  const rules = surroundings.routingRules.filter(rule => rule.actions.some(isOwn))
  const webAcls = surroundings.webAclAssociations.filter(
    association => protectedStage(association)?.apiId === api.id,
  )
  const references = [...mappings.map(each => each.domainName), ...rules.map(each => each.domainNameArn)]
  const domains = references.flatMap(each => domainNameOf(each, surroundings.domainNames) ?? [])
  return [
    ...settingsWithoutEffect(domains.map(each => ['MutualTlsAuthentication', each.mutualTls] as const)),
    ...webAcls.map(({ origin }) => withoutEffect('WebACLAssociation', origin)),
    ...surroundings.alarms
      .filter(calculatesWithGateways)
      .map(({ origin }) => withoutEffect('AWS::CloudWatch::Alarm', origin)),
  ]
}

// What one metric decides is evaluated (`metrics/alarms.ts`), metric mathematics is not.
function calculatesWithGateways({ metrics }: Alarm): boolean {
  return metrics.map(query => query.metric).some(each => valueOf(each?.namespace) === 'AWS/ApiGateway')
}
