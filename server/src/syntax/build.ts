import type { Diagnostic, RelatedPlace, Severity } from '../base/diagnostic.ts'
import type { LineIndex } from '../base/text.ts'
import { rangeAt } from '../base/text.ts'
import type { Entry } from './node.ts'
import { MappingNode, ScalarNode, SequenceNode } from './node.ts'

/** A stretch of the text, in UTF-16 code units, its end not included. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Levels of mappings and sequences that a file may nest; parsers and readers recurse, and the stack has an end. */
export const maximumDepth = 250

/** Errors of one file that are told; the rest of a file in another language would only bury the first ones. */
export const maximumFindings = 50

/** A mapping that owns its keys and values: their parent is set. */
export function createMapping(
  span: Span,
  entries: readonly Entry[],
  isFlow: boolean,
  shortTag?: string,
): MappingNode {
  const node = new MappingNode(span, entries, isFlow, shortTag)
  for (const { key, value } of entries) {
    key.parent = node
    value.parent = node
  }
  return node
}

/** A sequence that owns its items: their parent is set. */
export function createSequence(span: Span, items: SequenceNode['items'], isFlow: boolean): SequenceNode {
  const node = new SequenceNode(span, items, isFlow)
  for (const item of items) item.parent = node
  return node
}

/** A scalar without a parent yet. */
export function createScalar(span: Span, value: ScalarNode['value'], style: ScalarNode['style']): ScalarNode {
  return new ScalarNode(span, value, style)
}

/** Collects the findings of one text. */
export interface Findings {
  readonly list: Diagnostic[]
  readonly add: (span: Span, message: string, extra?: FindingExtra) => void
  readonly range: (span: Span) => Diagnostic['range']
}

/** What a finding may have beside its place and message; code `syntax` and severity `error` where left out. */
export interface FindingExtra {
  readonly code?: 'syntax' | 'duplicate-key'
  readonly severity?: Severity
  readonly related?: readonly RelatedPlace[]
}

/** An empty collection of findings for `file`. */
export function createFindings(file: string, lines: LineIndex): Findings {
  const list: Diagnostic[] = []
  const range = (span: Span): Diagnostic['range'] => rangeAt(lines, span.start, span.end)
  const add = (span: Span, message: string, extra: FindingExtra = {}): void => {
    const { code = 'syntax', severity = 'error', related } = extra
    list.push({ code, severity, message, file, range: range(span), ...(related ? { related } : {}) })
  }
  return { list, add, range }
}

/** Reports every key that stands twice in one mapping; the later one is marked, the first is related. */
export function reportDuplicateKeys(file: string, entries: readonly Entry[], findings: Findings): void {
  // Few mappings have so many keys that looking each up costs less than comparing them.
  const byName = entries.length > 12 ? new Map<string, Entry>() : undefined
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (!entry) continue
    const earlier = byName ? byName.get(entry.name) : firstOfName(entries, index)
    if (!earlier) {
      byName?.set(entry.name, entry)
      continue
    }
    findings.add(
      entry.key,
      `Key '${entry.name}' stands twice in this mapping, and only one of the two can count; remove or rename one`,
      {
        code: 'duplicate-key',
        related: [{ file, range: findings.range(earlier.key), message: `first '${entry.name}'` }],
      },
    )
  }
}

function firstOfName(entries: readonly Entry[], index: number): Entry | undefined {
  const name = entries[index]?.name
  for (let before = 0; before < index; before++) if (entries[before]?.name === name) return entries[before]
  return undefined
}
