import path from 'node:path'
import type { Diagnostic } from '../base/diagnostic.ts'
import { sarifReport } from '../io/sarif.ts'
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
    message: `${decisions[decision]}: ${reasonTexts[reason]}`,
    file: origin.file,
    range: origin.range,
    related: outcomes
      .filter(outcome => outcome.statement !== statement)
      .map(outcome => ({
        file: outcome.statement.origin.file,
        range: outcome.statement.origin.range,
        message: `${labelOf(outcome.statement)}: ${outcome.mismatch ? mismatchText(outcome.mismatch) : 'applies'}`,
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
