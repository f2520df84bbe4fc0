import type { Diagnostic } from '../base/diagnostic.ts'
import type { Origin } from '../base/origin.ts'
import type { LineIndex } from '../base/text.ts'
import { rangeAt } from '../base/text.ts'
import { pointerTo } from '../base/jsonPointer.ts'

/**
 * A policy as written, part by part with its place. This room stands beside `syntax` and cannot see its tree; whoever
 * holds another tree (a template's, an API's `DataTree`) hands it over in this shape.
 */
export type PolicyNode = PolicyObject | PolicyList | PolicyScalar | UnknownPart

interface Placed {
  /** JSON Pointer in the document. */
  readonly pointer: string
  /** Offsets into the text, UTF-16 code units. */
  readonly start: number
  readonly end: number
}

export interface PolicyObject extends Placed {
  readonly type: 'object'
  /** In the order of the text, duplicates included. */
  readonly members: readonly PolicyMember[]
  /** What is marked for something that the object lacks: a key, where no brace opens it. */
  readonly mark?: { readonly start: number; readonly end: number }
}

export interface PolicyMember {
  readonly name: string
  readonly key: Placed
  readonly value: PolicyNode
}

export interface PolicyList extends Placed {
  readonly type: 'list'
  readonly items: readonly PolicyNode[]
}

export interface PolicyScalar extends Placed {
  readonly type: 'scalar'
  readonly value: string | number | boolean | null
}

/** A part that cannot be known here, such as an intrinsic function's result; no check speaks of it. */
export interface UnknownPart extends Placed {
  readonly type: 'unknown'
}

/** A finding about a policy: what `Diagnostic` says, and the JSON Pointer of the part in the document as typed. */
export interface PolicyDiagnostic extends Diagnostic {
  readonly pointer: string
}

/** A document that holds a policy. */
export interface PolicySource {
  /** Absolute path. */
  readonly file: string
  readonly text: string
  readonly lines: LineIndex
  /** Undefined for a text without a value. */
  readonly root: PolicyNode | undefined
  /** Faults of the notation: codes `json-syntax` and `duplicate-key`. */
  readonly diagnostics: readonly PolicyDiagnostic[]
}

/** Where a part of the document stands. */
export function originOfPart(source: PolicySource, part: Placed): Origin {
  return { file: source.file, pointer: part.pointer, range: rangeAt(source.lines, part.start, part.end) }
}

/** The member of an object by its exact name; the last one counts where a name stands twice. */
export function memberOf(node: PolicyNode | undefined, name: string): PolicyMember | undefined {
  return node?.type === 'object' ? node.members.findLast(member => member.name === name) : undefined
}

/** The items of a list, or the one value that stands in place of a list. */
export function valuesOf(node: PolicyNode | undefined): readonly PolicyNode[] {
  if (!node) return []
  return node.type === 'list' ? node.items : [node]
}

/** The text of a string, else undefined. */
export function textOf(node: PolicyNode | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The strings among the values of a node, each with its place. */
export function textsOf(node: PolicyNode | undefined): readonly { text: string; node: PolicyScalar }[] {
  return valuesOf(node).flatMap(value =>
    value.type === 'scalar' && typeof value.value === 'string' ? [{ text: value.value, node: value }] : [],
  )
}

/** Plain JSON data as a tree without places: for policies that come in a request and not in a file. */
export function treeOfValue(value: unknown, pointer = '', depth = 0): PolicyNode {
  const place = { pointer, start: 0, end: 0 }
  if (depth > deepestValue) return { type: 'unknown', ...place }
  if (Array.isArray(value)) {
    const items = value.map((item, index) => treeOfValue(item, pointerTo(pointer, index), depth + 1))
    return { type: 'list', items, ...place }
  }
  if (typeof value === 'object' && value !== null) {
    const stated = Object.entries(value).filter(([, part]) => part !== undefined)
    const members = stated.map(([name, part]) => {
      const inner = pointerTo(pointer, name)
      return { name, key: { pointer: inner, start: 0, end: 0 }, value: treeOfValue(part, inner, depth + 1) }
    })
    return { type: 'object', members, ...place }
  }
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return { type: 'scalar', value: isPlain ? value : null, ...place }
}

const deepestValue = 250
