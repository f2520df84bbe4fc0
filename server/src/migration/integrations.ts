import type { Integration } from '../api/integration.ts'
import { lambdaTargetOf } from '../api/lambdaFunction.ts'
import type { VpcLink } from '../api/vpcLink.ts'
import { vpcLinkOf } from '../api/vpcLink.ts'
import type { Fact } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Teller } from './finding.ts'
import { requestMappings } from './mappings.ts'
import { responseMappings } from './responseMappings.ts'
import { serviceIntegration } from './serviceIntegration.ts'

/** What an integration is migrated with. */
export interface IntegrationSurroundings {
  readonly vpcLinks: readonly VpcLink[]
}

/** AWS's limit for an HTTP API, in milliseconds. */
const longestTimeoutMs = 30_000

/**
 * The integration that an HTTP API has in the place of a REST API's; undefined where it has none, which the findings say.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html
 */
export function migrateIntegration(
  integration: Integration,
  around: IntegrationSurroundings,
  tell: Teller,
): Integration | undefined {
  const { type } = integration
  for (const { name, origin } of integration.unmodelled)
    tell.decision('unread', `'${name}' of the integration is not read here; see what becomes of it`, origin)
  if (!type.known) {
    tell.decision(
      'unread',
      `the type of the integration cannot be known here (${type.reason}), so the route is left out`,
      type.origin,
    )
    return undefined
  }
  switch (type.value) {
    case 'AWS_PROXY':
    case 'AWS':
      return migrateAws(integration, type.value === 'AWS_PROXY', tell)
    case 'HTTP_PROXY':
    case 'HTTP':
      return migrateHttp(integration, type.value === 'HTTP_PROXY', around, tell)
    case 'MOCK':
      tell.lost(
        'mock-integration',
        'its answer is a mock, so the route is left out; let a function or an HTTP backend answer it',
        type.origin,
      )
      return undefined
    default:
      tell.decision(
        'unread',
        `'${type.value}' is no type of an integration, so the route is left out`,
        type.origin,
      )
      return undefined
  }
}

function migrateAws(integration: Integration, isProxy: boolean, tell: Teller): Integration | undefined {
  const { uri } = integration
  if (!uri?.known) {
    tell.decision(
      'unread',
      `what the integration calls cannot be known here${uri ? ` (${uri.reason})` : ''}, so the route is left out`,
      (uri ?? integration).origin,
    )
    return undefined
  }
  if (!lambdaTargetOf(uri.value)) return serviceIntegration(integration, uri.value, tell)
  tellOfPassing(integration, tell)
  if (!isProxy) tellOfCustomLambda(integration, tell)
  else tellOfIdleParts(integration, tell)
  return {
    ...bare(integration, tell),
    type: { known: true, value: 'AWS_PROXY', origin: integration.type.origin },
    httpMethod: { known: true, value: 'POST', origin: integration.type.origin },
    uri: { ...uri, value: uri.value.replace('/response-streaming-invocations', '/invocations') },
    // What such a function returns is the body itself, which format 2.0 makes an answer of.
    payloadFormatVersion: { known: true, value: isProxy ? '1.0' : '2.0', origin: integration.type.origin },
    ...(integration.credentials && { credentials: integration.credentials }),
  }
}

function tellOfCustomLambda(
  { type, requestTemplates, requestParameters, responses }: Integration,
  tell: Teller,
): void {
  const invocation = valueOf(requestParameters.get('integration.request.header.X-Amz-Invocation-Type'))
  if (invocation !== undefined)
    tell.lost(
      'lambda-integration',
      `the function is called as ${invocation}, which an HTTP API does not do: the client waits for the function, or a queue stands in front of it`,
      type.origin,
    )
  const made = requestTemplates.size > 0 ? 'what the template made' : "the request's body alone"
  tell.decision(
    'lambda-integration',
    `the function got ${made} and gets the whole request now, as an event of format 2.0: let it read what it needs from there`,
    type.origin,
  )
  const isMapped = responses.some(each => each.responseTemplates.size > 0 || each.responseParameters.size > 0)
  const hasErrors = responses.some(each => (valueOf(each.selectionPattern) ?? '') !== '')
  if (isMapped || hasErrors)
    tell.decision(
      'templates',
      'status, headers and body of the answer were made by integration responses; let the function return them: {statusCode, headers, body}',
      responses[0]?.origin,
    )
}

function tellOfIdleParts(
  { requestTemplates, requestParameters, responses, type }: Integration,
  tell: Teller,
): void {
  const idle = [
    ...(requestTemplates.size > 0 ? ['request templates'] : []),
    ...(requestParameters.size > 0 ? ['request parameters'] : []),
    ...(responses.some(each => each.responseTemplates.size + each.responseParameters.size > 0)
      ? ['integration responses']
      : []),
  ]
  if (idle.length > 0)
    tell.same(
      'templates',
      `${idle.join(' and ')} of a proxy integration change nothing and are left out`,
      type.origin,
    )
}

function migrateHttp(
  integration: Integration,
  isProxy: boolean,
  { vpcLinks }: IntegrationSurroundings,
  tell: Teller,
): Integration | undefined {
  const { uri, type, httpMethod } = integration
  if (!uri?.known) {
    tell.decision(
      'unread',
      `where the integration leads cannot be known here${uri ? ` (${uri.reason})` : ''}, so the route is left out`,
      (uri ?? integration).origin,
    )
    return undefined
  }
  tellOfPassing(integration, tell)
  if (!isProxy) tellOfCustomHttp(integration, tell)
  else tellOfIdleResponses(integration, tell)
  const { uri: address, parameters } = requestMappings(uri.value, integration.requestParameters, tell)
  return {
    ...bare(integration, tell),
    type: { known: true, value: 'HTTP_PROXY', origin: type.origin },
    uri: { ...uri, value: address },
    payloadFormatVersion: { known: true, value: '1.0', origin: type.origin },
    requestParameters: parameters,
    responses: isProxy ? [] : responseMappings(integration.responses, tell),
    ...(httpMethod && { httpMethod }),
    ...privateParts(integration, vpcLinks, tell),
  }
}

function tellOfCustomHttp({ type, requestTemplates, responses }: Integration, tell: Teller): void {
  tell.changed(
    'http-integration',
    'the backend gets every header and query parameter of the client, not the mapped ones alone, and all headers of its answer go back',
    type.origin,
  )
  const [template] = requestTemplates.values()
  if (template)
    tell.lost(
      'templates',
      'the request template is lost: the backend gets the body of the client as it is',
      template.origin,
    )
  const answered = responses.find(each => each.responseTemplates.size > 0)
  if (answered)
    tell.lost(
      'templates',
      'the response templates are lost: the client gets the body of the backend as it is',
      answered.origin,
    )
}

function tellOfIdleResponses({ responses, requestTemplates, type }: Integration, tell: Teller): void {
  if (responses.length > 0 || requestTemplates.size > 0)
    tell.same(
      'templates',
      'templates and integration responses of a proxy integration change nothing and are left out',
      type.origin,
    )
}

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
function privateParts(
  integration: Integration,
  vpcLinks: readonly VpcLink[],
  tell: Teller,
): Partial<Integration> {
  const { connectionType, connectionId, integrationTarget, tlsConfig, uri } = integration
  if (valueOf(tlsConfig?.insecureSkipVerification) === true)
    tell.lost(
      'http-integration',
      "'insecureSkipVerification' is lost: the backend's certificate is always checked",
      tlsConfig?.origin,
    )
  if (valueOf(connectionType) !== 'VPC_LINK') return {}
  const kept: Partial<Integration> = {
    ...(connectionType && { connectionType }),
    ...(connectionId && { connectionId }),
  }
  const address = valueOf(uri) ?? ''
  const listener = valueOf(integrationTarget)
  if (listener?.includes(':listener/') === true && integrationTarget) {
    const path = /^https?:\/\/[^/]+(\/[^?]*)/.exec(address)?.[1]
    tell.decision(
      'private-integration',
      `the URI is the listener now, and the path is that of the request without the stage; the backend was called at '${path ?? '/'}'`,
      integrationTarget.origin,
    )
    return {
      ...kept,
      uri: integrationTarget,
      requestParameters: new Map([
        ['overwrite:path', { known: true, value: '$request.path', origin: integrationTarget.origin }],
      ]),
    }
  }
  const link = vpcLinkOf(integration, vpcLinks)
  const isOld =
    link === undefined ? 'if it is one of REST APIs, ' : link.version === 1 ? 'it is one of REST APIs: ' : ''
  tell.decision(
    'private-integration',
    `the VPC link: ${isOld}make one of version 2 and name it, write the ARN of a listener (or of a Cloud Map service) as the URI, and map 'overwrite:path' to '$request.path' to keep the stage out of the backend's path`,
    connectionId?.origin ?? integration.origin,
  )
  return kept
}

/** What every integration has, without the parts that only REST APIs know. */
function bare(integration: Integration, tell: Teller): Integration {
  const timeout = timeoutOf(integration, tell)
  return {
    origin: integration.origin,
    type: integration.type,
    requestParameters: new Map(),
    requestTemplates: new Map(),
    cacheKeyParameters: [],
    responses: [],
    unmodelled: [],
    ...(timeout && { timeoutInMillis: timeout }),
  }
}

function timeoutOf(
  { timeoutInMillis, responseTransferMode }: Integration,
  tell: Teller,
): Fact<number> | undefined {
  if (!timeoutInMillis) return undefined
  if (!timeoutInMillis.known) {
    tell.decision(
      'timeout',
      `the time that the integration waits cannot be known here (${timeoutInMillis.reason}); it waits 30 seconds`,
      timeoutInMillis.origin,
    )
    return undefined
  }
  if (timeoutInMillis.value <= longestTimeoutMs) return timeoutInMillis
  const isStream = valueOf(responseTransferMode) === 'STREAM'
  tell.lost(
    'timeout',
    `the integration waits ${timeoutInMillis.value.toLocaleString('en-US')} ms, an HTTP API 30,000 at most${isStream ? '' : ': let slower work go on behind a queue or a state machine'}`,
    timeoutInMillis.origin,
  )
  return { ...timeoutInMillis, value: longestTimeoutMs }
}

// What passes through unseen, of all types.
function tellOfPassing(
  { responseTransferMode, contentHandling, passthroughBehavior, requestTemplates, responses }: Integration,
  tell: Teller,
): void {
  if (valueOf(responseTransferMode) === 'STREAM')
    tell.lost(
      'response-streaming',
      'the answer is not streamed: it is sent when it is whole, up to 10 MB',
      responseTransferMode?.origin,
    )
  const handled = contentHandling ?? responses.find(each => each.contentHandling)?.contentHandling
  if (handled)
    tell.lost(
      'binary-media-types',
      `'contentHandling' is lost: bodies are not converted between text and base64`,
      handled.origin,
    )
  if (valueOf(passthroughBehavior) === 'NEVER' && requestTemplates.size > 0)
    tell.lost(
      'templates',
      "'passthroughBehavior: never' is lost: bodies of every content type go to the backend",
      passthroughBehavior?.origin,
    )
}
