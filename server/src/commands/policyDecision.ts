import path from 'node:path'
import type { PolicyDecision } from '../policy/evaluate/evaluatePolicies.ts'
import { mismatchText, reasonTexts } from '../policy/evaluate/explain.ts'
import type { StatementReference } from '../policy/evaluate/request.ts'

const decisions = { allow: 'Allowed', explicitDeny: 'Denied', implicitDeny: 'Not allowed' } as const

/** A decision for a reader: what was decided and why, then each statement and what of it did not match. */
export function textDecision({ decision, reason, statement, outcomes }: PolicyDecision): string {
  const lines = outcomes.map(outcome => {
    const place = nameOf(outcome.statement)
    const effect = outcome.statement.effect ?? 'no effect'
    return `  ${place} (${effect}): ${outcome.mismatch ? mismatchText(outcome.mismatch) : 'applies'}`
  })
  const deciding = statement ? `  decided by ${nameOf(statement)}\n` : ''
  const rest = lines.length > 0 ? `\n${lines.join('\n')}\n` : ''
  return `${decisions[decision]}: ${reasonTexts[reason]}\n${deciding}${rest}`
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

function nameOf({ role, index, sid, origin }: StatementReference): string {
  const { line, character } = origin.range.start
  const file = path.relative('', origin.file)
  const name = sid === undefined ? `statement ${index + 1}` : `'${sid}'`
  return `${role} policy, ${name} at ${file}:${line + 1}:${character + 1}`
}
