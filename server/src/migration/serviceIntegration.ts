import type { Integration } from '../api/integration.ts'
import { integrationSubtypes } from '../api/integrationSubtype.ts'
import { serviceHost, serviceTargetOf } from '../api/serviceTarget.ts'
import type { ServiceTarget } from '../api/serviceTarget.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Teller } from './finding.ts'
import { mappedTemplate } from './templateParameters.ts'

/**
 * The integration subtype in the place of a REST API's call of an AWS service, where there is one and all that it needs
 * can be read from URI and template; undefined, with a finding, for the rest.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function serviceIntegration(
  integration: Integration,
  uri: string,
  tell: Teller,
): Integration | undefined {
  const target = serviceTargetOf(uri)
  const template = [...integration.requestTemplates.values()][0]
  const call = target && calledAction(target, template, integration)
  const name = call ? `${call.service}-${call.action}` : undefined
  const subtype = name === undefined ? undefined : integrationSubtypes.get(name)
  const origin = integration.uri?.origin ?? integration.origin
  if (!call || !name || !subtype) {
    tell.lost(
      'aws-services',
      `the route is left out: ${target ? `an HTTP API cannot call ${target.service} this way` : 'the URI is none that an HTTP API takes'}; let a function call it`,
      origin,
    )
    return undefined
  }
  const parameters = new Map<string, Fact<string>>()
  for (const parameter of [...subtype.required, ...subtype.optional, 'Region']) {
    const value = call.parameters.get(parameter)
    if (value !== undefined)
      parameters.set(parameter, { known: true, value, origin: template?.origin ?? origin })
  }
  const missing = subtype.required.filter(parameter => !parameters.has(parameter))
  if (missing.length > 0) {
    tell.decision(
      'aws-services',
      `the route is left out: '${name}' would call the service, and ${missing.map(each => `'${each}'`).join(' and ')} cannot be read from the template; write the integration by hand`,
      template?.origin ?? origin,
    )
    return undefined
  }
  tell.changed(
    'aws-services',
    `the service is called by the subtype '${name}'${call.lost.length > 0 ? `, without ${call.lost.join(', ')}` : ''}; its own answer goes back, no integration response changes it, and a call that fails is a 500`,
    origin,
  )
  return {
    origin: integration.origin,
    type: { known: true, value: 'AWS_PROXY', origin: integration.type.origin },
    subtype: { known: true, value: name, origin },
    payloadFormatVersion: { known: true, value: '1.0', origin },
    requestParameters: parameters,
    requestTemplates: new Map(),
    cacheKeyParameters: [],
    responses: [],
    unmodelled: [],
    ...(integration.credentials && { credentials: integration.credentials }),
  }
}

interface CalledAction {
  /** As subtypes name it. */
  readonly service: string
  readonly action: string
  readonly parameters: ReadonlyMap<string, string>
  /** Parameters that the subtype does not have or that cannot be said. */
  readonly lost: readonly string[]
}

function calledAction(
  target: ServiceTarget,
  template: Fact<string> | undefined,
  integration: Integration,
): CalledAction | undefined {
  const service = services.get(target.service)
  if (service === undefined) return undefined
  const given = mappedTemplate(valueOf(template) ?? '')
  // A path of SQS names the queue, and the form names the action.
  const action =
    target.type === 'action'
      ? target.rest.replace(/[&?].*$/, '')
      : (given.parameters.get('Action') ?? constantAction(integration))
  if (action === undefined) return undefined
  const parameters = new Map<string, string>()
  const lost = [...given.unreadable]
  for (const [name, value] of given.parameters) {
    if (name === 'Action' || name === 'Version') continue
    parameters.set(`${name.charAt(0).toUpperCase()}${name.slice(1)}`, value)
  }
  const region: readonly (readonly [string, string])[] = [['Region', target.region]]
  const queue = target.service === 'sqs' && target.type === 'path' ? queueUrl(target) : undefined
  if (queue !== undefined && !parameters.has('QueueUrl')) parameters.set('QueueUrl', queue)
  const known = integrationSubtypes.get(`${service}-${action}`)
  const names = new Set([...(known?.required ?? []), ...(known?.optional ?? [])])
  for (const name of parameters.keys()) if (!names.has(name)) lost.push(`'${name}'`)
  return { service, action, parameters: new Map([...region, ...parameters]), lost }
}

function constantAction({ requestParameters }: Integration): string | undefined {
  return /^'(\w+)'$/.exec(valueOf(requestParameters.get('integration.request.querystring.Action')) ?? '')?.[1]
}

function queueUrl(target: ServiceTarget): string | undefined {
  return /^\d{12}\/[\w.-]+$/.test(target.rest) ? `https://${serviceHost(target)}/${target.rest}` : undefined
}

/** Names in URIs of REST APIs, and those in subtypes. */
const services: ReadonlyMap<string, string> = new Map([
  ['appconfigdata', 'AppConfig'],
  ['events', 'EventBridge'],
  ['kinesis', 'Kinesis'],
  ['sqs', 'SQS'],
  ['states', 'StepFunctions'],
  ['sync-states', 'StepFunctions'],
])
