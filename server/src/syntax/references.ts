import type { Files } from '../base/files.ts'
import { unescapeSegment } from '../base/jsonPointer.ts'
import { intrinsicOf } from './intrinsics.ts'
import type { Node, SourceDocument } from './node.ts'
import { childAt, documentOf, entryOf, stringOf } from './node.ts'

/** Where a `$ref` leads, or why it leads nowhere. */
export type ReferenceTarget =
  | { readonly type: 'found'; readonly node: Node }
  | { readonly type: 'missing-file'; readonly file: string }
  /** `file` is unset for a pointer into the document itself. */
  | { readonly type: 'missing-pointer'; readonly file?: string; readonly pointer: string }
  | { readonly type: 'cyclic' }
  /** A URL; nothing is fetched. */
  | { readonly type: 'remote'; readonly url: string }
  /** The text of the reference, or a part on its way, is an intrinsic function that is not resolved here. */
  | { readonly type: 'unknown' }

/** How references are read where the defaults do not fit. */
export interface ReferenceRules {
  /** What `#` means for a reference in `node`: by default the root of the node's document. */
  readonly rootOf?: (node: Node) => Node | undefined
  /** One step of a pointer: by default the plain child. */
  readonly child?: (node: Node, name: string) => Node | undefined
}

/** The text of a `$ref` in a mapping; undefined when the node holds none (a property may itself be named `$ref`). */
export function referenceText(node: Node | undefined): string | undefined {
  return stringOf(entryOf(node, '$ref')?.value)
}

/**
 * Follows the `$ref` of `node` to its end: JSON Pointers within a document (`~1`, `~0` and `%7B` decoded), relative
 * paths of files, and chains of references.
 */
export function resolveReference(
  node: Node,
  open: (file: string) => SourceDocument | undefined,
  files: Files,
  rules: ReferenceRules = {},
): ReferenceTarget {
  const rootOf = rules.rootOf ?? (inside => documentOf(inside).root)
  const child = rules.child ?? ((parent, name) => childAt(parent, name))
  return follow(node, { open, files, rootOf, child }, new Set())
}

/** The text of a reference with its `%7B` decoded. */
export function decodeReference(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A lone '%' is no escape; the text then means itself.
    return text
  }
}

interface Walk {
  readonly open: (file: string) => SourceDocument | undefined
  readonly files: Files
  readonly rootOf: (node: Node) => Node | undefined
  readonly child: (node: Node, name: string) => Node | undefined
}

function follow(node: Node, walk: Walk, visited: Set<Node>): ReferenceTarget {
  if (visited.has(node)) return { type: 'cyclic' }
  visited.add(node)
  const text = referenceText(node)
  if (text === undefined) return { type: 'unknown' }
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(text)) return { type: 'remote', url: text }
  const [path = '', ...fragment] = text.split('#')
  const pointer = fragment.join('#')
  if (path === '') return walkPointer(walk.rootOf(node), { pointer }, walk, visited)
  const own = documentOf(node).file
  const file = walk.files.resolve(walk.files.folderOf(own), decodeReference(path))
  const document = walk.open(file)
  if (!document) return { type: 'missing-file', file }
  return walkPointer(document.root, { file, pointer }, walk, visited)
}

function walkPointer(
  root: Node | undefined,
  place: { readonly file?: string; readonly pointer: string },
  walk: Walk,
  visited: Set<Node>,
): ReferenceTarget {
  const missing: ReferenceTarget = { type: 'missing-pointer', ...place }
  const segments = decodeReference(place.pointer).split('/')
  if (!root || (segments.shift() ?? '') !== '') return missing
  let current = root
  for (const segment of segments) {
    let next = step(current, segment, walk)
    if (!next && referenceText(current) !== undefined) {
      const target = follow(current, walk, visited)
      if (target.type !== 'found') return target
      next = step(target.node, segment, walk)
    }
    if (!next) return intrinsicOf(current) ? { type: 'unknown' } : missing
    current = next
  }
  return referenceText(current) === undefined
    ? { type: 'found', node: current }
    : follow(current, walk, visited)
}

function step(node: Node, segment: string, walk: Walk): Node | undefined {
  return walk.child(node, unescapeSegment(segment))
}
