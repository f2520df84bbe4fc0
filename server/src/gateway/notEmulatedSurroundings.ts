import type { Api, Definition } from '../api/api.ts'
import type { Alarm } from '../api/monitoring.ts'
import type { Fact } from '../base/origin.ts'
import { domainNameOf } from '../api/domainName.ts'
import { protectedStage } from '../api/webAcl.ts'
import { valueOf } from '../base/origin.ts'
import { alarmFault } from './metrics/alarms.ts'
import { filterFault, filtersOfStage } from './metrics/metricFilters.ts'
import type { NotEmulated } from './notEmulatedSettings.ts'
import { withoutEffect } from './notEmulatedSettings.ts'

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
    ...domains.flatMap(({ mutualTls }) =>
      mutualTls
        ? [
            {
              message: "client certificates are asked for with 'serve --https' only",
              origin: mutualTls.origin,
            },
          ]
        : [],
    ),
    ...webAcls.map(({ origin }) => withoutEffect('WebACLAssociation', origin)),
    ...surroundings.alarms.flatMap(alarm => alarmNote(alarm, definition)),
    ...api.stages
      .flatMap(stage => filtersOfStage(definition, stage))
      .flatMap(filter => {
        const fault = filterFault(filter)
        return fault === undefined
          ? []
          : [{ origin: filter.origin, message: `metric filter '${filter.id}' is not evaluated: ${fault}` }]
      }),
  ]
}

function alarmNote(alarm: Alarm, { surroundings }: Definition): NotEmulated[] {
  const fault = alarmFault(alarm, surroundings.metricFilters)
  if (fault === undefined) return []
  const message = `alarm '${valueOf(alarm.name) ?? alarm.id}' is not evaluated: ${fault}`
  return [{ origin: alarm.origin, message }]
}
