import { readConditionOperator } from '../conditionOperator.ts'
import type { PolicyMember, PolicyNode, PolicyObject } from '../policyTree.ts'
import { memberOf, textOf, valuesOf } from '../policyTree.ts'

/**
 * Which way unknown parts are read: for the caller (an unknown allow applies, an unknown deny does not) or against. What
 * both ways decide alike is certain whatever the unknown parts are.
 */
export type Leaning = 'permissive' | 'restrictive'

/** What makes a policy uncertain: an element with an unknown value, or a condition on an unknown key of the request. */
export interface UnknownElement {
  /** Which statement, from 0; undefined for the policy as a whole. */
  readonly statement: number | undefined
  /** `Resource`, `Condition`, ... */
  readonly element: string
  /** Of a condition, or of a variable: the key of the request, as written. */
  readonly key?: string
  /** JSON Pointer of the part. */
  readonly pointer: string
}

export interface LeaningPolicy {
  readonly root: PolicyNode
  readonly unknown: readonly UnknownElement[]
}

/** Whether the value of a condition key, in lower case, is known; a key known to be absent is known too. */
export type IsKnownKey = (key: string) => boolean

/** Puts something known in the place of every unknown part of a policy. */
export function leanPolicy(root: PolicyNode, leaning: Leaning, isKnownKey: IsKnownKey): LeaningPolicy {
  const unknown: UnknownElement[] = []
  const statements = memberOf(root, 'Statement')?.value
  if (root.type === 'unknown' || statements?.type === 'unknown') {
    const { pointer } = statements ?? root
    unknown.push({ statement: undefined, element: 'Statement', pointer })
    return { root: object(root, [member(root, 'Statement', anyStatement(root, leaning))]), unknown }
  }
  if (root.type !== 'object' || !statements) return { root, unknown }
  const hasVariables = textOf(memberOf(root, 'Version')?.value) === '2012-10-17'
  const lean = (statement: PolicyNode, index: number) => {
    const tell = (found: Omit<UnknownElement, 'statement'>) => unknown.push({ statement: index, ...found })
    return leanStatement(statement, { leaning, isKnownKey, hasVariables, tell })
  }
  const leaned = list(statements, valuesOf(statements).map(lean))
  const members = root.members.map(each =>
    each.value === statements ? member(root, each.name, leaned) : each,
  )
  return { root: object(root, members), unknown }
}

interface Leaner {
  readonly leaning: Leaning
  readonly isKnownKey: IsKnownKey
  readonly hasVariables: boolean
  readonly tell: (found: Omit<UnknownElement, 'statement'>) => void
}

function leanStatement(statement: PolicyNode, leaner: Leaner): PolicyNode {
  if (statement.type === 'unknown') {
    leaner.tell({ element: 'Statement', pointer: statement.pointer })
    return anyStatement(statement, leaner.leaning)
  }
  if (statement.type !== 'object') return statement
  const effect = memberOf(statement, 'Effect')?.value
  if (effect?.type === 'unknown') leaner.tell({ element: 'Effect', pointer: effect.pointer })
  const isAllow = effect?.type === 'unknown' ? leaner.leaning === 'permissive' : textOf(effect) === 'Allow'
  const isWide = isAllow === (leaner.leaning === 'permissive')
  const members = statement.members.flatMap((each): PolicyMember[] => {
    if (each.value === effect && effect.type === 'unknown') {
      return [member(statement, each.name, text(effect, isAllow ? 'Allow' : 'Deny'))]
    }
    if (each.name === 'Condition') return leanCondition(each, isWide, leaner)
    return elements.has(each.name) ? [leanElement(each, isWide, leaner)] : [each]
  })
  return object(statement, members)
}

const elements = new Set(['Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal'])

function leanElement({ name, key, value }: PolicyMember, isWide: boolean, leaner: Leaner): PolicyMember {
  const found = firstUnknown(value, leaner)
  if (!found) return { name, key, value }
  leaner.tell({ element: name, ...found })
  // A list of exceptions is widest when it is short.
  const matchesAll = isWide !== name.startsWith('Not')
  return { name, key, value: matchesAll ? text(value, '*') : withoutUnknown(value, leaner) }
}

function leanCondition(condition: PolicyMember, isWide: boolean, leaner: Leaner): PolicyMember[] {
  const { value } = condition
  const never = (key: string) => operator(value, 'Null', key, list(value, []))
  const rest = (members: readonly PolicyMember[]) => [
    { name: condition.name, key: condition.key, value: object(value, members) },
  ]
  if (value.type === 'unknown') {
    leaner.tell({ element: 'Condition', pointer: value.pointer })
    return isWide ? [] : rest([never('Condition')])
  }
  if (value.type !== 'object') return [condition]
  const members = value.members.flatMap(each => {
    if (each.value.type === 'unknown') {
      leaner.tell({ element: 'Condition', pointer: each.value.pointer })
      return isWide ? [] : [never(each.name)]
    }
    return each.value.type === 'object' ? leanOperator(each, isWide, leaner) : [each]
  })
  return rest(members)
}

/** One operator, each of its keys by itself: keys with unknown parts go or can never be met. */
function leanOperator({ name, key: place, value }: PolicyMember, isWide: boolean, leaner: Leaner) {
  const written = readConditionOperator(name)
  const kept: PolicyMember[] = []
  const instead: PolicyMember[] = []
  const never = (key: string) => operator(value, 'Null', key, list(value, []))
  for (const each of value.type === 'object' ? value.members : []) {
    if (!leaner.isKnownKey(each.name.toLowerCase())) {
      leaner.tell({ element: 'Condition', key: each.name, pointer: each.value.pointer })
      if (!isWide) instead.push(never(each.name))
      continue
    }
    const found = firstUnknown(each.value, leaner)
    if (!found) {
      kept.push(each)
      continue
    }
    leaner.tell({ element: 'Condition', ...found })
    const isNegated = written?.base.isNegated === true
    if (isWide === isNegated) {
      kept.push({ name: each.name, key: each.key, value: withoutUnknown(each.value, leaner) })
    } else if (isWide) {
      // Whatever the value is, the key has to be there, unless the operator passes over keys that are not.
      const needsKey = written?.isIfExists !== true && written?.set !== 'all'
      const isNull = written?.base.comparison === 'absent'
      if (needsKey && !isNull) instead.push(operator(value, 'Null', each.name, text(value, 'false')))
    } else {
      // The unknown value may be the request's own: only a request without the key meets it then.
      const isAbsentEnough = written?.set !== 'any'
      instead.push(
        isAbsentEnough ? operator(value, 'Null', each.name, text(value, 'true')) : never(each.name),
      )
    }
  }
  return [...(kept.length > 0 ? [{ name, key: place, value: object(value, kept) }] : []), ...instead]
}

function firstUnknown(
  node: PolicyNode,
  leaner: Leaner,
): { readonly pointer: string; readonly key?: string } | undefined {
  if (node.type === 'unknown') return { pointer: node.pointer }
  if (node.type === 'list') return first(node.items, item => firstUnknown(item, leaner))
  if (node.type === 'object') return first(node.members, ({ value }) => firstUnknown(value, leaner))
  const key = unknownVariable(node, leaner)
  return key === undefined ? undefined : { pointer: node.pointer, key }
}

function unknownVariable(node: PolicyNode, { hasVariables, isKnownKey }: Leaner): string | undefined {
  const written = hasVariables ? textOf(node) : undefined
  if (!written?.includes('${')) return undefined
  const keys = [...written.matchAll(/\$\{\s*([^{},]*?)\s*(?:,[^}]*)?\}/g)].map(([, key = '']) => key)
  return keys.find(key => !/^[*?$]$/.test(key) && !isKnownKey(key.toLowerCase()))
}

function withoutUnknown(node: PolicyNode, leaner: Leaner): PolicyNode {
  if (node.type === 'object') {
    return object(
      node,
      node.members.map(({ name, key, value }) => ({ name, key, value: withoutUnknown(value, leaner) })),
    )
  }
  return list(
    node,
    valuesOf(node).filter(item => item.type !== 'unknown' && unknownVariable(item, leaner) === undefined),
  )
}

function anyStatement(at: PolicyNode, leaning: Leaning): PolicyNode {
  const effect = leaning === 'permissive' ? 'Allow' : 'Deny'
  return object(at, [
    member(at, 'Effect', text(at, effect)),
    ...['Principal', 'Action', 'Resource'].map(name => member(at, name, text(at, '*'))),
  ])
}

function operator(at: PolicyNode, name: string, key: string, value: PolicyNode): PolicyMember {
  return member(at, name, object(at, [member(at, key, value)]))
}

function member(at: PolicyNode, name: string, value: PolicyNode): PolicyMember {
  return { name, key: placeOf(at), value }
}

function object(at: PolicyNode, members: readonly PolicyMember[]): PolicyObject {
  return { type: 'object', members, ...placeOf(at) }
}

function list(at: PolicyNode, items: readonly PolicyNode[]): PolicyNode {
  return { type: 'list', items, ...placeOf(at) }
}

function text(at: PolicyNode, value: string): PolicyNode {
  return { type: 'scalar', value, ...placeOf(at) }
}

function placeOf({ pointer, start, end }: PolicyNode) {
  return { pointer, start, end }
}

function first<T, R>(items: readonly T[], find: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
