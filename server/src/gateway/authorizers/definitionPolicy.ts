import type { DataTree } from '../../api/dataTree.ts'
import { originAt, policyNodeOf, unknownParts } from '../../api/policyNode.ts'
import type { CompiledPolicy } from '../../policy/evaluate/compilePolicy.ts'
import { compilePolicy } from '../../policy/evaluate/compilePolicy.ts'
import type { PolicyNode } from '../../policy/policyTree.ts'
import { NotEmulatedError } from '../gatewayError.ts'

/**
 * Prepares a policy that the definition states. ARNs that name the API by its logical id, which is what references to it
 * give, name it by the id that it is served under.
 */
export function compileDefinitionPolicy(
  document: DataTree,
  logicalId: string,
  apiId: string,
): CompiledPolicy {
  const root = withApiId(policyNodeOf(document), logicalId, apiId)
  return compilePolicy(root, ({ pointer }) => originAt(document, pointer))
}

/** Refuses to decide by a policy of which a part cannot be known here; `owner` names it: `the resource policy`. */
export function requireKnown(document: DataTree, owner: string): void {
  const [unknown] = unknownParts(document)
  if (!unknown) return
  throw new NotEmulatedError(
    'unknown-value',
    `a part of ${owner} cannot be known here: ${unknown.reason}; give it by a parameter`,
    () => ({ source: { file: unknown.origin.file, ...unknown.origin.range.start } }),
  )
}

function withApiId(node: PolicyNode, logicalId: string, apiId: string): PolicyNode {
  if (node.type === 'list')
    return { ...node, items: node.items.map(item => withApiId(item, logicalId, apiId)) }
  if (node.type === 'object') {
    const members = node.members.map(member => ({
      ...member,
      value: withApiId(member.value, logicalId, apiId),
    }))
    return { ...node, members }
  }
  if (node.type !== 'scalar' || typeof node.value !== 'string') return node
  const [, head = '', named = '', rest = ''] =
    /^(arn:[^:]*:execute-api:[^:]*:[^:]*:)([^/]*)(.*)$/s.exec(node.value) ?? []
  return named === logicalId ? { ...node, value: head + apiId + rest } : node
}
