import type { Origin } from '../../base/origin.ts'
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
  readonly actions: PatternElement | undefined
  readonly resources: PatternElement | undefined
  readonly conditions: readonly CompiledCondition[]
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface PatternElement {
  readonly isNot: boolean
  readonly patterns: readonly Pattern[]
  /** Of a resource: what stands behind `execute-api:` in the short form of an API's resource policy. */
  readonly shortForms: readonly Pattern[]
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

function faultOf(node: PolicyNode, effect: string | undefined, actions: PatternElement | undefined) {
  if (node.type !== 'object') return 'the statement is no object'
  if (effect !== 'Allow' && effect !== 'Deny') return "'Effect' is neither 'Allow' nor 'Deny'"
  if (!actions) return "'Action' is missing"
  return undefined
}

function actionElement(node: PolicyNode): PatternElement | undefined {
  const [positive, negative] = [memberOf(node, 'Action'), memberOf(node, 'NotAction')]
  const element = positive ?? negative
  if (!element) return undefined
  // Actions know no variables, and their case does not count.
  const patterns = textsOf(element.value).map(({ text }) =>
    readPattern(text.toLowerCase(), { hasVariables: false, hasWildcards: true }),
  )
  return { isNot: !positive, patterns, shortForms: [] }
}

function resourceElement(node: PolicyNode, hasVariables: boolean): PatternElement | undefined {
  const [positive, negative] = [memberOf(node, 'Resource'), memberOf(node, 'NotResource')]
  const element = positive ?? negative
  if (!element) return undefined
  const rules = { hasVariables, hasWildcards: true }
  const texts = textsOf(element.value).map(({ text }) => text)
  return {
    isNot: !positive,
    patterns: texts.filter(text => !isShortForm(text)).map(text => readPattern(text, rules)),
    shortForms: texts
      .filter(isShortForm)
      .map(text => readPattern(text.slice('execute-api:'.length).replace(/^\//, ''), rules)),
  }
}

function isShortForm(text: string): boolean {
  return text.startsWith('execute-api:')
}
