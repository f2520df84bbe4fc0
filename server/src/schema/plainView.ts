import type { Node } from '../syntax/node.ts'
import { entryOf } from '../syntax/node.ts'

/**
 * A tree as the plain data that a validator sees. What cannot be known is left out of it: intrinsic functions, `$ref`s,
 * items of such. `pruned` names further nodes to leave out, because they are validated on their own.
 */
export function plainView(node: Node, pruned: ReadonlySet<Node> = new Set()): unknown {
  if (node.type === 'scalar') return node.value
  if (node.type === 'sequence') return visibleItems(node, pruned).map(item => plainView(item, pruned))
  const result: Record<string, unknown> = {}
  for (const { name, value } of node.entries) {
    if (isHidden(value, pruned)) continue
    // A user's key `__proto__` must not become one; objects without a prototype are slow to make and to look into.
    if (name === '__proto__')
      Object.defineProperty(result, name, { value: plainView(value, pruned), enumerable: true })
    else result[name] = plainView(value, pruned)
  }
  return result
}

/** The node that a path inside the view of `node` means; the inverse of `plainView`. */
export function nodeInView(
  node: Node,
  path: readonly string[],
  pruned: ReadonlySet<Node> = new Set(),
): Node | undefined {
  let current: Node | undefined = node
  for (const segment of path) {
    current =
      current?.type === 'sequence'
        ? visibleItems(current, pruned)[Number(segment)]
        : entryOf(current, segment)?.value
  }
  return current
}

/** Whether a mapping gets further keys when the template is processed, so that nothing can be said to be missing. */
export function isOpen(node: Node | undefined): boolean {
  return (
    node?.type === 'mapping' &&
    node.entries.some(({ name }) => /^Fn::/.test(name) || name === '$ref' || name === '<<')
  )
}

/** Whether a value is only known when the template is processed. */
export function isUnknown(node: Node): boolean {
  if (node.type === 'scalar') return typeof node.value === 'string' && /\$\{|\{\{resolve:/.test(node.value)
  if (node.type === 'sequence') return false
  if (entryOf(node, '$ref')) return true
  const only = node.entries.length === 1 ? node.entries[0] : undefined
  return only !== undefined && /^(Ref|Condition|Fn::.+)$/.test(only.name) && isCall(only.value, only.name)
}

// A user may call a property or condition `Ref` or `Condition`; then something else than a name stands under it.
function isCall(argument: Node, name: string): boolean {
  return name.startsWith('Fn::') || argument.type === 'scalar'
}

function visibleItems(node: Extract<Node, { type: 'sequence' }>, pruned: ReadonlySet<Node>): readonly Node[] {
  return node.items.filter(item => !isHidden(item, pruned))
}

function isHidden(node: Node, pruned: ReadonlySet<Node>): boolean {
  return pruned.has(node) || (node.type !== 'scalar' && isUnknown(node))
}
