import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { sarifReport } from '../io/sarif.ts'
import type { DecisionReason, PolicyDecision } from '../policy/evaluate/evaluatePolicies.ts'
import type { Mismatch, StatementReference } from '../policy/evaluate/request.ts'

const decisions = { allow: 'Allowed', explicitDeny: 'Denied', implicitDeny: 'Not allowed' } as const

const reasons: Readonly<Record<DecisionReason, string>> = {
  'explicit-deny': 'a statement denies it, and a deny wins over every allow',
  'allowed-by-identity': 'a policy of the caller allows it',
  'allowed-by-resource': 'the resource policy allows it',
  'allowed-by-authorizer': "the authorizer's policy allows it",
  'no-allow': 'no statement allows it',
  'no-allow-by-identity': "the caller is of another account, and no policy of the caller's own allows it",
  'no-allow-by-resource': 'the resource policy does not allow it, and here it must',
  'no-allow-by-authorizer': "the authorizer's policy does not allow it, and here it must",
  'no-allow-by-boundary': 'the permissions boundary does not allow it',
  open: 'the method needs no authorization and the API has no resource policy',
  'private-without-policy': 'a private API without a resource policy refuses every call',
  'not-authenticated': 'the authorizer did not accept the caller',
  'not-signed': 'the method needs a signed request',
}

/** A decision for a reader: what was decided and why, then each statement and what of it did not match. */
export function textDecision({ decision, reason, statement, outcomes }: PolicyDecision): string {
  const lines = outcomes.map(outcome => {
    const place = nameOf(outcome.statement)
    const effect = outcome.statement.effect ?? 'no effect'
    return `  ${place} (${effect}): ${outcome.mismatch ? textOf(outcome.mismatch) : 'applies'}`
  })
  const deciding = statement ? `  decided by ${nameOf(statement)}\n` : ''
  const rest = lines.length > 0 ? `\n${lines.join('\n')}\n` : ''
  return `${decisions[decision]}: ${reasons[reason]}\n${deciding}${rest}`
}

/** A decision as JSON; `range` is zero-based. */
export function jsonDecision({ decision, reason, statement, outcomes }: PolicyDecision): string {
  const report = {
    decision,
    reason,
    ...(statement && { statement }),
    statements: outcomes.map(outcome => ({ ...outcome.statement, mismatch: outcome.mismatch ?? null })),
  }
  return `${JSON.stringify(report, undefined, 2)}\n`
}

/**
 * A decision as SARIF: one result at the statement that decided, or at the request where none did; an error when the
 * request is not allowed. The other statements are its related places, each with what of it did not match.
 */
export function sarifDecision(
  { decision, reason, statement, outcomes }: PolicyDecision,
  request: string,
): string {
  const start = { line: 0, character: 0 }
  const origin = statement?.origin ?? { file: request, range: { start, end: start } }
  const diagnostic: Diagnostic = {
    code: decision === 'allow' ? 'request-allowed' : 'request-denied',
    severity: decision === 'allow' ? 'info' : 'error',
    message: `${decisions[decision]}: ${reasons[reason]}`,
    file: origin.file,
    range: origin.range,
    related: outcomes
      .filter(outcome => outcome.statement !== statement)
      .map(outcome => ({
        file: outcome.statement.origin.file,
        range: outcome.statement.origin.range,
        message: `${labelOf(outcome.statement)}: ${outcome.mismatch ? textOf(outcome.mismatch) : 'applies'}`,
      })),
  }
  const version = typeof GATEHOUSE_VERSION === 'string' ? GATEHOUSE_VERSION : '0.0.0'
  const uriOf = (file: string) => path.relative('', file).replaceAll(path.sep, '/')
  return sarifReport([{ path: uriOf(origin.file), diagnostics: [diagnostic] }], version, uriOf)
}

function labelOf({ role, index, sid }: StatementReference): string {
  return `${role} policy, ${sid === undefined ? `statement ${index + 1}` : `'${sid}'`}`
}

function nameOf(statement: StatementReference): string {
  const { file, range } = statement.origin
  const { line, character } = range.start
  return `${labelOf(statement)} at ${path.relative('', file)}:${line + 1}:${character + 1}`
}

function textOf(mismatch: Mismatch): string {
  if (mismatch.element === 'Statement') return `cannot apply, because ${mismatch.why}`
  if (mismatch.element !== 'Condition') return `${mismatch.element} does not match`
  const { operator, key, why } = mismatch
  const explanation = {
    absent: 'the request does not have the key',
    value: 'no value matches',
    multivalued: 'the key has several values, which needs ForAllValues or ForAnyValue',
    variable: 'a variable has no value in the request',
  }[why]
  return `Condition ${operator} '${key}' is not met: ${explanation}`
}
