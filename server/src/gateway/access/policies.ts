import type { DataTree } from '../../api/dataTree.ts'
import { originAt, policyNodeOf } from '../../api/policyNode.ts'
import type { Origin } from '../../base/origin.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { compilePolicy } from '../../policy/evaluate/compilePolicy.ts'
import type { IsKnownKey, Leaning, UnknownElement } from '../../policy/evaluate/leaning.ts'
import { leanPolicy } from '../../policy/evaluate/leaning.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import { memberOf, treeOfValue, valuesOf } from '../../policy/policyTree.ts'

/** One policy with the place it stands in. */
export interface PlacedPolicy {
  readonly root: PolicyNode
  readonly originOf: (pointer: string) => Origin
}

/** The same policies read both ways: in favour of the caller and against. */
export interface LeaningPolicies {
  readonly permissive: readonly CompiledPolicy[]
  readonly restrictive: readonly CompiledPolicy[]
  /** By policy, then what in it is unknown. Empty lists when all is certain. */
  readonly unknown: readonly (readonly UnknownElement[])[]
}

/** Policies that can be asked again and again, for requests of which different keys are known. */
export interface CompiledPolicies {
  readonly policies: readonly PlacedPolicy[]
  /** Every condition key and variable in them, in lower case. */
  readonly keys: readonly string[]
  readonly leaning: (isKnownKey: IsKnownKey) => LeaningPolicies
}

/** A policy of the definition. */
export function placedPolicy(document: DataTree): PlacedPolicy {
  return { root: policyNodeOf(document), originOf: pointer => originAt(document, pointer) }
}

/** A policy that the definition does not state but names or implies; it stands where it is named. */
export function namedPolicy(document: unknown, origin: Origin): PlacedPolicy {
  return { root: treeOfValue(document), originOf: () => origin }
}

/** A policy that cannot be known here. */
export function unknownPolicy(origin: Origin): PlacedPolicy {
  return { root: { type: 'unknown', pointer: '', start: 0, end: 0 }, originOf: () => origin }
}

/** Prepares policies; each combination of known keys is compiled once. */
export function compilePolicies(policies: readonly PlacedPolicy[]): CompiledPolicies {
  const keys = [...new Set(policies.flatMap(({ root }) => keysOf(root)))]
  const known = new Map<string, LeaningPolicies>()
  return {
    policies,
    keys,
    leaning: isKnownKey => {
      const which = keys.filter(isKnownKey).join(' ')
      const made = known.get(which) ?? leaningPolicies(policies, isKnownKey)
      known.set(which, made)
      return made
    },
  }
}

function leaningPolicies(policies: readonly PlacedPolicy[], isKnownKey: IsKnownKey): LeaningPolicies {
  const compile = (leaning: Leaning) =>
    policies.map(({ root, originOf }) => {
      const leaned = leanPolicy(root, leaning, isKnownKey)
      return { ...leaned, compiled: compilePolicy(leaned.root, part => originOf(part.pointer)) }
    })
  const restrictive = compile('restrictive')
  const against = restrictive.map(({ compiled }) => compiled)
  const isCertain = restrictive.every(({ unknown }) => unknown.length === 0)
  return {
    permissive: isCertain ? against : compile('permissive').map(({ compiled }) => compiled),
    restrictive: against,
    unknown: restrictive.map(({ unknown }) => unknown),
  }
}

function keysOf(root: PolicyNode): string[] {
  return valuesOf(memberOf(root, 'Statement')?.value).flatMap(statement => {
    const condition = memberOf(statement, 'Condition')?.value
    const operators = condition?.type === 'object' ? condition.members : []
    const keys = operators.flatMap(({ value }) =>
      value.type === 'object' ? value.members.map(({ name }) => name) : [],
    )
    return [...keys, ...variablesIn(statement)].map(key => key.toLowerCase())
  })
}

function variablesIn(node: PolicyNode): string[] {
  if (node.type === 'list') return node.items.flatMap(variablesIn)
  if (node.type === 'object') return node.members.flatMap(({ value }) => variablesIn(value))
  if (node.type !== 'scalar' || typeof node.value !== 'string') return []
  return [...node.value.matchAll(/\$\{\s*([^{},]*?)\s*[,}]/g)].map(([, key = '']) => key)
}
