import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import { reasonTexts } from '../../policy/evaluate/explain.ts'
import type { UnknownElement } from '../../policy/evaluate/leaning.ts'
import type { AccessAnswer } from '../../protocol/access.ts'
import { allowed, depends, placeOf, refused, statementName, statementsOf } from './answer.ts'
import type { ApiContext } from './apiContext.ts'
import type { PolicyAnswer } from './askPolicies.ts'
import { readableArn } from './calledResource.ts'
import type { GuardedRoute } from './guardedRoute.ts'
import type { Identity } from './identity.ts'
import { refusalStatus } from './refusalStatus.ts'

/** What policies say of a route's calls, for a reader. */
export function policyAnswer(
  context: ApiContext,
  route: GuardedRoute,
  identity: Identity,
  answer: PolicyAnswer,
): AccessAnswer {
  return {
    ...verdictOf(context, route, identity, answer),
    statements: statementsOf(answer.decision, answer.atBest),
  }
}

function verdictOf(
  context: ApiContext,
  route: GuardedRoute,
  identity: Identity,
  answer: PolicyAnswer,
): AccessAnswer {
  const { decision, verdict } = answer
  const places = decidingPlaces(context, decision)
  if (verdict === 'unknown') {
    return depends(
      'unknown',
      `**Depends on ${unknownText(answer.unknown)}.**`,
      ...unknownPlaces(answer),
      ...places,
    )
  }
  if (verdict === 'some') {
    return depends('some', someText(route, answer), ...exceptionPlaces(answer), ...places)
  }
  if (verdict === 'allow') return allowed(allowText(decision, identity), ...places)
  const type = decision.reason === 'not-signed' ? 'MISSING_AUTHENTICATION_TOKEN' : 'ACCESS_DENIED'
  return refused(refusalStatus(context.api, type), refusalText(context, decision), ...places)
}

function allowText({ reason, statement }: PolicyDecision, { principal }: Identity): string {
  if (reason === 'open')
    return '**Open to everybody.** The method asks for no authorization, and the API has no resource policy.'
  if (statement && statement.origin.file !== '') return `**Allowed** by the ${statementName(statement)}.`
  if (principal?.policies.type === 'everything') {
    return "**Allowed** because the caller's own policy allows `execute-api:Invoke`, as this one is taken to do."
  }
  return `**Allowed**: ${reasonTexts[reason]}.`
}

function refusalText({ api }: ApiContext, { reason, statement }: PolicyDecision): string {
  if (statement) return `**Denied** by the ${statementName(statement)}; a deny wins over every allow.`
  if (reason === 'not-signed')
    return '**Not signed.** The method takes requests signed with AWS credentials only.'
  if (reason === 'no-allow-by-resource' && api.type !== 'rest') {
    return '**Not allowed.** An API of this kind has no resource policy, so callers of another account have to take a role of this one.'
  }
  if (reason === 'no-allow-by-resource') {
    return '**Not allowed.** No statement of the resource policy allows it, and here one has to.'
  }
  return `**Not allowed**: ${reasonTexts[reason]}.`
}

function decidingPlaces({ api }: ApiContext, { reason, statement }: PolicyDecision) {
  if (statement) return placeOf(statementName(statement), statement.origin)
  const isByResource = /resource|^no-allow$|^private/.test(reason)
  const policy = isByResource && api.type === 'rest' ? api.policy : undefined
  return placeOf('resource policy', policy?.origin)
}

function unknownText(unknown: readonly UnknownElement[]): string {
  const keys = [...new Set(unknown.flatMap(({ key }) => (key === undefined ? [] : [`\`${key}\``])))]
  const parts = [...new Set(unknown.filter(({ key }) => key === undefined).map(({ element }) => element))]
  const ofRequest = keys.length > 0 ? [`${keys.join(' and ')} of the request`] : []
  const ofPolicy = parts.map(element =>
    element === 'Statement'
      ? 'a policy that is not known here'
      : `a value in \`${element}\` that is not known here`,
  )
  return [...ofRequest, ...ofPolicy].join(' and ') || 'what is not known here'
}

function unknownPlaces({ decision, atBest }: PolicyAnswer) {
  const unsure = decision.outcomes.filter(({ statement, mismatch }) => {
    const other = atBest.outcomes.find(
      ({ statement: each }) =>
        each.role === statement.role && each.policy === statement.policy && each.index === statement.index,
    )
    return other && (other.mismatch === undefined) !== (mismatch === undefined)
  })
  return unsure.flatMap(({ statement }) => placeOf(statementName(statement), statement.origin))
}

const words = { allow: 'allowed', refuse: 'refused', unknown: 'not certain' } as const

function someText(route: GuardedRoute, { decision, exceptions }: PolicyAnswer): string {
  const general = decision.decision === 'allow' ? 'Allowed' : 'Refused'
  const named = exceptions.slice(0, 3).map(({ resource, verdict }) => {
    const what = resource.special === undefined ? resource.arn : readableArn(resource.special, route)
    return `${words[verdict]} for ${what}`
  })
  const more = exceptions.length > 3 ? `, and so on for ${exceptions.length - 3} more` : ''
  return `**${general} in general, but ${named.join(', ')}**${more}.`
}

function exceptionPlaces({ exceptions }: PolicyAnswer) {
  return exceptions
    .flatMap(({ decision }) => (decision.statement ? [decision.statement] : []))
    .slice(0, 1)
    .flatMap(statement => placeOf(statementName(statement), statement.origin))
}
