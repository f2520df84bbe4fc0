import type { Entry, MappingNode, Node } from '../syntax/node.ts'
import type { Reader } from './reader.ts'
import { entryOf, ScalarNode, stringOf } from '../syntax/node.ts'

/** What the loops of a mapping gave. */
export interface Expanded {
  /** The mapping's entries, those of its loops in their place. */
  readonly entries: readonly Entry[]
  /** Loops over something that cannot be known here, or that are written wrongly. */
  readonly unread: readonly Entry[]
}

/** Rounds of all loops together, more than a template may hold resources: a hostile nest of loops ends here. */
const mostRounds = 1000

/**
 * Writes out the `Fn::ForEach::NAME` entries of a mapping. What a loop makes stands, for the user, where the loop's own
 * text stands.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function expandLoops(reader: Reader, mapping: MappingNode): Expanded {
  return expand({ reader, roundsLeft: mostRounds }, mapping)
}

interface Walk {
  readonly reader: Reader
  roundsLeft: number
}

function expand(walk: Walk, mapping: MappingNode): Expanded {
  const entries: Entry[] = []
  const unread: Entry[] = []
  for (const entry of mapping.entries) {
    if (!entry.name.startsWith('Fn::ForEach::')) {
      entries.push(entry)
      continue
    }
    const made = loop(walk, entry, mapping)
    if (!made) unread.push(entry)
    else {
      entries.push(...made.entries)
      unread.push(...made.unread)
    }
  }
  return { entries, unread }
}

function loop(walk: Walk, entry: Entry, mapping: MappingNode): Expanded | undefined {
  if (entry.value.type !== 'sequence') return undefined
  const [identifier, collection, output] = entry.value.items
  const name = stringOf(identifier)
  const values = collection && walk.reader.evaluate(collection)
  if (name === undefined || !values?.known || !Array.isArray(values.value) || output?.type !== 'mapping') {
    return undefined
  }
  const entries: Entry[] = []
  const unread: Entry[] = []
  for (const value of values.value.map(String)) {
    if (walk.roundsLeft-- <= 0) return undefined
    // Loops inside this one meet its identifier already replaced.
    const copy = copyOf(output, mapping, text => replaceIdentifier(text, name, value), { name, value })
    if (copy.type !== 'mapping') continue
    const inner = expand(walk, copy)
    entries.push(...inner.entries)
    unread.push(...inner.unread)
  }
  return { entries, unread }
}

// `&{Name}` leaves out what no logical id may hold.
function replaceIdentifier(text: string, name: string, value: string): string {
  return text.replaceAll(`\${${name}}`, value).replaceAll(`&{${name}}`, value.replace(/[^A-Za-z0-9]/g, ''))
}

function copyOf(
  node: Node,
  parent: MappingNode | Extract<Node, { type: 'sequence' }>,
  replace: (text: string) => string,
  identifier: { readonly name: string; readonly value: string },
): Node {
  if (node.type === 'scalar') {
    return node.withValue(typeof node.value === 'string' ? replace(node.value) : node.value, parent)
  }
  if (node.type === 'sequence') {
    const items: Node[] = []
    const copy = node.withItems(items, parent)
    items.push(...node.items.map(item => copyOf(item, copy, replace, identifier)))
    return copy
  }
  if (node.entries.length === 1 && stringOf(entryOf(node, 'Ref')?.value) === identifier.name) {
    const scalar = new ScalarNode(node, identifier.value, 'plain')
    scalar.parent = parent
    return scalar
  }
  const entries: Entry[] = []
  const copy = node.withEntries(entries, parent)
  for (const { key, name, value } of node.entries) {
    const written = replace(name)
    entries.push({
      name: written,
      key: key.withValue(written, copy),
      value: copyOf(value, copy, replace, identifier),
    })
  }
  return copy
}
