import type { Entry, Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { ServiceEvents } from './serverlessEvents.ts'
import type { PluginRoute } from './serverlessPluginRoutes.ts'
import type { Service } from './serverlessService.ts'
import type { Generated } from './serverlessStages.ts'
import type { TemplateResource } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { entriesOf, entryOf, itemsOf, originOfEntry } from '../syntax/node.ts'
import { plant } from '../syntax/plant.ts'
import { entryAt, mappingAt, mergedEntries, sequenceAt } from './madeNodes.ts'
import { propertiesOf } from './properties.ts'
import { children, list } from './reader.ts'
import { layerLogicalId, serviceApis, urlLogicalId } from './serverlessNames.ts'
import { generatedStages } from './serverlessStages.ts'
import { partOf } from './serverlessService.ts'

/**
 * What the framework generates around its APIs and functions, in CloudFormation's words, with what `extensions` says of
 * it. https://www.serverless.com/framework/docs/providers/aws/events/apigateway
 */
export function generatedResources(service: Service, events: ServiceEvents): TemplateResource[] {
  const isMade = (kind: keyof ServiceEvents) => events[kind].length > 0
  const made = [
    ...(isMade('rest') ? [...apiKeys(service), ...usagePlans(service)] : []),
    ...generatedStages(service, events),
    ...functionUrls(service),
    ...layers(service),
  ]
  return made.map(each => resourceOf(service, each))
}

/** The roles that plugins make for their routes: of several routes one, with the rights of all. */
export function pluginRoles(service: Service, routes: readonly PluginRoute[]): TemplateResource[] {
  const byId = new Map<string, Generated>()
  for (const { role } of routes) {
    const earlier = byId.get(role.id)
    byId.set(
      role.id,
      earlier ? { ...earlier, properties: withPolicies(earlier.properties, role.properties) } : role,
    )
  }
  return [...byId.values()].map(role => resourceOf(service, role))
}

function withPolicies(first: readonly Entry[], second: readonly Entry[]): Entry[] {
  return first.map(entry => {
    const more = second.find(({ name }) => name === 'Policies' && entry.name === name)
    return more
      ? { ...entry, value: sequenceAt([...itemsOf(entry.value), ...itemsOf(more.value)], entry.value) }
      : entry
  })
}

function resourceOf(service: Service, { id, type, properties, at }: Generated): TemplateResource {
  const extension = service.extensions.get(id)
  const stated = entriesOf(extension?.properties.node)
  // As `Object.assign` does: what an extension says of a property replaces all of it. `Resources` is merged deeply.
  const own = properties.filter(({ name }) => !stated.some(entry => entry.name === name))
  const entries = extension?.isMerged ? mergedEntries(properties, stated) : [...own, ...stated]
  const node = mappingAt(entries, at)
  const body = mappingAt([entryAt('Type', plant(type, at)), entryAt('Properties', node)], at)
  const entry = entryAt(id, body, at)
  return {
    id,
    type,
    entry,
    body,
    properties: propertiesOf(service.reader, node),
    origin: originOfEntry(entry),
  }
}

function apiKeys(service: Service): Generated[] {
  return keysOf(service).map(({ node, id }) => {
    const key = propertiesOf(service.reader, node.type === 'mapping' ? node : undefined)
    const stage = { RestApiId: serviceApis.rest, StageName: service.stage }
    const given = renamed(key, {
      name: 'Name',
      value: 'Value',
      description: 'Description',
      customerId: 'CustomerId',
    })
    return {
      id: `ApiGatewayApiKey${id}`,
      type: 'AWS::ApiGateway::ApiKey',
      at: node,
      properties: [
        ...(node.type === 'scalar' ? [entryAt('Name', node)] : given),
        entryAt('Enabled', key.value('enabled') ?? plant(true, node)),
        entryAt('StageKeys', plant([stage], node)),
      ],
    }
  })
}

function usagePlans(service: Service): Generated[] {
  const settings = service.provider.inner('apiGateway')
  const keys = keysOf(service)
  const written = settings.value('usagePlan')
  const at = written ?? settings.value('apiKeys')
  if (!at) return []
  const named = planNames(service)
  const plans =
    named.length > 0
      ? named.map(({ name, node }) => planOf(service, name, node))
      : [planOf(service, undefined, partOf(written) ?? at)]
  const links = keys.map(({ id, plan, node }) => ({
    id: `ApiGatewayUsagePlanKey${id}`,
    type: 'AWS::ApiGateway::UsagePlanKey',
    at: node,
    properties: [
      entryAt('KeyId', plant(`ApiGatewayApiKey${id}`, node)),
      entryAt('KeyType', plant('API_KEY', node)),
      entryAt('UsagePlanId', plant(planId(plan), node)),
    ],
  }))
  return [...plans, ...links]
}

function planOf(service: Service, name: string | undefined, node: Node): Generated {
  const given = propertiesOf(service.reader, node.type === 'mapping' ? node : undefined)
  const title = name === undefined ? service.name : `${service.name}-${name}`
  const nested = (from: string, to: string, names: Readonly<Record<string, string>>) => {
    const inner = given.inner(from)
    return inner.node ? [entryAt(to, mappingAt(renamed(inner, names), inner.node))] : []
  }
  return {
    id: planId(name),
    type: 'AWS::ApiGateway::UsagePlan',
    at: node,
    properties: [
      entryAt('UsagePlanName', plant(`${title}-${service.stage}`, node)),
      entryAt('ApiStages', plant([{ ApiId: serviceApis.rest, Stage: service.stage }], node)),
      ...nested('quota', 'Quota', { limit: 'Limit', offset: 'Offset', period: 'Period' }),
      ...nested('throttle', 'Throttle', { burstLimit: 'BurstLimit', rateLimit: 'RateLimit' }),
    ],
  }
}

function planId(name: string | undefined): string {
  return `ApiGatewayUsagePlan${name === undefined ? '' : name.charAt(0).toUpperCase() + name.slice(1)}`
}

/** Plans that a list names, `- free: {…}`; none for the one plan of a mapping. */
function planNames({ reader, provider }: Service): { name: string; node: Node }[] {
  const node = provider.inner('apiGateway').value('usagePlan')
  if (node?.type !== 'sequence') return []
  return list(reader, node).flatMap(item =>
    children(reader, partOf(item))
      .slice(0, 1)
      .map(({ entry, value }) => ({ name: entry.name, node: value })),
  )
}

interface ServiceKey {
  /** What follows `ApiGatewayApiKey` in its logical id. */
  readonly id: string
  readonly plan: string | undefined
  readonly node: Node
}

// A text, a mapping with a name, or `- free: [one, two]` for the plan of that name; each plan counts from 1.
function keysOf(service: Service): ServiceKey[] {
  const { reader, provider } = service
  const plans = new Set(planNames(service).map(({ name }) => name))
  let number = 0
  return list(reader, partOf(provider.inner('apiGateway').value('apiKeys'))).flatMap<ServiceKey>(item => {
    const [first] = children(reader, partOf(item))
    if (first && plans.has(first.entry.name)) {
      const plan = first.entry.name
      const keys = list(reader, first.value)
      number = keys.length
      return keys.map((node, index) => ({
        id: `${plan.charAt(0).toUpperCase()}${plan.slice(1)}${index + 1}`,
        plan,
        node,
      }))
    }
    number++
    return [{ id: String(number), plan: undefined, node: item }]
  })
}

// https://www.serverless.com/framework/docs/providers/aws/guide/functions#lambda-function-urls
function functionUrls(service: Service): Generated[] {
  return service.functions.flatMap(fn => {
    const node = fn.properties.value('url')
    if (!node || (node.type === 'scalar' && node.value !== true)) return []
    const url = propertiesOf(service.reader, partOf(node))
    const isIam = valueOf(url.text('authorizer')) === 'aws_iam'
    const mode = valueOf(url.text('invokeMode'))?.toUpperCase()
    return {
      id: urlLogicalId(fn.key),
      type: 'AWS::Lambda::Url',
      at: node,
      properties: [
        entryAt('AuthType', plant(isIam ? 'AWS_IAM' : 'NONE', url.value('authorizer') ?? node)),
        entryAt('TargetFunctionArn', plant(fn.arn, node)),
        ...(mode === 'RESPONSE_STREAM' ? [entryAt('InvokeMode', plant(mode, node))] : []),
        ...urlCors(url),
      ],
    }
  })
}

const corsHeaders = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amzn-Trace-Id',
]

function urlCors(url: Properties): Entry[] {
  const node = url.value('cors')
  if (!node || (node.type === 'scalar' && node.value !== true)) return []
  const cors = url.inner('cors')
  const listed = (name: string, property: string, otherwise: readonly string[]): Entry[] => {
    const given = entryOf(cors.node, name)?.value
    // A null takes the framework's own choice away.
    if (given?.type === 'scalar' && given.value === null) return []
    return [entryAt(property, given ?? plant(otherwise, node))]
  }
  const entries = [
    ...listed('allowedOrigins', 'AllowOrigins', ['*']),
    ...listed('allowedHeaders', 'AllowHeaders', corsHeaders),
    ...listed('allowedMethods', 'AllowMethods', ['*']),
    ...renamed(cors, {
      allowCredentials: 'AllowCredentials',
      exposedResponseHeaders: 'ExposeHeaders',
      maxAge: 'MaxAge',
    }),
  ]
  return [entryAt('Cors', mappingAt(entries, node))]
}

// https://www.serverless.com/framework/docs/providers/aws/guide/layers
function layers({ reader, document }: Service): Generated[] {
  const section = partOf(entryOf(document.root, 'layers')?.value)
  return children(reader, section).map(({ entry, value }) => {
    const layer = propertiesOf(reader, partOf(value))
    const names = {
      description: 'Description',
      licenseInfo: 'LicenseInfo',
      compatibleRuntimes: 'CompatibleRuntimes',
      compatibleArchitectures: 'CompatibleArchitectures',
    }
    const content = layer.inner('package').value('artifact') ?? layer.value('path')
    return {
      id: layerLogicalId(entry.name),
      type: 'AWS::Lambda::LayerVersion',
      at: value,
      properties: [
        entryAt('LayerName', layer.value('name') ?? plant(entry.name, value)),
        ...renamed(layer, names),
        ...(content ? [entryAt('Content', content)] : []),
      ],
    }
  })
}

/** The properties of a mapping under CloudFormation's names. */
export function renamed(given: Properties, names: Readonly<Record<string, string>>): Entry[] {
  return entriesOf(given.node).flatMap(entry => {
    const name = Object.hasOwn(names, entry.name) ? names[entry.name] : undefined
    return name === undefined ? [] : [{ ...entry, name }]
  })
}
