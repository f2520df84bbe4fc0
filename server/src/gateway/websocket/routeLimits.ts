import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { SourceLine } from '../../protocol/trace.ts'
import { because, GatewayError } from '../gatewayError.ts'
import type { PlanKey } from '../limits/apiKeys.ts'
import { keysOfStage } from '../limits/apiKeys.ts'
import type { LimitPlace } from '../limits/limitsOf.ts'
import { accountBucket, bucket, clientBucket, clientName, quotaOf } from '../limits/limitsOf.ts'
import { takeFrom } from '../limits/takeFrom.ts'
import type { Bucket } from '../limits/tokenBuckets.ts'
import type { ServedApi } from '../servedApi.ts'
import type { TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import { requestTime } from '../variables.ts'
import type { KeyCause } from '../why/cause.ts'
import type { World } from '../world.ts'
import { connectLimit } from './limits.ts'
import type { SocketCall } from './socketCall.ts'
import { withKnown } from './socketCall.ts'

/**
 * Asks for the API key where the route needs one (a message has the key of its handshake), takes a request off the quota
 * of its plan and a token off every bucket: the key's, the route's, the account's.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-protect.html
 */
export function routeLimits(call: SocketCall, world: World, trace: TraceRecorder): SocketCall {
  return trace.step('apiKey', tell => {
    const { apiKeyRequired, origin } = call.method
    tell(() => ({ state: 'failed', summary: '', origin: (apiKeyRequired ?? call.method).origin }))
    const client = valueOf(apiKeyRequired) === true ? requireKey(call) : undefined
    takeFrom(bucketsOf(call, client), world)
    if (!client) {
      tell(() => ({ state: 'skipped', summary: 'not required', origin }))
      return call
    }
    const left = takeOfQuota(client, world)
    tell(() => ({ state: 'passed', summary: `key **${client.key.id}**${left}`, origin: client.key.origin }))
    return withKnown(call, {
      identity: { ...call.connection.known.identity, apiKey: client.value, apiKeyId: client.key.id },
    })
  })
}

function requireKey({ served, connection }: SocketCall): PlanKey {
  const { definition, api, stage } = served
  const expression = valueOf(api.apiKeySelectionExpression) ?? '$request.header.x-api-key'
  const where = `\`${expression}\``
  const sent = expression.includes('usageIdentifierKey')
    ? connection.known.authorizer?.usageIdentifierKey
    : lastField(connection.client.headers, 'x-api-key')
  const refused = (reason: string, cause: KeyCause, source?: SourceLine) =>
    new GatewayError('INVALID_API_KEY', reason, { details: because(cause, source) })
  if (sent === undefined || sent === '')
    throw refused(`no API key at ${where}`, { type: 'apiKey', state: 'missing', where })
  const found = keysOfStage(definition, api, stage).find(({ value }) => value === sent)
  if (found?.isEnabled) return found
  if (found) {
    const { id: keyId, origin } = found.key
    const cause = { type: 'apiKey', state: 'disabled', where, keyId } as const
    throw refused(`API key **${keyId}** is not enabled`, cause, sourceLineOf(origin))
  }
  throw refused(`the key at ${where} is in no usage plan of stage \`${stage.name}\``, {
    type: 'apiKey',
    state: 'unknown',
    where,
  })
}

function takeOfQuota(client: PlanKey, world: World): string {
  const quota = quotaOf(client.plan?.plan.quota)
  if (!quota) return ''
  const { used, limit, resetsAt } = world.state.usage.of(clientName(client), quota, world.now())
  const { key, plan } = client
  const { period } = quota
  if (used >= limit) {
    world.state.refusals.add(clientName(client), world.now())
    throw new GatewayError(
      'QUOTA_EXCEEDED',
      `key **${key.id}** has used its ${limit} requests of this ${period}`,
      {
        details: because(
          { type: 'quota', keyId: key.id, limit, period, until: requestTime(resetsAt) },
          sourceLineOf((plan?.plan.quota ?? key).origin),
        ),
      },
    )
  }
  world.state.usage.add(clientName(client), quota, world.now())
  return `; ${limit - used - 1} of ${limit} requests are left`
}

function bucketsOf({ served, method, event }: SocketCall, client: PlanKey | undefined): Bucket[] {
  return [
    ...(client ? clientBucket(client) : []),
    ...socketRouteBucket(served, method.routeKey),
    ...(event.type === 'CONNECT' ? [connectionsBucket(served)] : []),
    accountBucket(served),
  ]
}

/** The bucket of a route of a WebSocket API. */
export function socketRouteBucket({ api, stage }: LimitPlace, routeKey: string): Bucket[] {
  const settings = stage.routeSettings?.get(routeKey)?.throttle ?? stage.defaultRouteSettings?.throttle
  return bucket(`route \`${routeKey}\``, `route ${api.id}/${stage.name}/${routeKey}`, settings)
}

/** New connections of all WebSocket APIs of an account. */
export function connectionsBucket({ accountId, region }: Pick<ServedApi, 'accountId' | 'region'>): Bucket {
  const key = `connections ${accountId} ${region}`
  return { name: 'new connections of the account', key, limit: connectLimit }
}
