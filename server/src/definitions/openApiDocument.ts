import type { Entry, Node } from '../syntax/node.ts'
import { documentOf } from '../syntax/node.ts'
import { intrinsicOf } from '../syntax/intrinsics.ts'
import type { ReferenceTarget } from '../syntax/references.ts'
import { referenceText, resolveReference } from '../syntax/references.ts'
import type { Reader } from './reader.ts'
import { child, children } from './reader.ts'

/** An OpenAPI document that is being read; it may be a part of a template. */
export interface OpenApiDocument {
  readonly root: Node
  /** Follows `$ref` wherever a value is settled; a reference that leads nowhere gives undefined. */
  readonly reader: Reader
  /** The reader that was handed in: it leaves `$ref` as it stands. */
  readonly plain: Reader
  /** `Reader.remember` for a part of this document. */
  readonly remember: Reader['remember']
  /** Where the `$ref` of a node leads. */
  readonly resolve: (node: Node) => ReferenceTarget
  /** The entries of a mapping, settled; none for an intrinsic function, whose one entry is no member of anything. */
  readonly members: (node: Node | undefined) => Member[]
}

/** An entry with its value settled. */
export interface Member {
  readonly entry: Entry
  readonly value: Node
}

/** A document whose `#` is `root`, also for parts that an include brought in from another file. */
export function createOpenApiDocument(given: Node, plain: Reader): OpenApiDocument {
  const root = plain.settle(given) ?? given
  // In a file that a `$ref` leads to, `#` means that file.
  const referenced = new Set<string>()
  const rules = {
    rootOf: (node: Node): Node | undefined => {
      const document = documentOf(node)
      return referenced.has(document.file) ? document.root : root
    },
    child: (node: Node, name: string): Node | undefined =>
      node.type === 'sequence' ? plain.settle(node.items[Number(name)]) : child(plain, node, name),
  }
  const open: Reader['open'] = file => {
    const document = plain.open(file)
    if (document && document.root !== root) referenced.add(file)
    return document
  }
  const resolve = (node: Node): ReferenceTarget => resolveReference(node, open, plain.files, rules)
  const settle: Reader['settle'] = node => {
    const settled = plain.settle(node)
    if (!settled || referenceText(settled) === undefined) return settled
    const target = resolve(settled)
    return target.type === 'found' ? target.node : undefined
  }
  const reader: Reader = { ...plain, settle }
  const members = (node: Node | undefined): Member[] => {
    const settled = settle(node)
    return intrinsicOf(settled) ? [] : children(reader, settled)
  }
  const remember: Reader['remember'] = (owner, key, inputs, compute) => {
    const kept = plain.remember(owner, key, [root, ...inputs], () => {
      const before = new Set(referenced)
      const value = compute()
      return { value, files: [...referenced].filter(file => !before.has(file)) }
    })
    for (const file of kept.files) referenced.add(file)
    return kept.value
  }
  return { root, reader, plain, remember, resolve, members }
}
