import type { Origin } from '../../base/origin.ts'
import type { PolicyDecision } from '../../policy/evaluate/evaluatePolicies.ts'
import { mismatchText } from '../../policy/evaluate/explain.ts'
import type { StatementReference } from '../../policy/evaluate/request.ts'
import type { AccessAnswer, AccessPlace, AccessStatement } from '../../protocol/access.ts'
import type { SourceLine } from '../../protocol/trace.ts'

/** A line of the user's files. */
export function lineOf({ file, range }: Origin): SourceLine {
  return { file, ...range.start }
}

/** A place that decided, undefined for one that stands in no file. */
export function placeOf(label: string, origin: Origin | undefined): AccessPlace[] {
  return origin && origin.file !== '' ? [{ label, source: lineOf(origin) }] : []
}

export function allowed(summary: string, ...decidedBy: readonly AccessPlace[]): AccessAnswer {
  return { verdict: 'allowed', word: '', summary, decidedBy, statements: [] }
}

export function refused(
  status: number | undefined,
  summary: string,
  ...decidedBy: readonly AccessPlace[]
): AccessAnswer {
  return { verdict: 'refused', word: String(status ?? 'no way'), summary, decidedBy, statements: [] }
}

export function depends(word: string, summary: string, ...decidedBy: readonly AccessPlace[]): AccessAnswer {
  return { verdict: 'depends', word, summary, decidedBy, statements: [] }
}

/** `resource policy, statement 2`, or with its Sid. */
export function statementName({ role, policy, index, sid }: StatementReference): string {
  const whose =
    role === 'identity' ? `caller's policy${policy > 0 ? ` ${policy + 1}` : ''}` : `${role} policy`
  return `${whose}, statement ${sid === undefined ? index + 1 : `'${sid}'`}`
}

/** Every statement that was looked at, and what became of it read both ways; policies that are given are left out. */
export function statementsOf(decision: PolicyDecision, atBest: PolicyDecision): AccessStatement[] {
  return decision.outcomes.flatMap(({ statement, mismatch }) => {
    if (statement.origin.file === '') return []
    const { role, policy, index, effect, origin } = statement
    const other = atBest.outcomes.find(
      ({ statement: each }) => each.role === role && each.policy === policy && each.index === index,
    )
    const isSure = !other || (other.mismatch === undefined) === (mismatch === undefined)
    const unsure = mismatch ?? other?.mismatch
    const element = unsure?.element ?? ''
    return {
      name: statementName(statement),
      effect: effect ?? 'none',
      outcome: !isSure
        ? `may apply: its ${element} hangs on what is not known here`
        : mismatch
          ? mismatchText(mismatch)
          : 'applies',
      applies: isSure && mismatch === undefined,
      isDeciding: decision.statement?.origin === origin,
      source: lineOf(origin),
    }
  })
}
