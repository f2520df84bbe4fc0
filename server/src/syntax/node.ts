import type { Diagnostic } from '../base/diagnostic.ts'
import type { LineIndex, Range } from '../base/text.ts'
import type { Origin } from '../base/origin.ts'
import { rangeAt } from '../base/text.ts'
import { escapeSegment, pointerSegments } from '../base/jsonPointer.ts'
import { withoutReads } from './reads.ts'

/**
 * The one tree for JSON, JSONC and YAML. Offsets are UTF-16 code units into `SourceDocument.text`.
 * A CloudFormation short form (`!Ref Name`) arrives as its long form, a mapping with one entry, so that a reader meets
 * one shape only; `MappingNode.shortTag` remembers how it was written. `build.ts` makes nodes.
 */
export type Node = MappingNode | SequenceNode | ScalarNode

/** Where a stretch of text begins now: the nodes in it move with it when the text before it is edited. */
export interface Frame {
  offset: number
}

/** The frame of a text that is read once. */
export const wholeText: Frame = { offset: 0 }

/** A node's place; not to be copied by spreading, which would leave its place behind (`withEntries` and the like copy it). */
abstract class PlacedNode {
  private frame: Frame
  private from: number
  private to: number
  /** The mapping or sequence that holds this node; undefined for the root. */
  parent: Parent

  constructor(span: { readonly start: number; readonly end: number }) {
    // What stands where a node stands moves with it.
    this.frame = span instanceof PlacedNode ? span.frame : wholeText
    this.from = span.start - this.frame.offset
    this.to = span.end - this.frame.offset
    this.parent = undefined
  }

  /** Offset of the first character of the value. */
  get start(): number {
    return this.frame.offset + this.from
  }

  /** Offset after its last character. */
  get end(): number {
    return this.frame.offset + this.to
  }

  /** Tells its place from a frame's; `distance` is how far it stands from where its own frame puts it. */
  placeIn(frame: Frame, distance = 0): void {
    this.from += this.frame.offset + distance - frame.offset
    this.to += this.frame.offset + distance - frame.offset
    this.frame = frame
  }

  /** Lets it reach elsewhere. */
  stretch(start: number, end: number): void {
    this.from = start - this.frame.offset
    this.to = end - this.frame.offset
  }
}

/** A mapping; `createMapping` makes one. */
export class MappingNode extends PlacedNode {
  readonly type = 'mapping'
  /** In the order of the text; duplicates are kept (the parser reports them), the last one wins on lookup. */
  readonly entries: readonly Entry[]
  /** Written on one line with braces (always true for JSON). */
  readonly isFlow: boolean
  /** `!Ref`, `!Sub`, ... when the user wrote the short form; the single entry's key then covers the tag. */
  readonly shortTag: string | undefined

  constructor(
    span: { readonly start: number; readonly end: number },
    entries: readonly Entry[],
    isFlow: boolean,
    shortTag?: string,
  ) {
    super(span)
    this.entries = entries
    this.isFlow = isFlow
    this.shortTag = shortTag
  }

  /** The same place with other entries, which stay under their own parents. */
  withEntries(entries: readonly Entry[], parent: Parent = this.parent): MappingNode {
    const copy = new MappingNode(this, entries, this.isFlow, this.shortTag)
    copy.parent = parent
    return copy
  }
}

/** An entry of a mapping. */
export interface Entry {
  readonly key: ScalarNode
  /** The key as text, numbers and Booleans too (`200`, `on`). */
  readonly name: string
  /** A key without a value has a null scalar of zero width. */
  readonly value: Node
}

/** A list; `createSequence` makes one. */
export class SequenceNode extends PlacedNode {
  readonly type = 'sequence'
  readonly items: readonly Node[]
  readonly isFlow: boolean

  constructor(
    span: { readonly start: number; readonly end: number },
    items: readonly Node[],
    isFlow: boolean,
  ) {
    super(span)
    this.items = items
    this.isFlow = isFlow
  }

  /** The same place with other items, which stay under their own parents. */
  withItems(items: readonly Node[], parent: Parent = this.parent): SequenceNode {
    const copy = new SequenceNode(this, items, this.isFlow)
    copy.parent = parent
    return copy
  }
}

/** A value without parts; `createScalar` makes one. */
export class ScalarNode extends PlacedNode {
  readonly type = 'scalar'
  readonly value: string | number | boolean | null
  /** `file` is a whole file that is nothing but this text. */
  readonly style: 'json' | 'plain' | 'single' | 'double' | 'literal' | 'folded' | 'file'

  constructor(
    span: { readonly start: number; readonly end: number },
    value: ScalarNode['value'],
    style: ScalarNode['style'],
  ) {
    super(span)
    this.value = value
    this.style = style
  }

  /** The same place with another value. */
  withValue(value: ScalarNode['value'], parent: Parent = this.parent): ScalarNode {
    const copy = new ScalarNode(this, value, this.style)
    copy.parent = parent
    return copy
  }
}

type Parent = MappingNode | SequenceNode | undefined

/** A file as parsed: always a tree (possibly of what could be saved) and its syntax diagnostics. */
export interface SourceDocument {
  /** Absolute path. */
  readonly file: string
  readonly text: string
  readonly language: 'json' | 'yaml'
  readonly lines: LineIndex
  /** Undefined for an empty text. */
  readonly root: Node | undefined
  /** Codes `syntax` and `duplicate-key`. */
  readonly diagnostics: readonly Diagnostic[]
  /** YAML's anchors let a value stand in several places: no part can be read without the others. */
  readonly hasAnchors?: boolean
  /** False where the text is known to hold no `directiveWord`; left out where nobody has looked. */
  readonly hasDirectives?: boolean
}

/** Every comment that speaks to us has this word. */
export const directiveWord = 'gatehouse-disable'

/** The entry of a mapping by name; undefined when `node` is no mapping or has no such key. */
export function entryOf(node: Node | undefined, name: string): Entry | undefined {
  if (node?.type !== 'mapping') return undefined
  const { entries } = node
  // A loop without a closure: nothing is asked as often as this.
  for (let index = entries.length - 1; index >= 0; index--) {
    if (entries[index]?.name === name) return entries[index]
  }
  return undefined
}

/** The value under a chain of keys: `childAt(root, 'info', 'title')`. */
export function childAt(node: Node | undefined, ...names: readonly (string | number)[]): Node | undefined {
  let current = node
  for (const name of names) {
    current =
      current?.type === 'sequence' ? current.items[Number(name)] : entryOf(current, String(name))?.value
  }
  return current
}

/** The text of a scalar that is a string, else undefined. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The entries of a mapping, none for anything else. */
export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.type === 'mapping' ? node.entries : []
}

/** The items of a sequence, none for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'sequence' ? node.items : []
}

/** The values right below a node, in their order. */
export function childrenOf(node: Node): readonly Node[] {
  if (node.type === 'mapping') return node.entries.map(({ value }) => value)
  return itemsOf(node)
}

const documentsByRoot = new WeakMap<Node, SourceDocument>()

/** Makes a document of a parsed text, so that every node of it can tell its origin. */
export function createDocument(parsed: SourceDocument): SourceDocument {
  if (parsed.root) documentsByRoot.set(parsed.root, parsed)
  return parsed
}

/** The document a node belongs to. Throws for a node whose root was never given to `createDocument`: our bug. */
export function documentOf(node: Node): SourceDocument {
  let root = node
  while (root.parent) root = root.parent
  const document = documentsByRoot.get(root)
  if (!document) throw new Error('a node without a document')
  return document
}

/** The range of a node (or of any stretch of the same text) in its document. */
export function rangeOf(node: Node, mark: { readonly start: number; readonly end: number } = node): Range {
  return rangeAt(documentOf(node).lines, mark.start, mark.end)
}

/**
 * The origin of a value, marked at the value itself. Pass `mark` to point at something narrower or better suited to
 * a squiggle, such as the key of a long mapping. Everything in it is computed when first asked for.
 */
export function originOf(node: Node, mark: { readonly start: number; readonly end: number } = node): Origin {
  return new NodeOrigin(node, mark)
}

/** The origin of an entry, marked at its key, which is where a reader looks for a large value. */
export function originOfEntry(entry: Entry): Origin {
  return new NodeOrigin(entry.value, entry.key)
}

/** The node that an origin was made of; undefined for an origin of another kind. */
export function nodeOfOrigin(origin: Origin): Node | undefined {
  return origin instanceof NodeOrigin ? origin.node : undefined
}

/** Whether two origins are lazy ones of the same node with the same mark, so that they always tell the same. */
export function isSameOrigin(a: object, b: object): boolean {
  return a instanceof NodeOrigin && b instanceof NodeOrigin && a.isSame(b)
}

/** The JSON Pointer of a node in its tree. */
export function pointerOf(node: Node): string {
  return withoutReads(() => pointerFrom(node))
}

function pointerFrom(node: Node): string {
  const segments: string[] = []
  let child: Node = node
  let parent = node.parent
  while (parent) {
    const current = child
    const segment =
      parent.type === 'mapping'
        ? (parent.entries.find(entry => entry.value === current)?.name ?? '')
        : String(parent.items.indexOf(current))
    segments.unshift(escapeSegment(segment))
    child = parent
    parent = parent.parent
  }
  return segments.map(segment => `/${segment}`).join('')
}

/** The node under a JSON Pointer (`#` in front is allowed), or undefined. */
export function nodeAtPointer(root: Node | undefined, pointer: string): Node | undefined {
  return childAt(root, ...pointerSegments(pointer))
}

/**
 * The chain of nodes from the root to the deepest one whose text holds `offset`, and whether the offset stands on a key.
 * Empty when the document has no tree.
 */
export function pathAtOffset(root: Node | undefined, offset: number): NodePath {
  const nodes: Node[] = []
  let key: Entry | undefined
  let current = root
  while (current) {
    nodes.push(current)
    key = undefined
    let next: Node | undefined
    if (current.type === 'mapping') {
      for (const entry of current.entries) {
        if (entry.key.start <= offset && offset <= entry.key.end) key = entry
        else if (entry.value.start <= offset && offset <= entry.value.end) next = entry.value
      }
    } else if (current.type === 'sequence') {
      next = current.items.findLast(item => item.start <= offset && offset <= item.end)
    }
    current = key ? undefined : next
  }
  return { nodes, key }
}

export interface NodePath {
  /** From the root to the deepest node. */
  readonly nodes: readonly Node[]
  /** The entry of the deepest mapping on whose key the offset stands. */
  readonly key: Entry | undefined
}

/** A tree as plain data; intrinsic functions stay as their long form. */
export function toValue(node: Node | undefined): unknown {
  if (!node) return undefined
  if (node.type === 'scalar') return node.value
  if (node.type === 'sequence') return node.items.map(toValue)
  // A null prototype keeps a user's key `__proto__` from becoming one.
  const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>
  for (const entry of node.entries) result[entry.name] = toValue(entry.value)
  return result
}

class NodeOrigin implements Origin {
  readonly #node: Node
  readonly #mark: { readonly start: number; readonly end: number }

  constructor(node: Node, mark: { readonly start: number; readonly end: number }) {
    this.#node = node
    this.#mark = mark
  }

  get node(): Node {
    return this.#node
  }

  isSame(other: NodeOrigin): boolean {
    const own = this.#mark
    const mark = other.#mark
    const isFixed = !(own instanceof PlacedNode || mark instanceof PlacedNode)
    // A mark that is no node stays where it is when the text moves.
    const isSameMark = own === mark || (isFixed && own.start === mark.start && own.end === mark.end)
    return this.#node === other.#node && isSameMark
  }

  get file(): string {
    return documentOf(this.#node).file
  }

  get pointer(): string {
    return pointerOf(this.#node)
  }

  get range(): Range {
    return rangeOf(this.#node, this.#mark)
  }
}
