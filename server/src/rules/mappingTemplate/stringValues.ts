import type { MethodNode, ReferenceNode } from '../../template/tree.ts'
import type { TemplateNames } from './templateNodes.ts'
import { iteratedOf } from './templateNodes.ts'

/** Where text that a caller chooses comes from. */
export type Source = 'body' | 'parameter' | 'payload'

/** The source of a reference's value when it is printed as it came; undefined when it was escaped, or is not a caller's. */
export function rawSource(
  { root, accessors }: ReferenceNode,
  names: TemplateNames,
  depth = 0,
): Source | undefined {
  const [first, ...rest] = accessors
  if (root.text === 'input') {
    if (rest.some(({ kind }) => kind === 'method')) return undefined
    if (first?.kind === 'property') return first.name.text === 'body' ? 'body' : undefined
    if (first?.kind !== 'method') return undefined
    const { text } = first.name
    if (text === 'params') return 'parameter'
    return text === 'path' ? 'payload' : undefined
  }
  if (depth > 20 || accessors.some(({ kind }) => kind === 'method')) return undefined
  const assigned = names.assignments.get(root.text) ?? []
  const [only, ...others] = assigned
  if (!only || others.length > 0) return undefined
  const { node } = only
  const value = node.kind === 'set' ? node.value : node.name.text === 'foreach' ? iteratedOf(node) : undefined
  return value?.kind === 'reference' && value !== undefined ? rawSource(value, names, depth + 1) : undefined
}

/** The call of `$util.escapeJavaScript` that a reference is, with what is called on its result. */
export function escapeCall({
  root,
  accessors,
}: ReferenceNode): { readonly call: MethodNode; readonly after: ReferenceNode['accessors'] } | undefined {
  const [call, ...after] = accessors
  const isEscape = root.text === 'util' && call?.kind === 'method' && call.name.text === 'escapeJavaScript'
  return isEscape ? { call, after } : undefined
}
