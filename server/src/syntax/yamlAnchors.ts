import type { Findings, Span } from './build.ts'
import { createMapping, createScalar, createSequence, maximumDepth } from './build.ts'
import type { Entry, Node, ScalarNode } from './node.ts'

/** The anchors of one document while it is read. */
export interface Anchors {
  /** An anchored value begins: an alias to it from inside would be a cycle. */
  readonly open: (name: string) => void
  readonly define: (name: string, node: Node) => void
  /**
   * A copy of the anchor's value for an alias at `site`. The copy itself stands at the site, what is inside of it keeps
   * the places where it is written. An alias that cannot be expanded is reported and gives null.
   */
  readonly expand: (name: string, site: Span) => Node
  /** Whether the document has an anchor or an alias, so that no part of it can be read without the others. */
  readonly isUsed: () => boolean
}

/** Nodes that all aliases of a file may expand to; more is an attack or a slip ("billion laughs"). */
const expansionLimit = 100_000

/** No anchors yet. */
export function createAnchors(findings: Findings): Anchors {
  const values = new Map<string, Node | undefined>()
  let isUsed = false
  let budget = expansionLimit
  const refuse = (site: Span, message: string): Node => {
    findings.add(site, message)
    return createScalar(site, null, 'plain')
  }
  return {
    isUsed: () => isUsed,
    open: name => {
      isUsed = true
      values.set(name, undefined)
    },
    define: (name, node) => values.set(name, node),
    expand: (name, site) => {
      isUsed = true
      const node = values.get(name)
      if (!node) {
        return values.has(name)
          ? refuse(site, `Alias '*${name}' stands inside its own anchor and has no end; write the value out`)
          : refuse(site, `No anchor '&${name}' stands above this alias; add it or correct the name`)
      }
      budget -= sizeUpTo(node, budget)
      return budget < 0
        ? refuse(site, 'The aliases of this file expand to too many values; write some of them out')
        : at(copyOf(node), site)
    },
  }
}

/** The entries of a mapping with its merge keys (`<<: *base`) replaced by what they bring; own keys win. */
export function mergedEntries(
  entries: readonly Entry[],
  isMerge: (entry: Entry) => boolean,
  source: { readonly findings: Findings },
): Entry[] {
  if (!entries.some(isMerge)) return [...entries]
  const taken = new Set(entries.filter(entry => !isMerge(entry)).map(entry => entry.name))
  return entries.flatMap(entry => {
    if (!isMerge(entry)) return [entry]
    const sources = entry.value.type === 'sequence' ? entry.value.items : [entry.value]
    return sources.flatMap(item => {
      if (item.type === 'mapping') return claim(item.entries, taken)
      source.findings.add(entry.key, "A merge key '<<' takes a mapping or an alias of one; correct its value")
      return []
    })
  })
}

/** Earlier sources of one merge win over later ones. */
function claim(entries: readonly Entry[], taken: Set<string>): Entry[] {
  return entries.filter(entry => {
    if (taken.has(entry.name)) return false
    taken.add(entry.name)
    return true
  })
}

/** How many nodes a copy would make; counts no further than just past `limit`. */
function sizeUpTo(node: Node, limit: number): number {
  const stack: { node: Node; depth: number }[] = [{ node, depth: 1 }]
  let size = 0
  for (let next = stack.pop(); next && size <= limit; next = stack.pop()) {
    size++
    // Aliases inside of aliases may nest deeper than the text does.
    if (next.depth > maximumDepth) return limit + 1
    const depth = next.depth + 1
    if (next.node.type === 'mapping') {
      for (const entry of next.node.entries) stack.push({ node: entry.value, depth })
    } else if (next.node.type === 'sequence') {
      for (const item of next.node.items) stack.push({ node: item, depth })
    }
  }
  return size
}

function copyOf(node: Node): Node {
  if (node.type === 'scalar') return copyOfScalar(node)
  if (node.type === 'sequence') return createSequence(node, node.items.map(copyOf), node.isFlow)
  const entries = node.entries.map(({ key, name, value }) => ({
    key: copyOfScalar(key),
    name,
    value: copyOf(value),
  }))
  return createMapping(node, entries, node.isFlow, node.shortTag)
}

function copyOfScalar(node: ScalarNode): ScalarNode {
  return createScalar(node, node.value, node.style)
}

function at(node: Node, site: Span): Node {
  if (node.type === 'scalar') return createScalar(site, node.value, node.style)
  if (node.type === 'sequence') return createSequence(site, node.items, node.isFlow)
  return createMapping(site, node.entries, node.isFlow, node.shortTag)
}
