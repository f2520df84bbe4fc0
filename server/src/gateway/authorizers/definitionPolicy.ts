import type { DataTree } from '../../api/dataTree.ts'
import { originAt, policyNodeOf } from '../../api/policyNode.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import type { PlacedPolicy } from '../access/policies.ts'

/** How an API is named in ARNs: by the definition, and as it is served here. */
export interface OwnName {
  /** The logical id, which references give, and any other id that can only mean this API. */
  readonly ids: ReadonlySet<string>
  /** `REGION:ACCOUNT:API` as served. */
  readonly served: string
}

/** A policy of the definition in which the ARNs that name the API name it as it is served. */
export function policyOfServed(document: DataTree, name: OwnName): PlacedPolicy {
  return withServedName(
    { root: policyNodeOf(document), originOf: pointer => originAt(document, pointer) },
    name,
  )
}

/** The same for a policy that has its places already. */
export function withServedName({ root, originOf }: PlacedPolicy, name: OwnName): PlacedPolicy {
  return { root: renamed(root, name), originOf }
}

function renamed(node: PolicyNode, name: OwnName): PolicyNode {
  if (node.type === 'list') return { ...node, items: node.items.map(item => renamed(item, name)) }
  if (node.type === 'object') {
    const members = node.members.map(member => ({ ...member, value: renamed(member.value, name) }))
    return { ...node, members }
  }
  if (node.type !== 'scalar' || typeof node.value !== 'string') return node
  const [, head = '', id = '', rest = ''] =
    /^(arn:[^:]*:execute-api:)[^:]*:[^:]*:([^/]*)(.*)$/s.exec(node.value) ?? []
  return name.ids.has(id) ? { ...node, value: head + name.served + rest } : node
}
