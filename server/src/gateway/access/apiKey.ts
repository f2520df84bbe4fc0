import { valueOf } from '../../base/origin.ts'
import type { AccessAnswer } from '../../protocol/access.ts'
import { depends, placeOf, refused } from './answer.ts'
import type { ApiContext } from './apiContext.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity } from './identity.ts'
import { refusalStatus } from './refusalStatus.ts'

/**
 * The answer of a route's authorization, and after it that of the API key where the route asks for one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
 */
export function withApiKey(
  context: ApiContext,
  route: GuardedRoute,
  identity: Identity,
  answer: AccessAnswer,
): AccessAnswer {
  const required = route.apiKeyRequired
  if (!required || (required.known && !required.value) || answer.verdict === 'refused') return answer
  if (!required.known) {
    const summary = `${answer.summary} Whether it needs an API key is not known here: ${required.reason}.`
    return { ...answer, verdict: 'depends', word: answer.word || 'unknown', summary }
  }
  const fault = keyFault(context, route, identity)
  if (!fault) return answer
  const { statements } = answer
  if (fault.verdict === 'refused') {
    const status = refusalStatus(context.api, 'INVALID_API_KEY')
    return { ...refused(status, fault.why, ...fault.places), statements }
  }
  if (answer.verdict === 'depends') {
    return {
      ...answer,
      summary: `${answer.summary} ${fault.why}`,
      decidedBy: [...answer.decidedBy, ...fault.places],
    }
  }
  return { ...depends(fault.word, fault.why, ...fault.places), statements }
}

interface KeyFault {
  readonly verdict: 'refused' | 'depends'
  readonly word: string
  readonly why: string
  readonly places: ReturnType<typeof placeOf>
}

function keyFault(context: ApiContext, route: GuardedRoute, identity: Identity): KeyFault | undefined {
  const { api } = context
  const no = (why: string, places: KeyFault['places'] = []): KeyFault => ({
    verdict: 'refused',
    word: '',
    why,
    places,
  })
  const maybe = (word: string, why: string, places: KeyFault['places'] = []): KeyFault => ({
    verdict: 'depends',
    word,
    why,
    places,
  })
  if (isFromAuthorizer(context)) {
    return route.authorization.type === 'CUSTOM'
      ? maybe('key', 'The API key is the `usageIdentifierKey` that the authorizer returns.')
      : no(
          '**No API key.** Keys come from an authorizer here (`AUTHORIZER`), and this route has no Lambda authorizer.',
        )
  }
  const given = identity.apiKey
  if (!given) return no('**No API key.** The route needs one of a usage plan for this stage in `x-api-key`.')
  if (given.type === 'ofPlan') return undefined
  const { apiKeys } = context.definition.surroundings
  const key = apiKeys.find(({ id }) => id === given.id)
  if (key && valueOf(key.isEnabled) === false) {
    return no(`**The API key is disabled.** ${key.id} opens nothing.`, placeOf(key.id, key.isEnabled?.origin))
  }
  if (isInPlan(context, given.id)) return undefined
  return maybe(
    'plan',
    `**Depends on a usage plan.** No plan of the definition gives the key ${given.id} to stage ${context.place.stage} of ${api.name}.`,
    placeOf(given.id, key?.origin),
  )
}

function isFromAuthorizer({ api }: ApiContext): boolean {
  if (api.type === 'rest') return valueOf(api.apiKeySource) === 'AUTHORIZER'
  if (api.type !== 'websocket') return false
  return /usageIdentifierKey/.test(valueOf(api.apiKeySelectionExpression) ?? '')
}

function isInPlan({ api, definition, place }: ApiContext, keyId: string): boolean {
  const { usagePlanKeys, usagePlans } = definition.surroundings
  const plans = usagePlanKeys
    .filter(each => valueOf(each.keyId) === keyId)
    .map(each => valueOf(each.usagePlanId))
  return usagePlans
    .filter(({ id }) => plans.includes(id))
    .some(({ apiStages }) =>
      apiStages.some(each => valueOf(each.apiId) === api.id && valueOf(each.stageName) === place.stage),
    )
}
