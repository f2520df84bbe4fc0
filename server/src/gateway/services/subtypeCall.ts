import type { Integration } from '../../api/integration.ts'
import type { IntegrationSubtype } from '../../api/integrationSubtype.ts'
import { integrationSubtypes } from '../../api/integrationSubtype.ts'
import { serviceHost } from '../../api/serviceTarget.ts'
import type { Fields } from '../../base/headers.ts'
import { absence, HttpApiError, NotEmulatedError } from '../gatewayError.ts'
import { resolvedMapping } from '../httpParameterMapping.ts'
import type { RouteCall } from '../routeCall.ts'
import type { ServiceRequest } from '../world.ts'
import { jsonOf, queryForm } from './queryForm.ts'

/**
 * The call of an AWS service by an integration subtype of an HTTP API. A parameter whose source gives nothing, an
 * optional one too, is a 400, as LocalStack recorded; AWS refuses to make an integration that lacks a required one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export function subtypeCall(
  call: RouteCall,
  integration: Integration,
  name: string,
  timeoutMs: number,
): ServiceRequest {
  const subtype = integrationSubtypes.get(name)
  if (!subtype) throw refused(`Operation: ${name} is not supported`)
  const missing = subtype.required.filter(parameter => !integration.requestParameters.has(parameter))
  if (missing.length > 0)
    throw refused(
      `\`${name}\` lacks the required parameters \`${missing.join('`, `')}\`: AWS refuses the integration`,
    )
  const parameters = resolvedParameters(call, integration, subtype)
  const region = parameters.get('Region') ?? call.served.region
  parameters.delete('Region')
  const made = requests[subtype.service](subtype, parameters, region)
  return {
    ...made,
    service: subtype.service,
    signingName: subtype.service,
    region,
    action: subtype.action,
    route: call.route.routeKey,
    timeoutMs,
  }
}

function resolvedParameters(
  call: RouteCall,
  integration: Integration,
  { required, optional }: IntegrationSubtype,
): Map<string, string> {
  const values = new Map<string, string>()
  for (const name of [...required, ...optional, 'Region']) {
    const fact = integration.requestParameters.get(name)
    if (!fact) continue
    if (!fact.known)
      throw absence(
        new NotEmulatedError(
          'unknown-value',
          `the parameter \`${name}\` cannot be known here: ${fact.reason}`,
        ),
      )
    const value = resolvedMapping(call, fact.value)
    if (value === undefined)
      throw new HttpApiError(
        400,
        'Bad Request',
        `Unable to resolve property ${name} from source \`${fact.value}\`: the request gives it no value`,
      )
    values.set(name, value)
  }
  return values
}

function refused(reason: string): HttpApiError {
  return new HttpApiError(500, 'Internal Server Error', reason)
}

type Made = Pick<ServiceRequest, 'method' | 'url' | 'headers' | 'body'>
type Make = (subtype: IntegrationSubtype, parameters: ReadonlyMap<string, string>, region: string) => Made

/** How each service is called, as its SDKs do it: nobody recorded what API Gateway sends. */
const requests: Readonly<Record<IntegrationSubtype['service'], Make>> = {
  sqs: ({ action }, parameters, region) => {
    const queue = parameters.get('QueueUrl') ?? ''
    const path = URL.canParse(queue) ? new URL(queue).pathname : '/'
    const body = queryForm([['Action', action], ['Version', '2012-11-05'], ...parameters])
    return post(`${originOf('sqs', region)}${path}`, 'application/x-www-form-urlencoded', [], body)
  },
  events: ({ action }, parameters, region) => {
    const entry = Object.fromEntries(
      [...parameters].map(([name, value]) => [
        name,
        name === 'Resources' ? listOf(value) : timeOr(name, value),
      ]),
    )
    return json(originOf('events', region), '1.1', `AWSEvents.${action}`, { Entries: [entry] })
  },
  kinesis: ({ action }, parameters, region) =>
    json(originOf('kinesis', region), '1.1', `Kinesis_20131202.${action}`, Object.fromEntries(parameters)),
  states: ({ action }, parameters, region) => {
    const members = [...parameters].map(([name, value]) => [
      name.charAt(0).toLowerCase() + name.slice(1),
      value,
    ])
    const host = action === 'StartSyncExecution' ? 'sync-states' : 'states'
    return json(originOf(host, region), '1.0', `AWSStepFunctions.${action}`, Object.fromEntries(members))
  },
  appconfig: (_subtype, parameters, region) => {
    const part = (name: string): string => encodeURIComponent(parameters.get(name) ?? '')
    const version = parameters.get('ClientConfigurationVersion')
    const query = queryForm([
      ['client_id', parameters.get('ClientId') ?? ''],
      ...(version === undefined ? [] : [['client_configuration_version', version] as const]),
    ])
    const path = `/applications/${part('Application')}/environments/${part('Environment')}/configurations/${part('Configuration')}`
    return {
      method: 'GET',
      url: `${originOf('appconfig', region)}${path}?${query}`,
      headers: [],
      body: new Uint8Array(),
    }
  },
}

function originOf(service: string, region: string): string {
  return `https://${serviceHost({ partition: region.startsWith('cn-') ? 'aws-cn' : 'aws', region, service })}`
}

function json(origin: string, version: string, target: string, body: unknown): Made {
  const type = `application/x-amz-json-${version}`
  return post(`${origin}/`, type, [['X-Amz-Target', target]], JSON.stringify(body))
}

function post(url: string, contentType: string, headers: Fields, body: string): Made {
  return {
    method: 'POST',
    url,
    headers: [['Content-Type', contentType], ...headers],
    body: Buffer.from(body, 'utf8'),
  }
}

function listOf(text: string): readonly unknown[] {
  const read = jsonOf(text)
  return Array.isArray(read) ? read : text.split(',').map(item => item.trim())
}

// Services that speak JSON take a time as seconds since 1970.
function timeOr(name: string, value: string): string | number {
  const ms = name === 'Time' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? value : ms / 1000
}
