import { arnFields } from '../arn.ts'
import type { CompiledStatement, PatternElement } from './compilePolicy.ts'
import { failedCondition } from './condition.ts'
import type { Pattern, Tokens, ValueOfKey } from './pattern.ts'
import { arnTokens, matchesTokens, tokensFor } from './pattern.ts'
import type { Naming } from './principal.ts'
import { isListed, namingOf } from './principal.ts'
import type { Mismatch, PolicyRequest } from './request.ts'

/** A statement held against a request. */
export interface StatementMatch {
  /** Undefined when the statement applies. */
  readonly mismatch: Mismatch | undefined
  /** How the statement names who asks; `none` where it has no principal. */
  readonly naming: Naming
}

/** Holds a statement of a policy that has principals (a resource policy) against a request. */
export function matchResourceStatement(statement: CompiledStatement, request: PolicyRequest): StatementMatch {
  const { principals, fault } = statement
  if (fault !== undefined) return refused(fault)
  if (!principals) return refused("'Principal' is missing")
  if (principals.isNot) {
    if (isListed(principals, request.principal)) return no({ element: 'NotPrincipal' })
    return { mismatch: mismatchOf(statement, request), naming: 'everybody' }
  }
  const naming = namingOf(principals, request.principal)
  if (naming === 'none') return no({ element: 'Principal' })
  return { mismatch: mismatchOf(statement, request), naming }
}

/** Holds a statement of a policy that belongs to who asks (identity, boundary, authorizer) against a request. */
export function matchOwnStatement(statement: CompiledStatement, request: PolicyRequest): StatementMatch {
  const { fault, resources } = statement
  if (fault !== undefined) return refused(fault)
  if (!resources) return refused("'Resource' is missing")
  return { mismatch: mismatchOf(statement, request), naming: 'none' }
}

function refused(why: string): StatementMatch {
  return no({ element: 'Statement', why })
}

function no(mismatch: Mismatch): StatementMatch {
  return { mismatch, naming: 'none' }
}

function mismatchOf(statement: CompiledStatement, request: PolicyRequest): Mismatch | undefined {
  const { actions, resources, conditions } = statement
  if (actions && matchesAction(actions, request.action) === actions.isNot) {
    return { element: actions.isNot ? 'NotAction' : 'Action' }
  }
  if (resources && !resourceApplies(resources, request)) {
    return { element: resources.isNot ? 'NotResource' : 'Resource' }
  }
  return failedCondition(conditions, request)
}

const noValue: ValueOfKey = () => undefined

function matchesAction({ patterns }: PatternElement, action: string): boolean {
  const lower = action.toLowerCase()
  return patterns.some(pattern => matchesTokens(tokensFor(pattern, noValue) ?? [], lower))
}

function resourceApplies({ isNot, patterns, shortForms }: PatternElement, request: PolicyRequest): boolean {
  const valueOf: ValueOfKey = key => {
    const values = request.context.get(key)
    return values?.length === 1 ? values[0] : undefined
  }
  const fields = arnFields(request.resource)
  let isUnresolved = false
  const matches = (pattern: Pattern, compare: (tokens: Tokens) => boolean) => {
    const tokens = tokensFor(pattern, valueOf)
    if (!tokens) isUnresolved = true
    return tokens !== undefined && compare(tokens)
  }
  const found =
    patterns.some(pattern => matches(pattern, tokens => matchesResource(tokens, fields))) ||
    shortForms.some(pattern => matches(pattern, tokens => matchesShortForm(tokens, fields)))
  // A statement whose variable has no value does not apply, whichever way it is meant.
  return isNot ? !found && !isUnresolved : found
}

function matchesResource(tokens: Tokens, fields: readonly string[]): boolean {
  const wanted = arnTokens(tokens)
  if (tokens.length === 1) return matchesTokens(tokens, fields.join(':')) || tokens[0] === -1
  return wanted.every((field, index) => matchesTokens(field, fields[index] ?? ''))
}

// The short form means the region, account and id of the API whose policy it stands in: the one that is called.
function matchesShortForm(tokens: Tokens, fields: readonly string[]): boolean {
  const [, , service, , , resource = ''] = fields
  const slash = resource.indexOf('/')
  return service === 'execute-api' && matchesTokens(tokens, slash < 0 ? '' : resource.slice(slash + 1))
}
