import type { PolicyForm } from './policyPlace.ts'

/** What a place in a policy is for. */
export type PolicyPart =
  /** A key of the policy, a statement, an authorizer's response, or an object under `Principal`. */
  | { readonly type: 'policyKey' | 'statementKey' | 'responseKey' | 'permissionKey' | 'principalKey' }
  /** The document as a whole, where nothing stands yet. */
  | { readonly type: 'document' }
  /** A whole statement as an item of the list, or the list of them. */
  | { readonly type: 'statement'; readonly isItem: boolean }
  /** A value that stands directly under an element: `Effect`, `Version`, `Sid`, or of a response or permission. */
  | { readonly type: 'value'; readonly element: string }
  | { readonly type: 'action' | 'resource'; readonly element: string }
  /** What stands under `Principal` itself: `*` or an object. */
  | { readonly type: 'principal' }
  | { readonly type: 'principalValue'; readonly key: string }
  | { readonly type: 'condition' }
  | { readonly type: 'operator' }
  | { readonly type: 'conditionKey'; readonly operator: string }
  | { readonly type: 'conditionValue'; readonly operator: string; readonly key: string }

/** Where in a policy a path leads: the part, and how many segments lead to the statement around it. */
export interface PartAt {
  readonly part: PolicyPart
  /** Segments from the policy's place to the statement; undefined outside of statements. */
  readonly statementDepth: number | undefined
}

/**
 * Reads a path inside a policy's place. `isKey` tells that its end is a mapping that gets a key, rather than a value; in
 * YAML that can be meant as a value too.
 */
export function partAt(holds: PolicyForm, path: readonly string[], isKey: boolean): PartAt | undefined {
  const [first, ...rest] = path
  switch (holds) {
    case 'response':
    case 'httpResponse': {
      if (first === undefined) return isKey ? outside({ type: 'responseKey' }) : undefined
      if (plain(first) === 'policydocument') return deeper(partAt('policy', rest, isKey), 1)
      return rest.length === 0 && !isKey ? outside({ type: 'value', element: first }) : undefined
    }
    case 'permission':
      if (first === undefined) return isKey ? outside({ type: 'permissionKey' }) : undefined
      return rest.length === 0 ? outside(permissionPart(first)) : undefined
    case 'statement':
      return statementPart(path, isKey, 0)
    case 'statements':
      return statementsPart(path, isKey, 0)
    case 'policy':
      if (first === undefined) return outside({ type: isKey ? 'policyKey' : 'document' })
      if (plain(first) === 'statement' || plain(first) === 'satement') return statementsPart(rest, isKey, 1)
      return rest.length === 0 && !isKey ? outside({ type: 'value', element: first }) : undefined
  }
}

function statementsPart(path: readonly string[], isKey: boolean, depth: number): PartAt | undefined {
  const [index, ...rest] = path
  if (index === undefined) {
    return isKey
      ? { part: { type: 'statementKey' }, statementDepth: depth }
      : outside({ type: 'statement', isItem: false })
  }
  if (!isIndex(index)) return statementPart(path, isKey, depth)
  if (rest.length === 0 && !isKey) return outside({ type: 'statement', isItem: true })
  return statementPart(rest, isKey, depth + 1)
}

function statementPart(path: readonly string[], isKey: boolean, depth: number): PartAt | undefined {
  const part = elementPart(path, isKey)
  return part && { part, statementDepth: depth }
}

function elementPart(path: readonly string[], isKey: boolean): PolicyPart | undefined {
  const [element, ...rest] = path
  if (element === undefined) return isKey ? { type: 'statementKey' } : undefined
  switch (element) {
    case 'Action':
    case 'NotAction':
      return isListItem(rest) ? { type: 'action', element } : undefined
    case 'Resource':
    case 'NotResource':
      return isListItem(rest) ? { type: 'resource', element } : undefined
    case 'Principal':
    case 'NotPrincipal': {
      const [key, ...inner] = rest
      if (key === undefined) return { type: isKey ? 'principalKey' : 'principal' }
      return isListItem(inner) ? { type: 'principalValue', key } : undefined
    }
    case 'Condition': {
      const [operator, key, ...inner] = rest
      if (operator === undefined) return { type: isKey ? 'operator' : 'condition' }
      if (key === undefined) return isKey ? { type: 'conditionKey', operator } : undefined
      return isListItem(inner) ? { type: 'conditionValue', operator, key } : undefined
    }
    default:
      return rest.length === 0 && !isKey ? { type: 'value', element } : undefined
  }
}

function permissionPart(property: string): PolicyPart {
  if (property === 'Action') return { type: 'action', element: property }
  if (property === 'Principal') return { type: 'principalValue', key: 'Service' }
  if (property === 'SourceArn') return { type: 'conditionValue', operator: 'ArnLike', key: 'aws:SourceArn' }
  if (property === 'SourceAccount') {
    return { type: 'conditionValue', operator: 'StringEquals', key: 'aws:SourceAccount' }
  }
  return { type: 'value', element: property }
}

function outside(part: PolicyPart): PartAt {
  return { part, statementDepth: undefined }
}

function deeper(found: PartAt | undefined, steps: number): PartAt | undefined {
  if (found?.statementDepth === undefined) return found
  return { part: found.part, statementDepth: found.statementDepth + steps }
}

function isListItem(path: readonly string[]): boolean {
  return path.length === 0 || (path.length === 1 && isIndex(path[0] ?? ''))
}

function isIndex(segment: string): boolean {
  return /^\d+$/.test(segment)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
