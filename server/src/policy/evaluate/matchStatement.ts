import { arnFields } from '../arn.ts'
import type { ActionElement, CompiledStatement, ResourceElement, ResourcePattern } from './compilePolicy.ts'
import { failedCondition } from './condition.ts'
import type { Pattern, ValueOfKey } from './pattern.ts'
import { matchesTokens, tokensFor } from './pattern.ts'
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

/** A request with what every statement asks of it worked out once. */
export interface Subject {
  readonly request: PolicyRequest
  /** In lower case. */
  readonly action: string
  /** Of the resource's ARN, six when it has all. */
  readonly fields: readonly string[]
  readonly valueOf: ValueOfKey
}

/** Prepares a request for holding statements against it. */
export function subjectOf(request: PolicyRequest): Subject {
  return {
    request,
    action: request.action.toLowerCase(),
    fields: arnFields(request.resource),
    valueOf: key => {
      const values = request.context.get(key)
      return values?.length === 1 ? values[0] : undefined
    },
  }
}

/** Holds a statement of a policy that has principals (a resource policy) against a request. */
export function matchResourceStatement(statement: CompiledStatement, subject: Subject): StatementMatch {
  const { principals, fault } = statement
  if (fault !== undefined) return refused(fault)
  if (!principals) return refused("'Principal' is missing")
  if (principals.isNot) {
    if (isListed(principals, subject.request.principal)) return no({ element: 'NotPrincipal' })
    return { mismatch: mismatchOf(statement, subject), naming: 'everybody' }
  }
  const naming = namingOf(principals, subject.request.principal)
  if (naming === 'none') return no({ element: 'Principal' })
  return { mismatch: mismatchOf(statement, subject), naming }
}

/** Holds a statement of a policy that belongs to who asks (identity, boundary, authorizer) against a request. */
export function matchOwnStatement(statement: CompiledStatement, subject: Subject): StatementMatch {
  const { fault, resources } = statement
  if (fault !== undefined) return refused(fault)
  if (!resources) return refused("'Resource' is missing")
  return { mismatch: mismatchOf(statement, subject), naming: 'none' }
}

function refused(why: string): StatementMatch {
  return no({ element: 'Statement', why })
}

function no(mismatch: Mismatch): StatementMatch {
  return { mismatch, naming: 'none' }
}

function mismatchOf(statement: CompiledStatement, subject: Subject): Mismatch | undefined {
  const { actions, resources, conditions } = statement
  if (actions && matchesAction(actions, subject.action) === actions.isNot) {
    return { element: actions.isNot ? 'NotAction' : 'Action' }
  }
  if (resources && !resourceApplies(resources, subject)) {
    return { element: resources.isNot ? 'NotResource' : 'Resource' }
  }
  return failedCondition(conditions, subject.request, subject.valueOf)
}

const noValue: ValueOfKey = () => undefined

function matchesAction({ patterns }: ActionElement, action: string): boolean {
  return patterns.some(
    pattern => action.startsWith(pattern.head) && matchesTokens(tokensFor(pattern, noValue) ?? [], action),
  )
}

function resourceApplies({ isNot, patterns }: ResourceElement, subject: Subject): boolean {
  let isUnresolved = false
  for (const pattern of patterns) {
    const result = matchesPattern(pattern, subject)
    if (result) return !isNot
    if (result === undefined) isUnresolved = true
  }
  // A statement whose variable has no value does not apply, whichever way it is meant.
  return isNot && !isUnresolved
}

/** Undefined when a variable has no value. */
function matchesPattern(
  { fields, isShort, isEverything }: ResourcePattern,
  subject: Subject,
): boolean | undefined {
  if (isEverything) return true
  const isUnresolved = fields.some(
    field => field.type === 'variable' && tokensFor(field, subject.valueOf) === undefined,
  )
  if (isUnresolved) return undefined
  if (isShort) return matchesShortForm(fields, subject)
  return fields.every((field, index) => matchesField(field, subject.fields[index] ?? '', subject))
}

function matchesField(field: Pattern, text: string, { valueOf }: Subject): boolean {
  return text.startsWith(field.head) && matchesTokens(tokensFor(field, valueOf) ?? [], text)
}

// The short form means the region, account and id of the API whose policy it stands in: the one that is called.
function matchesShortForm(patterns: readonly Pattern[], subject: Subject): boolean {
  const [, , service, , , resource = ''] = subject.fields
  const slash = resource.indexOf('/')
  const path = slash < 0 ? '' : resource.slice(slash + 1)
  return service === 'execute-api' && patterns.every(pattern => matchesField(pattern, path, subject))
}
