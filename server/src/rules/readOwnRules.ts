import type { Severity } from '../base/diagnostic.ts'
import type { OwnRule } from './ownRule.ts'
import { nearestName } from '../base/nearestName.ts'
import { isOtherCode } from './ruleSettings.ts'

/** What a module of own rules gives: its rules, and what is wrong with those that are left out. */
export interface ReadOwnRules {
  readonly rules: readonly OwnRule[]
  readonly problems: readonly string[]
}

/**
 * Reads the exports of a module: every export that is a rule, or a list of rules. `taken` are the ids that others have
 * already. Exports that look like no rule (functions, tables) are the module's own business.
 */
export function readOwnRules(exports: object, taken: ReadonlySet<string>): ReadOwnRules {
  const candidates = [...new Set(Object.values(exports).flatMap(candidatesIn))]
  const rules = new Map<string, OwnRule>()
  const problems: string[] = []
  for (const candidate of candidates) {
    const fault = faultOf(candidate, taken, rules)
    if (fault !== undefined) problems.push(`${fault}, so the rule does not run; see docs/own-rules.md`)
    else if (isSound(candidate)) rules.set(candidate.id, candidate)
  }
  if (candidates.length === 0) {
    problems.push(
      "It exports no rule, so it checks nothing; export an object with 'id', 'severity', 'summary' and 'visit'",
    )
  }
  return { rules: [...rules.values()], problems }
}

/** Names of the checks that a rule may have. */
export const visitorNames = [
  'definition',
  'api',
  'restApi',
  'httpApi',
  'webSocketApi',
  'resource',
  'method',
  'route',
  'integration',
  'authorizer',
  'stage',
  'function',
] as const

/** Whether a word is one of the severities. */
export function isSeverity(value: unknown): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info' || value === 'hint'
}

function candidatesIn(exported: unknown): object[] {
  if (Array.isArray(exported)) return exported.flatMap((item: unknown) => (isRuleLike(item) ? [item] : []))
  return isRuleLike(exported) ? [exported] : []
}

function isRuleLike(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ('visit' in value || 'id' in value)
}

// Only called for what `faultOf` found nothing wrong with; the type cannot say so.
function isSound(value: object): value is OwnRule {
  return 'visit' in value
}

function faultOf(
  rule: object,
  taken: ReadonlySet<string>,
  earlier: ReadonlyMap<string, OwnRule>,
): string | undefined {
  const { id, severity, summary, documentation, visit } = rule as Record<string, unknown>
  if (typeof id !== 'string' || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    return `A rule has ${typeof id === 'string' ? `the id '${id}'` : 'no id'}, which is no name in kebab-case such as 'operation-name-missing'`
  }
  if (taken.has(id) || isOtherCode(id)) return `Rule '${id}' has the id of a rule that is there already`
  if (earlier.has(id)) return `Rule '${id}' is exported twice`
  if (!isSeverity(severity)) return `Rule '${id}' has no severity 'error', 'warning', 'info' or 'hint'`
  if (typeof summary !== 'string' || summary === '') return `Rule '${id}' has no text 'summary'`
  if (documentation !== undefined && !isAddress(documentation)) {
    return `Rule '${id}' has a 'documentation' that is no http address`
  }
  return visitFault(id, visit)
}

function isAddress(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\//.test(value)
}

function visitFault(id: string, visit: unknown): string | undefined {
  if (typeof visit !== 'object' || visit === null) return `Rule '${id}' has no object 'visit'`
  const entries = Object.entries(visit)
  if (entries.length === 0) return `Rule '${id}' has no check in 'visit'`
  for (const [name, check] of entries) {
    if (!visitorNames.some(known => known === name)) {
      const nearest = nearestName(name, visitorNames)
      return `Rule '${id}' has a check '${name}', which is never called${nearest === undefined ? '' : ` ('${nearest}'?)`}`
    }
    if (typeof check !== 'function') return `Rule '${id}' has a check '${name}' that is no function`
  }
  return undefined
}
