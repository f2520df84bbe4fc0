import type { Cell, OwnCell } from './reads.ts'
import type { Entry, Frame, MappingNode, Node, ScalarNode, SourceDocument } from './node.ts'
import { createCell, markStale, noteRead } from './reads.ts'

/**
 * A mapping whose entries are parts: an edit inside one of them reads that entry anew and leaves the others as they
 * are, so that what was found out about them still holds.
 */
export interface Container {
  readonly node: MappingNode
  /** The list of names; stale once an entry comes, goes or is renamed. */
  names: OwnCell
  readonly parts: Part[]
}

/** An entry of a container. */
export interface Part {
  readonly key: ScalarNode
  readonly name: string
  /** Its value, without noting that it was read. */
  readonly node: Node
  readonly content: OwnCell
  /** Its key and value stand in it, those of its own parts in theirs. */
  readonly frame: Frame
  /** What its value is divided into in its turn. */
  readonly inner: Container | undefined
}

/** UTF-16 code units; smaller mappings are read as a whole. YAML costs ten times as much to read as JSON. */
const smallestContainer = { yaml: 2500, json: 6000 }

const deepestContainer = 12

const containers = new WeakMap<SourceDocument, Container>()

const divided = new WeakSet<Node>()

const contents = new WeakMap<Node, Cell>()

/** Whether the entries of a mapping are parts, each with results of its own. */
export function isDivided(node: Node): node is MappingNode {
  return divided.has(node)
}

/** Notes that the part in which a node stands was read, for a node that was come by in some other way. */
export function noteReadOf(node: Node): void {
  for (let around: Node | undefined = node; around; around = around.parent) {
    const content = contents.get(around)
    if (content) {
      noteRead(content)
      return
    }
  }
}

/** Notes that all of a node was read, for what was copied out of it earlier. */
export function noteAllOf(node: Node): void {
  noteReadOf(node)
  const pending: Node[] = [node]
  for (let next = pending.pop(); next; next = pending.pop()) {
    // Only the entries of a divided mapping may change while it stays the same object.
    if (isDivided(next)) pending.push(...next.entries.map(({ value }) => value))
  }
}

/** How a document is divided; undefined when it is read as a whole. */
export function containerOf(document: SourceDocument): Container | undefined {
  return containers.get(document)
}

/** Says that nothing of a container holds any longer. */
export function forgetAll({ names, parts }: Container): void {
  markStale(names)
  parts.forEach(forgetPart)
}

/** Says that nothing of a part holds any longer. */
export function forgetPart({ content, inner }: Part): void {
  markStale(content)
  if (inner) forgetAll(inner)
}

/** Remembers how a document is divided. */
export function setContainer(document: SourceDocument, container: Container): void {
  containers.set(document, container)
}

/**
 * Divides a mapping into its entries, and large ones of these in turn. From then on reading the mapping's entries, and
 * the value of one of them, is noted. Undefined for a value that cannot be divided.
 */
export function divide(node: Node, text: string): Container | undefined {
  return divideAt(node, { text, depth: 0, distance: 0 })
}

interface Division {
  /** The whole text. */
  readonly text: string
  readonly depth: number
  /** How far a node stands from the place that it tells, where only a part of the text was read. */
  readonly distance: number
}

function divideAt(node: Node, { text, depth, distance }: Division): Container | undefined {
  const isDivisible =
    node.type === 'mapping' &&
    depth < deepestContainer &&
    node.shortTag === undefined &&
    node.end - node.start >= smallestContainer[node.isFlow ? 'json' : 'yaml'] &&
    node.entries.length > 1 &&
    node.entries.every(entry => standsAlone(entry, node, text, distance))
  if (!isDivisible) return undefined
  const division = { text, depth: depth + 1, distance }
  const parts = node.entries.map(entry => partOf(entry, division))
  const container: Container = { node, names: createCell(), parts }
  watch(container)
  return container
}

/** An entry as a part, with a cell and a frame of its own. */
export function partOf({ key, name, value }: Entry, division: Division): Part {
  const frame: Frame = { offset: key.start + division.distance }
  const inner = divideAt(value, division)
  for (const node of inner ? [key, value] : allNodes([key, value])) node.placeIn(frame, division.distance)
  const content = createCell()
  contents.set(value, content)
  return { key, name, node: value, content, frame, inner }
}

/** Some nodes and all that they hold. */
export function allNodes(nodes: Node[]): Node[] {
  // The list grows while it is walked.
  for (const node of nodes) {
    if (node.type === 'mapping') for (const { key, value } of node.entries) nodes.push(key, value)
    else if (node.type === 'sequence') for (const item of node.items) nodes.push(item)
  }
  return nodes
}

/** Lets the container's mapping hand out its parts as entries. */
export function watch(container: Container): void {
  divided.add(container.node)
  const entries = container.parts.map(entryOfPart)
  Object.defineProperty(container.node, 'entries', {
    configurable: true,
    enumerable: true,
    get: () => {
      noteRead(container.names)
      return entries
    },
  })
}

// Its own properties, not those of a class: readers copy entries by spreading them.
function entryOfPart(part: Part): Entry {
  return {
    key: part.key,
    name: part.name,
    get value() {
      noteRead(part.content)
      return part.node
    },
  }
}

// In YAML an entry is a part when it begins its line; what a merge key or an alias brings in stands elsewhere.
function standsAlone({ key, value }: Entry, owner: MappingNode, text: string, distance: number): boolean {
  if (key.parent !== owner || value.parent !== owner) return false
  if (key.start < owner.start || key.end > value.start || value.end > owner.end) return false
  const start = key.start + distance
  return (
    key.style === 'json' ||
    (!owner.isFlow && /(^|[\r\n]) *$/.test(text.slice(lineBefore(text, start), start)))
  )
}

function lineBefore(text: string, offset: number): number {
  let start = offset
  while (start > 0 && text[start - 1] === ' ') start--
  return Math.max(start - 1, 0)
}
