import type { Authorizer } from '../../api/authorizer.ts'
import { valueOf } from '../../base/origin.ts'
import type { Mismatch, StatementReference } from '../../policy/evaluate/request.ts'
import { mismatchText } from '../../policy/evaluate/explain.ts'
import type { WhyFact, WhyFix } from '../../protocol/trace.ts'
import type { ToldStep } from '../trace.ts'
import type { About, Explanation } from './about.ts'
import { authorizerOf, backendName, requestName, targetOf } from './about.ts'
import type { PolicyCause } from './cause.ts'
import { code, goTo, replacement, stated, statedFact } from './parts.ts'
import { statementLines } from './jsonLines.ts'

/** Why policies decided against a call: which statement, in which policy, from where. */
export function policyWhy(about: About, cause: PolicyCause, told: ToldStep): Explanation {
  const { statement, reason } = cause.decision
  const { role } = statement ?? { role: roleOf(cause) }
  if (role === 'resource') return byResourcePolicy(about, cause)
  if (role === 'authorizer') return byAuthorizer(about, cause, told)
  return byCaller(about, cause, reason)
}

// An implicit deny has no statement: it is the policy's that was asked and had to allow.
function roleOf({ decision, asked }: PolicyCause): StatementReference['role'] {
  if (decision.reason === 'no-allow-by-boundary') return 'boundary'
  if (decision.reason === 'no-allow-by-resource' || decision.reason === 'private-without-policy')
    return 'resource'
  if (asked.authorization === 'CUSTOM') return 'authorizer'
  return asked.authorization === 'AWS_IAM' ? 'identity' : 'resource'
}

function byAuthorizer(about: About, cause: PolicyCause, told: ToldStep): Explanation {
  const { decision } = cause
  const { statement } = decision
  const { name, plain, authorizer } = authorizerOf(about)
  const { verdict } = told
  const call = code(requestName(about))
  const kept = verdict?.leftMs
  const evidence = verdict && {
    title: `Policy of ${plain}`,
    firstLine: 1,
    lines: statementLines(verdict.payload, statement?.index),
  }
  const facts = [requestArn(cause), policyFrom(told), ...missed(cause)]
  if (kept !== undefined) {
    const verb = statement ? `${named(statement)} denies` : 'does not allow'
    return {
      cause: 'authorizer-policy-cached',
      sentence: `${name} was not asked: **its policy is kept from an earlier request and ${verb}** ${call}. It decides about every method until it expires in ${Math.ceil(kept / 1000)} s.`,
      ...stated((authorizer?.resultTtlInSeconds ?? authorizer)?.origin),
      ...(evidence && { evidence }),
      facts,
      fixes: [...withoutCache(authorizer), ...goTo('Go to the handler', verdict?.source)],
    }
  }
  const then = `so ${backendName(about)} was never called`
  return {
    cause: statement ? 'authorizer-policy-denies' : 'authorizer-policy-allows-nothing',
    sentence: statement
      ? `${name} returned a policy whose **${named(statement)} denies** ${call}. A Deny wins over any Allow, ${then}.`
      : `${name} returned a policy that does not cover the call: **no statement allows** ${call}. What is not allowed is denied, ${then}.`,
    ...(verdict?.source && { source: verdict.source }),
    ...(evidence && { evidence }),
    facts,
    fixes: goTo('Go to the handler', verdict?.source ?? authorizer?.origin),
  }
}

function withoutCache(authorizer: Authorizer | undefined): WhyFix[] {
  const stated = authorizer?.resultTtlInSeconds
  const change = valueOf(stated) === undefined ? undefined : replacement(stated?.origin, '0')
  return change
    ? [{ type: 'edit', title: 'Set the time to 0', change }]
    : goTo('Go to the authorizer', authorizer?.origin)
}

function byResourcePolicy(about: About, cause: PolicyCause): Explanation {
  const { api } = about.served
  const { statement } = cause.decision
  const policy = api.type === 'rest' ? api.policy : undefined
  const origin = statement?.origin ?? policy?.origin ?? api.origin
  const then = `so neither an authorizer nor ${backendName(about)} was called`
  const sentence = statement
    ? `The resource policy of ${api.name} refused the call: **${named(statement)} denies** ${code(requestName(about))}. A Deny wins over any Allow, ${then}.`
    : policy
      ? `The resource policy of ${api.name} refused the call: **no statement allows** ${code(requestName(about))}. What it does not allow is denied, so ${backendName(about)} was never called.`
      : `${api.name} refused the call: **it is a private API without a resource policy**. Such an API refuses every call.`
  return {
    cause: statement ? 'resource-policy-denies' : 'resource-policy-allows-nothing',
    sentence,
    ...stated(statement ? origin : (firstStatement(cause) ?? origin)),
    facts: [requestArn(cause), caller(about), ...missed(cause)],
    fixes: goTo(statement ? 'Go to statement' : 'Go to policy', origin),
  }
}

function byCaller(about: About, cause: PolicyCause, reason: string): Explanation {
  const { asked, decision } = cause
  const { statement } = decision
  const who = asked.principal.type === 'AWS' ? asked.principal.arn : 'The caller'
  const isBackend = about.event === 'CALLBACK'
  const where = statement
    ? placed(statement)
    : isBackend
      ? about.served.api.origin
      : targetOf(about)?.authorization.origin
  const then = isBackend ? 'so nothing was done' : `so ${backendName(about)} was never called`
  const what =
    reason === 'no-allow-by-boundary' ? 'the permissions boundary does not allow' : 'no policy allows'
  return {
    cause: statement ? 'iam-policy-denies' : 'iam-policy-allows-nothing',
    sentence: statement
      ? `IAM refused ${code(who)}: **${named(statement)} of ${roleNames[statement.role]} denies** ${code(requestName(about))}. A Deny wins over any Allow, ${then}.`
      : `IAM refused ${code(who)}: **${what}** ${code(requestName(about))}. What is not allowed is denied, ${then}.`,
    ...stated(where),
    facts: [
      requestArn(cause),
      ...(isBackend ? [{ label: 'Action', text: code(asked.action) }] : []),
      ...missed(cause),
    ],
    fixes: goTo(
      statement ? 'Go to statement' : isBackend ? 'Go to the API' : 'Go to the authorization',
      where,
    ),
  }
}

// A policy that is taken as given stands in no file.
function placed(statement: StatementReference): StatementReference['origin'] | undefined {
  return statement.origin.file === '' ? undefined : statement.origin
}

function firstStatement({ decision }: PolicyCause): StatementReference['origin'] | undefined {
  return decision.outcomes.find(({ statement }) => statement.role === 'resource')?.statement.origin
}

const roleNames: Readonly<Record<StatementReference['role'], string>> = {
  resource: 'the resource policy',
  identity: 'its policies',
  authorizer: "the authorizer's policy",
  boundary: 'its permissions boundary',
}

/** `statement 2`, or by its Sid. */
function named({ index, sid }: StatementReference): string {
  return `statement ${sid ?? index + 1}`
}

function requestArn({ asked }: PolicyCause): WhyFact {
  return { label: 'Request ARN', text: code(asked.resource) }
}

function caller({ incoming }: About): WhyFact {
  return { label: 'Source IP', text: code(incoming.request.sourceIp) }
}

function policyFrom({ verdict, step }: ToldStep): WhyFact {
  const source = verdict?.source ?? step.source
  const text =
    verdict?.leftMs === undefined
      ? 'returned now, not from the cache'
      : `from the cache, good for ${Math.ceil(verdict.leftMs / 1000)} s more`
  return { label: 'Policy from', text, ...(source && { source }) }
}

const mostMissed = 3

/** Why the allowing statements do not apply: where somebody looks who expected to be let in. */
function missed({ decision, asked }: PolicyCause): WhyFact[] {
  if (decision.statement) return []
  return decision.outcomes
    .filter(({ statement, mismatch }) => statement.effect !== 'Deny' && mismatch)
    .slice(0, mostMissed)
    .map(({ statement, mismatch }) =>
      statedFact(
        `Statement ${statement.sid ?? statement.index + 1}`,
        mismatch ? mismatchWords(mismatch, asked.context) : '',
        statement.role === 'authorizer' ? undefined : statement.origin,
      ),
    )
}

function mismatchWords(mismatch: Mismatch, context: ReadonlyMap<string, readonly string[]>): string {
  const text = mismatchText(mismatch)
  if (mismatch.element !== 'Condition' || mismatch.why !== 'value') return text
  const has = context.get(mismatch.key.toLowerCase())
  return has ? `${text} (the request has ${code(has.join(', '))})` : text
}
