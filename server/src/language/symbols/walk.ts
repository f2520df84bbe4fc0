import type { Entry, Node } from '../../syntax/node.ts'

/** The keys above a node, the nearest first; indices of lists are left out. */
export interface Place {
  readonly name: string
  readonly up: Place | undefined
}

/** Calls `visit` for every entry of a tree, with the keys above it. */
export function walkEntries(
  root: Node | undefined,
  visit: (entry: Entry, place: Place | undefined) => void,
): void {
  const pending: { node: Node; place: Place | undefined }[] = root ? [{ node: root, place: undefined }] : []
  // A stack in place of recursion: a hostile document nests deeper than the call stack.
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, place } = next
    if (node.type === 'sequence') for (const item of node.items) pending.push({ node: item, place })
    if (node.type !== 'mapping') continue
    for (const entry of node.entries) {
      visit(entry, place)
      if (entry.value.type !== 'scalar')
        pending.push({ node: entry.value, place: { name: entry.name, up: place } })
    }
  }
}
