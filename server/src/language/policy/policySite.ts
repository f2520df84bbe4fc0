import { createScanner } from 'jsonc-parser'
import type { Position, Range } from '../../base/text.ts'
import { createLineIndex, offsetAt, positionAt, rangeAt } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { detectKind } from '../../definitions/detect.ts'
import type { Node, SourceDocument } from '../../syntax/node.ts'
import { childAt, entriesOf } from '../../syntax/node.ts'
import { parseText } from '../../syntax/parse.ts'
import type { DocumentPath, Site } from '../site.ts'
import { siteAt } from '../site.ts'
import { focused } from './focus.ts'
import type { PolicyPart } from './policyPart.ts'
import { partAt } from './policyPart.ts'
import type { PolicyPlace } from './policyPlace.ts'
import { pathInPolicy, policyPlaceAt } from './policyPlace.ts'
import { standAlonePlace } from './standAlone.ts'

/** What is being written in a policy. */
export interface PolicySite {
  readonly document: SourceDocument
  readonly owner: DefinitionResult
  readonly place: PolicyPlace
  readonly part: PolicyPart
  /** The mapping or value at the place, and the mapping of its statement; in a tree that a word completes. */
  readonly node: Node | undefined
  readonly statement: Node | undefined
  /** The document's root. */
  readonly root: Node | undefined
  /** The logical id of the resource around the policy. */
  readonly resource: string | undefined
  /** The scalar or key that a proposal replaces, and its text up to the cursor. */
  readonly range: Range
  readonly prefix: string
  readonly isKey: boolean
  /** Quotes that stand around `range` already. */
  readonly quote: '"' | "'" | undefined
  /** Whether it stands in `Fn::Sub`, where `${…}` is a template's. */
  readonly isSubstituted: boolean
  /** Whether JSON's notation holds: in JSON, and in YAML between braces. */
  readonly isFlow: boolean
  /** Columns by which a mapping's keys stand deeper than the line's own indentation: those of `- `. */
  readonly shift: number
  /** Whether a list item's dash stands before it. */
  readonly isDashed: boolean
  /** A comma that is missing before what is written stands here. */
  readonly commaBefore: Position | undefined
  /** Whether what follows needs a comma in front of it. */
  readonly needsCommaAfter: boolean
}

/** Finds out what is being written at a position; undefined outside of policies. `known` is what the document is. */
export function policySiteAt(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
  known?: PolicyPlace,
): PolicySite | undefined {
  const offset = offsetAt(document.lines, position, document.text.length)
  const mended =
    document.language === 'json'
      ? withComma(document, offset)
      : { document: focused(document, offset), commaAt: undefined }
  const shifted = mended.commaAt === undefined ? offset : offset + 1
  const site = siteAt(mended.document, positionAt(mended.document.lines, shifted))
  if (!site) return undefined
  const place = known ?? placeOf(site.path, site.root, document, owner)
  if (!place) return undefined
  const { path, intrinsics } = withoutIntrinsics(pathInPolicy(site.path, place))
  // What functions name is the business of templates in general.
  if (intrinsics.some(name => name !== 'Fn::Sub')) return undefined
  const found = partAt(place.holds, path, site.mode === 'key') ?? partAt(place.holds, path, false)
  if (!found) return undefined
  const isKey = site.mode === 'key' && isKeyPart(found.part)
  const steps = site.path.slice(0, place.depth)
  const statementPath = found.statementDepth === undefined ? undefined : path.slice(0, found.statementDepth)
  const isWord = isKey || document.language === 'json'
  const extent = isWord ? wordExtent(site, mended.document) : scalarExtent(site, document)
  const [start, end] = mended.commaAt === undefined ? extent : [extent[0] - 1, extent[1] - 1]
  const before = document.text[start - 1]
  const quote = before === '"' || before === "'" ? before : undefined
  return {
    document,
    owner,
    place,
    part: found.part,
    node: childAt(site.root, ...site.path),
    statement: statementPath && childAt(site.root, ...steps, ...statementPath),
    root: document.root,
    resource: resourceAround(site.path),
    range: rangeAt(document.lines, start, end),
    prefix: document.text.slice(start, offset),
    isKey,
    quote: isKey && document.language === 'yaml' ? undefined : quote,
    isSubstituted: intrinsics.length > 0,
    isFlow: document.language === 'json' || isInFlow(site),
    shift: shiftOf(document, start),
    isDashed: /(^|\n)\s*(- +)+$/.test(document.text.slice(Math.max(0, start - 200), start)),
    commaBefore: mended.commaAt === undefined ? undefined : positionAt(document.lines, mended.commaAt),
    needsCommaAfter: document.language === 'json' && needsCommaAfter(document.text, end, quote),
  }
}

/** The policy that a path leads into, in a definition or in a file of its own. */
export function placeOf(
  path: DocumentPath,
  root: Node | undefined,
  document: SourceDocument,
  owner: DefinitionResult,
): PolicyPlace | undefined {
  return owner.definition ? policyPlaceAt(path, root, detectKind(document.root)) : standAlonePlace(document)
}

/** A path without the functions on its way, and their names. */
export function withoutIntrinsics(path: readonly string[]): {
  readonly path: readonly string[]
  readonly intrinsics: readonly string[]
} {
  const at = path.findIndex(segment => segment === 'Ref' || segment.startsWith('Fn::'))
  return at < 0
    ? { path, intrinsics: [] }
    : {
        path: path.slice(0, at),
        intrinsics: path.slice(at).filter(segment => /^(Ref|Fn::\w+)$/.test(segment)),
      }
}

/** The logical id of the resource that a path leads into. */
export function resourceAround(path: DocumentPath): string | undefined {
  const at = path.indexOf('Resources')
  return at < 0 ? undefined : String(path[at + 1])
}

function isKeyPart({ type }: PolicyPart): boolean {
  return /Key$|^operator$/.test(type)
}

// A key or value after another one without a comma: as if the comma stood there.
function withComma(
  document: SourceDocument,
  offset: number,
): { readonly document: SourceDocument; readonly commaAt: number | undefined } {
  const { text } = document
  const scanner = createScanner(text, true)
  let last: { readonly text: string; readonly end: number } | undefined
  while ((scanner.scan() as number) !== endOfFile) {
    const start = scanner.getTokenOffset()
    const end = start + scanner.getTokenLength()
    const token = text.slice(start, end)
    // A word that is being written; punctuation is whole at once.
    if (end > offset || (end === offset && !/^[[\]{}:,]$/.test(token))) break
    last = { text: token, end }
  }
  if (!last || /^[[{:,]$/.test(last.text)) return { document, commaAt: undefined }
  const patched = `${text.slice(0, last.end)},${text.slice(last.end)}`
  const parsed = parseText(document.file, patched)
  return {
    document: { ...parsed, language: 'json', lines: createLineIndex(patched) },
    commaAt: last.end,
  }
}

/** `SyntaxKind.EOF`, which the library declares as a constant that only its own build can see. */
const endOfFile = 17

function wordExtent({ range }: Site, { lines, text }: SourceDocument): readonly [number, number] {
  return [offsetAt(lines, range.start, text.length), offsetAt(lines, range.end, text.length)]
}

// The whole scalar around the word: `arn:aws:s3:::${Bucket}/` is one text, though the word is its end alone.
function scalarExtent(site: Site, document: SourceDocument): readonly [number, number] {
  const { text } = document
  const [wordStart, wordEnd] = wordExtent(site, document)
  const node = childAt(site.root, ...site.path)
  const isBefore = node?.type === 'scalar' && node.start <= wordStart && node.style !== 'literal'
  if (!isBefore || text.slice(node.start, wordStart).includes('\n')) return [wordStart, wordEnd]
  const first = text[node.start]
  const start = node.start + (first === '"' || first === "'" ? 1 : 0)
  const lineEnd = /[\r\n]|$/.exec(text.slice(wordEnd))?.index ?? 0
  const rest = text.slice(wordEnd, wordEnd + lineEnd)
  const more = start > node.start ? new RegExp(`^[^${first ?? ''}]*`).exec(rest) : /^[^\s,\]}]*/.exec(rest)
  return [start, wordEnd + (more?.[0].length ?? 0)]
}

function isInFlow(site: Site): boolean {
  for (let length = site.path.length; length > 0; length--) {
    const node = childAt(site.root, ...site.path.slice(0, length))
    // A short form such as `!Sub` is no braces.
    if (node?.type === 'sequence' && node.isFlow) return true
    if (node?.type === 'mapping' && node.isFlow && node.shortTag === undefined) return true
  }
  return false
}

function shiftOf({ text }: SourceDocument, start: number): number {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  return /^\s*((?:- +)*)/.exec(text.slice(lineStart, start))?.[1]?.length ?? 0
}

function needsCommaAfter(text: string, end: number, quote: string | undefined): boolean {
  const from = quote !== undefined && text[end] === quote ? end + 1 : end
  return /^\s*["{[\w]/.test(text.slice(from))
}

/** The names of the keys that a mapping has already. */
export function keysThere(node: Node | undefined): ReadonlySet<string> {
  return new Set(entriesOf(node).map(({ name }) => name))
}
