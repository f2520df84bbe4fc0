import type { Entry, MappingNode, Node, SequenceNode, SourceDocument } from '../syntax/node.ts'
import type { ServerlessVariables } from './serverlessVariables.ts'
import { createDocument, documentOf } from '../syntax/node.ts'
import { plant } from '../syntax/plant.ts'

/** A larger part is not brought in by a variable: parts that name each other twice grow without end. */
const largestPart = 100_000

/** Parts inside parts that variables bring in. */
const deepestPart = 200

const mark = '\u0000'

/**
 * A document of the framework with its variables filled in, so that every reader meets plain values. A value that
 * cannot be known becomes a `Ref` to its reason (`unknownReason`). A part that a variable brings in stands where it is
 * written, in its own file, and so does a template; a single value stands where it is used.
 */
export function fillVariables(document: SourceDocument, variables: ServerlessVariables): SourceDocument {
  const filling = new Filling(variables)
  return document.root ? { ...document, root: filling.filled(document.root) } : document
}

/** Why the `Ref` of this name is unknown, when it stands for a variable without a value. */
export function unknownReason(name: string): string | undefined {
  return name.startsWith(mark) ? name.slice(mark.length) : undefined
}

class Filling {
  readonly #variables: ServerlessVariables
  readonly #copies = new Map<Node, Node>()
  readonly #active = new Set<Node>()
  #depth = 0
  /** Nodes under a finished one, itself included. */
  readonly #sizes = new Map<Node, number>()

  constructor(variables: ServerlessVariables) {
    this.#variables = variables
  }

  filled(node: Node): Node {
    const copy = this.#copyOf(node)
    this.#fill(node, copy)
    return copy
  }

  #fill(node: Node, copy: Node): number {
    const known = this.#sizes.get(node)
    if (known !== undefined) return known
    this.#active.add(node)
    let size = 1
    const put = (child: Node, childCopy: Node, parent: MappingNode | SequenceNode): Node => {
      const value = child.type === 'scalar' ? this.#valueAt(child, childCopy, parent) : childCopy
      size +=
        child.type === 'scalar' ? (this.#sizes.get(this.#sourceOf(child)) ?? 1) : this.#fill(child, childCopy)
      return value
    }
    if (node.type === 'mapping' && copy.type === 'mapping') {
      const entries = copy.entries.map((entry, index) => {
        const given = node.entries[index]
        return given ? { ...entry, value: put(given.value, entry.value, copy) } : entry
      })
      replace(copy.entries, entries)
    } else if (node.type === 'sequence' && copy.type === 'sequence') {
      const items = copy.items.map((item, index) => {
        const given = node.items[index]
        return given ? put(given, item, copy) : item
      })
      replace(copy.items, items)
    }
    this.#active.delete(node)
    this.#sizes.set(node, size)
    return size
  }

  #sourceOf(node: Node): Node {
    const found = this.#variables.valueOf(node)
    return found.type === 'node' ? found.node : node
  }

  #valueAt(node: Node, copy: Node, parent: MappingNode | SequenceNode): Node {
    const found = this.#variables.valueOf(node)
    if (found.type === 'missing') return unknownAt('it has no value here', copy, parent)
    if (found.type === 'unknown') return unknownAt(found.reason, copy, parent)
    if (found.type === 'value') return plant(found.value, copy, parent)
    if (found.node === node) return copy
    // A text of a file of its own stands there.
    if (found.node.type === 'scalar' && found.node.style !== 'file')
      return plant(found.node.value, copy, parent)
    const part = this.#partOf(found.node, node)
    return typeof part === 'string' ? unknownAt(part, copy, parent) : part
  }

  // A text says why the part cannot be brought in.
  #partOf(node: Node, at: Node): Node | string {
    if (this.#active.has(node)) return this.#variables.reportCycle(at).reason
    if (this.#depth >= deepestPart) return 'it is nested too deeply'
    const copy = this.#copyOf(node)
    this.#depth++
    const size = this.#fill(node, copy)
    this.#depth--
    return size > largestPart ? 'the part it names is too large' : copy
  }

  #copyOf(node: Node): Node {
    const known = this.#copies.get(node)
    if (known) return known
    const document = documentOf(node)
    if (document.root) createDocument({ ...document, root: this.#clone(document.root, undefined) })
    const copy = this.#copies.get(node)
    if (!copy) throw new Error('a node outside of its document')
    return copy
  }

  #clone(node: Node, parent: MappingNode | SequenceNode | undefined): Node {
    const known = this.#copies.get(node)
    if (known) return known
    if (node.type === 'scalar') return this.#remember(node, node.withValue(node.value, parent))
    if (node.type === 'sequence') {
      const items: Node[] = []
      const copy = node.withItems(items, parent)
      items.push(...node.items.map(item => this.#clone(item, copy)))
      return this.#remember(node, copy)
    }
    const entries: Entry[] = []
    const copy = node.withEntries(entries, parent)
    entries.push(
      ...node.entries.map(entry => ({
        name: entry.name,
        key: entry.key.withValue(entry.key.value, copy),
        value: this.#clone(entry.value, copy),
      })),
    )
    return this.#remember(node, copy)
  }

  #remember(node: Node, copy: Node): Node {
    this.#copies.set(node, copy)
    return copy
  }
}

// Only arrays that `#clone` made come here.
function replace<T>(target: readonly T[], values: readonly T[]): void {
  ;(target as T[]).splice(0, target.length, ...values)
}

function unknownAt(reason: string, at: Node, parent: MappingNode | SequenceNode): Node {
  return plant({ Ref: mark + reason }, at, parent)
}
