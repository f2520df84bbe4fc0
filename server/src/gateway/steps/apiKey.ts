import type { Origin } from '../../base/origin.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import { because, GatewayError } from '../gatewayError.ts'
import type { PlanKey } from '../limits/apiKeys.ts'
import { keysOfStage } from '../limits/apiKeys.ts'
import { bucketsOf, clientName, quotaOf } from '../limits/limitsOf.ts'
import { takeFrom } from '../limits/takeFrom.ts'
import {
  keyRefusal,
  logPlanCheck,
  logPlanPassed,
  quotaRefusal,
  throttleRefusal,
} from '../logs/usagePlanLines.ts'
import type { MethodCall } from '../methodCall.ts'
import { requestTime } from '../variables.ts'
import type { StepReport, TraceRecorder } from '../trace.ts'
import { sourceLineOf } from '../trace.ts'
import type { KeyCause } from '../why/cause.ts'
import type { World } from '../world.ts'

/**
 * Asks for the API key where the method needs one, then takes a request off the quota of its plan and a token off every
 * bucket that the request is counted in. Returns the call with what is known of its key.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
export function apiKey(call: MethodCall, world: World, trace: TraceRecorder): MethodCall {
  return trace.step('apiKey', tell => {
    const { apiKeyRequired: stated, origin: methodOrigin } = call.method
    const origin = (stated ?? call.method).origin
    tell(() => ({ state: 'failed', summary: '', origin }))
    const { execution } = trace
    if (stated && !stated.known) {
      const left = takeTokens(call, undefined, world)
      const summary = `whether a key is needed cannot be known here (${stated.reason}): the request went on without one${left}`
      tell(() => ({ state: 'notEmulated', summary, origin }))
      return call
    }
    if (!stated?.value) {
      logPlanCheck(call, undefined, execution)
      const left = takeTokens(call, undefined, world)
      logPlanPassed(call, undefined, execution)
      tell(() => ({ state: 'skipped', summary: `not required${left}`, origin: methodOrigin }))
      return call
    }
    const { sent, where } = sentKey(call)
    logPlanCheck(call, sent, execution)
    const client = requireKey(call, sent, where)
    const left = takeRequest(call, client, world)
    logPlanPassed(call, sent, execution)
    tell(() => reportOf(client, left, origin))
    return withKey(call, client)
  })
}

// The key of a plan that is known to be full says more than an empty bucket does, and takes no token.
function takeRequest(call: MethodCall, client: PlanKey, world: World): string {
  const now = world.now()
  const quota = quotaOf(client.plan?.plan.quota)
  const name = clientName(client)
  if (!quota) return takeTokens(call, client, world)
  const { used, limit, resetsAt } = world.state.usage.of(name, quota, now)
  const until = requestTime(resetsAt)
  if (used >= limit) {
    world.state.refusals.add(name, now)
    throw new GatewayError(
      'QUOTA_EXCEEDED',
      `key **${client.key.id}** has used its ${limit} requests of this ${quota.period}, until ${until}`,
      {
        logged: quotaRefusal(call, client.value, quota),
        details: because(
          { type: 'quota', keyId: client.key.id, limit, period: quota.period, until },
          sourceLineOf((client.plan?.plan.quota ?? client.key).origin),
        ),
      },
    )
  }
  const tokens = takeTokens(call, client, world)
  world.state.usage.add(name, quota, now)
  return `; ${limit - used - 1} of ${limit} requests are left until ${until}${tokens}`
}

/** Takes a token of every bucket; tells what is left in those that the definition states. */
function takeTokens(call: MethodCall, client: PlanKey | undefined, world: World): string {
  return takeFrom(bucketsOf(call, client), world, empty => throttleRefusal(call, empty))
}

/** What came as a key, and from where. */
function sentKey(call: MethodCall): { sent: string | undefined; where: string } {
  const { api } = call.served
  const source = valueOf(api.apiKeySource)?.toUpperCase() ?? 'HEADER'
  const sent =
    source === 'AUTHORIZER'
      ? call.authorizer?.usageIdentifierKey
      : lastField(call.incoming.request.headers, 'x-api-key')
  const where = source === 'AUTHORIZER' ? 'the `usageIdentifierKey` of the authorizer' : 'header `x-api-key`'
  return { sent, where }
}

function requireKey(call: MethodCall, sent: string | undefined, where: string): PlanKey {
  const { definition, api, stage } = call.served
  const refused = (reason: string, cause: KeyCause, origin?: Origin) =>
    new GatewayError('INVALID_API_KEY', reason, {
      logged: keyRefusal(call, sent),
      details: because(cause, origin && sourceLineOf(origin)),
    })
  if (sent === undefined || sent === '')
    throw refused(`no API key in ${where}`, { type: 'apiKey', state: 'missing', where })
  const keys = keysOfStage(definition, api, stage)
  const found = keys.find(({ value, isEnabled }) => isEnabled && value === sent)
  if (found) return found
  const disabled = keys.find(({ value }) => value === sent)
  if (disabled) {
    const { id: keyId, origin } = disabled.key
    throw refused(
      `API key **${keyId}** is not enabled`,
      { type: 'apiKey', state: 'disabled', where, keyId },
      origin,
    )
  }
  throw refused(`the key in ${where} is in no usage plan of stage \`${stage.name}\``, {
    type: 'apiKey',
    state: 'unknown',
    where,
  })
}

function reportOf({ key, plan }: PlanKey, left: string, origin: Origin): StepReport {
  const where = plan
    ? `of plan **${plan.plan.id}**`
    : 'that stands in here: the definition has no usage plan for this stage'
  return { state: 'passed', summary: `key **${key.id}** ${where}${left}`, origin: plan ? key.origin : origin }
}

function withKey(call: MethodCall, { key, value }: PlanKey): MethodCall {
  const known = call.context['identity']
  const identity = { ...(typeof known === 'object' && known), apiKey: value, apiKeyId: key.id }
  return { ...call, context: { ...call.context, identity } }
}
