import type { Origin } from '../../base/origin.ts'
import { arnFields } from '../arn.ts'
import type { PolicyNode } from '../policyTree.ts'
import { memberOf, textOf, textsOf, valuesOf } from '../policyTree.ts'
import type { CompiledCondition } from './condition.ts'
import { compileConditions } from './condition.ts'
import type { Pattern } from './pattern.ts'
import { readPattern } from './pattern.ts'
import type { PrincipalElement } from './principal.ts'
import { compilePrincipals } from './principal.ts'

/** A policy made ready to be evaluated many times. */
export interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[]
}

export interface CompiledStatement {
  readonly sid: string | undefined
  readonly effect: 'Allow' | 'Deny' | undefined
  readonly origin: Origin
  /** Why IAM would refuse the statement; such a statement never applies. */
  readonly fault: string | undefined
  readonly principals: PrincipalElement | undefined
  readonly actions: ActionElement | undefined
  readonly resources: ResourceElement | undefined
  readonly conditions: readonly CompiledCondition[]
}

/** `Action` or `NotAction`. */
export interface ActionElement {
  readonly isNot: boolean
  readonly patterns: readonly Pattern[]
}

/** `Resource` or `NotResource`. */
export interface ResourceElement {
  readonly isNot: boolean
  readonly patterns: readonly ResourcePattern[]
}

export interface ResourcePattern {
  /** The six fields of an ARN; the one pattern behind `execute-api:/` in the short form of an API's resource policy. */
  readonly fields: readonly Pattern[]
  readonly isShort: boolean
  /** Whether it is `*`, which stands for every resource. */
  readonly isEverything: boolean
}

/** Prepares a policy; what cannot be read becomes statements with a fault. `originOf` tells where a part stands. */
export function compilePolicy(
  root: PolicyNode | undefined,
  originOf: (part: PolicyNode) => Origin,
): CompiledPolicy {
  const hasVariables = textOf(memberOf(root, 'Version')?.value) === '2012-10-17'
  const nodes = valuesOf(memberOf(root, 'Statement')?.value)
  return { statements: nodes.map(node => compileStatement(node, hasVariables, originOf(node))) }
}

function compileStatement(node: PolicyNode, hasVariables: boolean, origin: Origin): CompiledStatement {
  const effect = textOf(memberOf(node, 'Effect')?.value)
  const { conditions, fault } = compileConditions(memberOf(node, 'Condition')?.value, hasVariables)
  const actions = actionElement(node)
  return {
    sid: textOf(memberOf(node, 'Sid')?.value),
    effect: effect === 'Allow' || effect === 'Deny' ? effect : undefined,
    origin,
    fault: faultOf(node, effect, actions) ?? fault,
    principals: compilePrincipals(node),
    actions,
    resources: resourceElement(node, hasVariables),
    conditions,
  }
}

function faultOf(node: PolicyNode, effect: string | undefined, actions: ActionElement | undefined) {
  if (node.type !== 'object') return 'the statement is no object'
  if (effect !== 'Allow' && effect !== 'Deny') return "'Effect' is neither 'Allow' nor 'Deny'"
  if (!actions) return "'Action' is missing"
  return undefined
}

function actionElement(node: PolicyNode): ActionElement | undefined {
  const [positive, negative] = [memberOf(node, 'Action'), memberOf(node, 'NotAction')]
  const element = positive ?? negative
  if (!element) return undefined
  // Actions know no variables, and their case does not count.
  const patterns = textsOf(element.value).map(({ text }) =>
    readPattern(text.toLowerCase(), { hasVariables: false, hasWildcards: true }),
  )
  return { isNot: !positive, patterns }
}

function resourceElement(node: PolicyNode, hasVariables: boolean): ResourceElement | undefined {
  const [positive, negative] = [memberOf(node, 'Resource'), memberOf(node, 'NotResource')]
  const element = positive ?? negative
  if (!element) return undefined
  const patterns = textsOf(element.value).map(({ text }) => resourcePattern(text, hasVariables))
  return { isNot: !positive, patterns }
}

function resourcePattern(text: string, hasVariables: boolean): ResourcePattern {
  const rules = { hasVariables, hasWildcards: true }
  if (text.startsWith('execute-api:')) {
    const rest = text.slice('execute-api:'.length).replace(/^\//, '')
    return { fields: [readPattern(rest, rules)], isShort: true, isEverything: false }
  }
  const fields = arnFields(text)
  // AWS completes an ARN that lacks fields at its end.
  while (fields.length < 6) fields.push('*')
  return {
    fields: fields.map(field => readPattern(field, rules)),
    isShort: false,
    isEverything: text === '*',
  }
}
