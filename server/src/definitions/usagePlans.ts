import type {
  ApiKey,
  Quota,
  StageReference,
  UsagePlan,
  UsagePlanKey,
  UsagePlanStage,
} from '../api/usagePlan.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template } from './templateResources.ts'
import { originOf, originOfEntry } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf, upperCase } from './properties.ts'
import { children, list } from './reader.ts'
import { readThrottle } from './stageSettings.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::ApiGateway::ApiKey`. */
export function readApiKeys(template: Template): ApiKey[] {
  return resourcesOf(template, 'AWS::ApiGateway::ApiKey').map(({ id, origin, properties }) => ({
    id,
    origin,
    stageKeys: list(template.reader, properties.value('StageKeys')).map(node =>
      stageReference(template.reader, node, 'RestApiId', 'StageName'),
    ),
    ...defined({
      name: properties.text('Name'),
      description: properties.text('Description'),
      value: properties.text('Value'),
      isEnabled: properties.boolean('Enabled'),
      generateDistinctId: properties.boolean('GenerateDistinctId'),
      customerId: properties.text('CustomerId'),
    }),
  }))
}

/** `AWS::ApiGateway::UsagePlan`. */
export function readUsagePlans(template: Template): UsagePlan[] {
  return resourcesOf(template, 'AWS::ApiGateway::UsagePlan').map(({ id, origin, properties }) => ({
    id,
    origin,
    apiStages: list(template.reader, properties.value('ApiStages')).map(node =>
      readPlanStage(template.reader, node),
    ),
    ...readPlanLimits(properties),
  }))
}

/** `AWS::ApiGateway::UsagePlanKey`. */
export function readUsagePlanKeys(template: Template): UsagePlanKey[] {
  return resourcesOf(template, 'AWS::ApiGateway::UsagePlanKey').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({
      keyId: properties.text('KeyId'),
      keyType: upperCase(properties.text('KeyType')),
      usagePlanId: properties.text('UsagePlanId'),
    }),
  }))
}

/** What a plan is called and what it allows, CloudFormation's spelling and SAM's alike. */
export function readPlanLimits(
  properties: Properties,
): Pick<UsagePlan, 'name' | 'description' | 'throttle' | 'quota'> {
  return defined({
    name: properties.text('UsagePlanName'),
    description: properties.text('Description'),
    throttle: readThrottle(properties.inner('Throttle')),
    quota: readQuota(properties),
  })
}

function readPlanStage(reader: Reader, node: Node): UsagePlanStage {
  const throttle = children(reader, propertiesOf(reader, node).value('Throttle')).map(
    ({ entry, value }) =>
      [entry.name, readThrottle(propertiesOf(reader, value)) ?? { origin: originOfEntry(entry) }] as const,
  )
  return { ...stageReference(reader, node, 'ApiId', 'Stage'), throttle: new Map(throttle) }
}

function stageReference(reader: Reader, node: Node, api: string, stage: string): StageReference {
  const properties = propertiesOf(reader, node)
  return {
    origin: originOf(node),
    ...defined({ apiId: properties.text(api), stageName: properties.text(stage) }),
  }
}

function readQuota(properties: Properties): Quota | undefined {
  const origin = properties.origin('Quota')
  const quota = properties.inner('Quota')
  if (!origin || quota.node?.type !== 'mapping') return undefined
  return {
    origin,
    ...defined({
      limit: quota.number('Limit'),
      offset: quota.number('Offset'),
      period: upperCase(quota.text('Period')),
    }),
  }
}
