import type { RestApi } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { Incoming } from '../incoming.ts'
import type { HttpResponse } from '../messages.ts'
import type { ServedApi } from '../servedApi.ts'
import type { ContextValues } from '../variables.ts'
import { contextValue } from '../variables.ts'
import type { AuthorizerFacts, RequestFacts } from './requestFacts.ts'

/** The format of the access log of a stage; undefined where it has none, or none that is known here. */
export function accessLogFormat({ stage }: Pick<ServedApi, 'stage'>): string | undefined {
  const format = valueOf(stage.accessLog?.format)?.trim()
  return format === '' ? undefined : format
}

/**
 * A line of an access log: `$context` variables are replaced by their values, those without a value by `-`; all else
 * stands as it is written. Values are put in as they are, with no escapes for JSON or XML.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export function renderAccessLog(format: string, context: ContextValues): string {
  return format.replace(variable, (_, name: string) => {
    const value = contextValue(context, name)
    return value === undefined || value === '' ? '-' : value
  })
}

// The underscore is the one special character that names of properties may have; a dot at the end ends a sentence.
const variable = /\$context\.(\w+(?:\.\w+)*)/g

/** What a request came to. */
export interface Completed {
  readonly served: ServedApi
  readonly incoming: Incoming
  /** As the steps left it. */
  readonly context: ContextValues
  readonly response: HttpResponse
  readonly facts: RequestFacts
  /** `$context.error`, when the gateway itself answered. */
  readonly error: ContextValues | undefined
  /** Milliseconds. */
  readonly latencyMs: number
  readonly integrationLatencyMs: number | undefined
}

/**
 * All variables of access logs: `$context` of the request and what only logs know.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export function accessLogContext(completed: Completed): ContextValues {
  const { incoming, context, response, facts, error, latencyMs } = completed
  return {
    ...context,
    ...integrationVariables(completed),
    ...(facts.authenticate && { authenticate: { ...facts.authenticate } }),
    ...(facts.authorize && { authorize: { ...facts.authorize } }),
    authorizer: authorizerVariables(nested(context['authorizer']), facts.authorizer),
    ...(error && { error }),
    ...customDomainOf(incoming),
    ...ownVariables(completed),
    status: response.status,
    responseLength: bytesOf(response),
    responseLatency: Math.round(latencyMs),
  }
}

function authorizerVariables(
  known: ContextValues,
  { caller, ...phase }: AuthorizerFacts = {},
): ContextValues {
  return { ...known, ...caller, ...phase }
}

function integrationVariables({ facts, integrationLatencyMs, served }: Completed): ContextValues {
  const { integration } = facts
  const latency = integrationLatencyMs === undefined ? undefined : Math.round(integrationLatencyMs)
  if (!integration && latency === undefined) return {}
  const { requestId2, ...own } = integration ?? {}
  const mode = served.api.type === 'rest' ? { responseTransferMode: 'BUFFERED' } : {}
  return {
    integration: { ...mode, ...own, ...(latency !== undefined && { latency }) },
    ...(latency !== undefined && { integrationLatency: latency }),
    ...(own.integrationStatus !== undefined && { integrationStatus: own.integrationStatus }),
    ...(own.error !== undefined && { integrationErrorMessage: own.error }),
    ...(own.requestId !== undefined && { awsEndpointRequestId: own.requestId }),
    ...(requestId2 !== undefined && { awsEndpointRequestId2: requestId2 }),
  }
}

function customDomainOf({ request: { door } }: Incoming): ContextValues {
  if (door?.type !== 'open' || !door.isCustom) return {}
  return { customDomain: { basePathMatched: door.before.replace(/^\//, '') } }
}

function ownVariables({ served, incoming, response }: Completed): ContextValues {
  const { api } = served
  if (api.type === 'rest') return restVariables(api, served, incoming)
  if (api.type === 'websocket') return {}
  return { dataProcessed: incoming.request.body.length + bytesOf(response) }
}

function restVariables(api: RestApi, { tracer }: ServedApi, { traceId }: Incoming): ContextValues {
  return {
    endpointType: valueOf(api.endpointTypes[0])?.toUpperCase() ?? 'EDGE',
    ...(tracer && { xrayTraceId: traceId.root }),
  }
}

function bytesOf({ body, stream }: HttpResponse): number {
  return stream?.record?.bytes ?? body.length
}

function nested(value: unknown): ContextValues {
  // Made by this gateway, as a plain record.
  return typeof value === 'object' && value !== null ? (value as ContextValues) : {}
}
