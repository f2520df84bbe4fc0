import type { TextEdit } from '../../server/src/base/diagnostic.ts'
import { createLineIndex, offsetAt } from '../../server/src/base/text.ts'
import { lintPolicy } from '../../server/src/policy/lint/lintPolicy.ts'
import type { PolicyDiagnostic } from '../../server/src/policy/policyTree.ts'
import { readPolicyJson } from '../../server/src/policy/readJson.ts'
import { actionData } from '../support/actionData.ts'

export { actionData } from '../support/actionData.ts'

/** The findings of a text or value. */
export function lint(type: string, policy: unknown): PolicyDiagnostic[] {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy, undefined, 2)
  return lintPolicy(readPolicyJson('/policy.json', text), type, actionData)
}

/** The findings as lines: `severity code pointer`. */
export function findings(type: string, policy: unknown): string[] {
  return lint(type, policy).map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`)
}

/** The findings that are errors, without their severity. */
export function errors(type: string, policy: unknown): string[] {
  return findings(type, policy)
    .filter(line => line.startsWith('error '))
    .map(line => line.slice('error '.length))
}

/** The text after one *fix all*: every preferred fix whose edits touch no earlier one. */
export function fixAll(type: string, text: string): string {
  const lines = createLineIndex(text)
  const at = (position: TextEdit['range']['start']) => offsetAt(lines, position, text)
  let fixed = text
  let from = Infinity
  const edits = lint(type, text)
    .flatMap(({ fixes = [] }) => fixes.filter(({ isPreferred }) => isPreferred).flatMap(fix => fix.edits))
    .sort((a, b) => at(b.range.end) - at(a.range.end))
  for (const { range, newText } of edits) {
    if (at(range.end) > from) continue
    from = at(range.start)
    fixed = fixed.slice(0, from) + newText + fixed.slice(at(range.end))
  }
  return fixed
}

/** An identity-based policy with one statement that allows, changed by `elements`; undefined removes one. */
export function allowing(elements: Readonly<Record<string, unknown>>): object {
  const statement = {
    Effect: 'Allow',
    Action: 'execute-api:Invoke',
    Resource: 'arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/prod/GET/pets',
    ...elements,
  }
  return { Version: '2012-10-17', Statement: [statement] }
}

/** An API's resource policy with one statement that allows everybody, changed by `elements`. */
export function apiAllowing(elements: Readonly<Record<string, unknown>>): object {
  return allowing({ Principal: '*', Resource: 'execute-api:/*', ...elements })
}
