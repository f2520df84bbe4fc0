import type { TextChange } from '../base/textChange.ts'
import type { Entry, SourceDocument } from './node.ts'
import type { Container, Part } from './parts.ts'
import { changeBetween, movedLines } from '../base/textChange.ts'
import { createDocument, directiveWord } from './node.ts'
import { parseJson } from './json.ts'
import { containerOf, forgetPart, partOf, setContainer, watch } from './parts.ts'
import { createCell, markStale } from './reads.ts'
import { parseYaml } from './yaml.ts'

/** A document after a change of its text, with the nodes of the old one wherever the change does not reach. */
export interface Reparsed {
  readonly document: SourceDocument
  readonly change: TextChange
}

/**
 * Reads a changed text by reading only the part in which it has changed. The nodes of all other parts are the same
 * objects as before, moved to their new places, so **the old document holds no more**. Undefined where the change
 * reaches further than one part, or where a text is broken: then it has to be read as a whole, and the old document is
 * left as it was.
 */
export function reparse(old: SourceDocument, text: string): Reparsed | undefined {
  const container = containerOf(old)
  const change = changeBetween(old.text, text)
  if (!container || !change) return undefined
  for (const site of sitesOf(container, old, change, text)) {
    const read = readPart(site, old)
    if (read) return { document: put(old, container, site, { change, text, ...read }), change }
  }
  return undefined
}

interface Replacement extends ReadPart {
  readonly change: TextChange
  readonly text: string
}

function put(
  old: SourceDocument,
  container: Container,
  site: Site,
  replacement: Replacement,
): SourceDocument {
  const { change, text } = replacement
  const delta = change.newEnd - change.oldEnd
  for (const { owner, index } of site.path) moveParts(owner.parts.slice(index + 1), delta)
  putParts(site, replacement, delta)
  const document: SourceDocument = {
    ...old,
    text,
    lines: movedLines(old.lines, change, text),
    hasDirectives: hasDirectives(old, change, text),
  }
  setContainer(document, container)
  return createDocument(document)
}

// Looking through a large text costs more than all the rest, so the new text is looked at where it has changed.
function hasDirectives(old: SourceDocument, { start, newEnd }: TextChange, text: string): boolean {
  const reach = directiveWord.length
  if (old.hasDirectives ?? old.text.includes(directiveWord)) return true
  return text.slice(Math.max(start - reach, 0), newEnd + reach).includes(directiveWord)
}

interface Step {
  readonly owner: Container
  readonly index: number
}

/** The innermost part that holds a change, and the way to it. */
interface Site {
  readonly part: Part
  /** Where its text begins, in both texts. */
  readonly start: number
  readonly text: string
  /** From the root's container to the one that holds the part. */
  readonly path: readonly Step[]
}

/** UTF-16 code units; to read a larger part again is no better than to read the whole. */
const largestStretch = 100_000

/** The parts that hold a change as a whole, the innermost first. */
function sitesOf(container: Container, old: SourceDocument, change: TextChange, text: string): Site[] {
  const isYaml = old.language === 'yaml'
  const sites: Site[] = []
  let owner: Container | undefined = container
  let path: readonly Step[] = []
  let limit = old.text.length
  while (owner) {
    const index = lastStartingBefore(owner.parts, change.start, old)
    const part: Part | undefined = owner.parts[index]
    if (!part) break
    const next = owner.parts[index + 1]
    const start = stretchStart(part, old)
    const end: number = isYaml ? (next ? stretchStart(next, old) : limit) : part.node.end
    // A stretch of YAML ends with a line, so that what follows it stays at the beginning of one.
    const mustEndLine = isYaml && end < old.text.length
    if (change.oldEnd > end || (mustEndLine && change.oldEnd === end)) break
    const stretch = text.slice(start, end + change.newEnd - change.oldEnd)
    path = [...path, { owner, index }]
    const isRead = stretch.length <= largestStretch && (!mustEndLine || /[\r\n]$/.test(stretch))
    if (isRead) sites.unshift({ part, start, text: stretch, path })
    limit = end
    owner = part.inner
  }
  return sites
}

function lastStartingBefore(parts: readonly Part[], offset: number, old: SourceDocument): number {
  let low = 0
  let high = parts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const part = parts[middle]
    if (part && stretchStart(part, old) <= offset) low = middle
    else high = middle - 1
  }
  const found = parts[low]
  return found && stretchStart(found, old) <= offset ? low : -1
}

/** A part of YAML begins with its line, one of JSON with its key. */
function stretchStart({ key }: Part, { language, text }: SourceDocument): number {
  let start = key.start
  if (language === 'yaml') while (start > 0 && text[start - 1] === ' ') start--
  return start
}

interface ReadPart {
  readonly entries: readonly Entry[]
  /** How far they stand from the places that they tell. */
  readonly distance: number
}

/** The entries that a part's new text holds; undefined when it cannot stand alone. */
function readPart(
  { part, start, text, path }: Site,
  { file, language }: SourceDocument,
): ReadPart | undefined {
  const taken = new Set(path.at(-1)?.owner.parts.flatMap(other => (other === part ? [] : [other.name])))
  if (language === 'json') {
    const { root, diagnostics } = parseJson(file, `{${text}}`, false)
    const entry = root?.type === 'mapping' && root.entries.length === 1 ? root.entries[0] : undefined
    if (!entry || diagnostics.length > 0 || entry.value.end !== text.length + 1) return undefined
    if (entry.key.start !== 1 || taken.has(entry.name)) return undefined
    return { entries: [entry], distance: start - 1 }
  }
  if (/^(---|\.\.\.|%)/m.test(text)) return undefined
  const { root, diagnostics, hasAnchors } = parseYaml(file, text)
  if (root?.type !== 'mapping' || root.isFlow || root.shortTag !== undefined) return undefined
  const indent = part.key.start - start
  const isAligned = root.entries.every(
    ({ key, name }) => key.parent === root && columnOf(text, key.start) === indent && !taken.has(name),
  )
  if (diagnostics.length > 0 || hasAnchors || !isAligned) return undefined
  return { entries: root.entries, distance: start }
}

/** Characters between the beginning of a line and an offset when they are all spaces, else -1. */
function columnOf(text: string, offset: number): number {
  let start = offset
  while (start > 0 && text[start - 1] === ' ') start--
  return start === 0 || /[\r\n]/.test(text[start - 1] ?? '') ? offset - start : -1
}

function moveParts(parts: readonly Part[], delta: number): void {
  for (const { frame, inner } of parts) {
    frame.offset += delta
    if (inner) moveParts(inner.parts, delta)
  }
}

/** Puts the new entries in the place of the old part and lets everything around it end where it ends now. */
function putParts({ part, path }: Site, { entries, distance, text }: Replacement, delta: number): void {
  const { owner, index } = path.at(-1) ?? {}
  if (!owner || index === undefined) return
  const parts = entries.map(entry => partOf(entry, { text, depth: path.length, distance }))
  forgetPart(part)
  owner.parts.splice(index, 1, ...parts)
  for (const { key, node } of parts) {
    key.parent = owner.node
    node.parent = owner.node
  }
  if (parts.length !== 1 || parts[0]?.name !== part.name) {
    markStale(owner.names)
    owner.names = createCell()
  }
  watch(owner)
  for (const { owner: around } of path.toReversed()) stretch(around, delta)
}

/** A block of YAML reaches from its first key to its last value, a mapping in braces from one brace to the other. */
function stretch({ node, parts }: Container, delta: number): void {
  const last = parts.at(-1)
  if (node.isFlow) node.stretch(node.start, node.end + delta)
  else node.stretch(parts[0]?.key.start ?? node.start, Math.max(last?.key.end ?? 0, last?.node.end ?? 0))
}
