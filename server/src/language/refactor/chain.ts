import type { Range } from '../../base/text.ts'
import { offsetAt } from '../../base/text.ts'
import type { Entry, MappingNode, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf, entryOf, pathAtOffset, stringOf } from '../../syntax/node.ts'

/** The entries from the root down to the place where a range begins; items of lists are passed through. */
export function chainAt(document: SourceDocument, range: Range): Entry[] {
  const offset = offsetAt(document.lines, range.start, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const passed = nodes.flatMap((node, index) => {
    const next = nodes[index + 1]
    return entriesOf(node).find(({ value }) => value === next) ?? []
  })
  return key ? [...passed, key] : passed
}

/** A resource of a template. */
export interface ResourceAt {
  readonly id: string
  readonly type: string
  readonly entry: Entry
  readonly node: MappingNode
  readonly resources: MappingNode
}

/** The resource in which a place stands. */
export function resourceAt(document: SourceDocument, chain: readonly Entry[]): ResourceAt | undefined {
  const [section, entry] = chain
  return section?.name === 'Resources' && entry ? resourceNamed(document, entry.name) : undefined
}

/** A resource by its logical id. */
export function resourceNamed({ root }: SourceDocument, id: string): ResourceAt | undefined {
  const resources = childAt(root, 'Resources')
  const entry = entryOf(resources, id)
  if (resources?.type !== 'mapping' || entry?.value.type !== 'mapping') return undefined
  return { id, type: stringOf(childAt(entry.value, 'Type')) ?? '', entry, node: entry.value, resources }
}
