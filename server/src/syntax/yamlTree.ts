import type { Node as LibraryNode, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { CST, isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import type { Findings, Span } from './build.ts'
import { createMapping, createScalar, createSequence, reportDuplicateKeys } from './build.ts'
import type { Entry, Node, ScalarNode } from './node.ts'
import { longFormOf } from './shortTags.ts'
import type { Anchors } from './yamlAnchors.ts'
import { createAnchors, mergedEntries } from './yamlAnchors.ts'

/** Our tree of a text. */
export interface ConvertedYaml {
  readonly root: Node
  readonly hasAnchors: boolean
}

/** Turns the library's tree into ours. Recurses as deep as the text nests, which `yamlDepth` has bounded. */
export function convertYaml(
  root: LibraryNode,
  source: { file: string; text: string; findings: Findings; isJoined: boolean },
): ConvertedYaml {
  const anchors = createAnchors(source.findings)
  const converted = convert(root, 0, { ...source, anchors })
  return { root: converted, hasAnchors: anchors.isUsed() }
}

interface Source {
  readonly file: string
  readonly text: string
  readonly findings: Findings
  /** The library saw the text with some line ends taken out: values over several lines must be read again. */
  readonly isJoined: boolean
  readonly anchors: Anchors
}

/** `from` is where the text before the node may begin to hold its tag. */
function convert(node: LibraryNode, from: number, source: Source): Node {
  const span = spanOf(node)
  if (isAlias(node)) return source.anchors.expand(node.source, span)
  const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined
  if (anchor !== undefined) source.anchors.open(anchor)
  const plain = convertUntagged(node, span, source)
  const result = withLongForm(node.tag, plain, from, source)
  if (anchor !== undefined) source.anchors.define(anchor, result)
  return result
}

function convertUntagged(node: LibraryNode, span: Span, source: Source): Node {
  if (isMap(node)) return convertMap(node, span, source)
  if (isSeq(node)) return convertSequence(node, span, source)
  return isScalar(node) ? convertScalar(node, span, source) : createScalar(span, null, 'plain')
}

function withLongForm(tag: string | undefined, value: Node, from: number, source: Source): Node {
  const longForm = tag === undefined ? undefined : longFormOf(tag)
  if (tag === undefined || longForm === undefined) return value
  const start = findTag(source.text, from, value.start, tag)
  const key = createScalar({ start, end: start + tag.length }, longForm, 'plain')
  return createMapping({ start, end: value.end }, [{ key, name: longForm, value }], true, tag)
}

/** Between `from` and the value stand only indicators, comments, an anchor and the tag itself. */
function findTag(text: string, from: number, valueStart: number, tag: string): number {
  const between = text.slice(from, valueStart)
  const withoutComments = between.replace(/(^|\s)#[^\r\n]*/g, comment => ' '.repeat(comment.length))
  const place = withoutComments.lastIndexOf(tag)
  return place < 0 ? valueStart : from + place
}

function convertMap(map: YAMLMap, span: Span, source: Source): Node {
  const entries: Entry[] = []
  let from = span.start
  for (const pair of map.items) {
    for (const entry of convertPair(pair, from, source)) {
      entries.push(entry)
      from = Math.max(from, entry.key.end, entry.value.end)
    }
  }
  reportDuplicateKeys(
    source.file,
    entries.filter(entry => !isMerge(entry)),
    source.findings,
  )
  // A bracket that is closed too early ends before what the library has put into it.
  const end = map.flow === true ? Math.max(span.end, from) : from
  return createMapping({ start: span.start, end }, mergedEntries(entries, isMerge, source), map.flow === true)
}

function isMerge(entry: Entry): boolean {
  return entry.name === '<<' && entry.key.style === 'plain'
}

function lastEnds(entries: readonly Entry[]): number[] {
  const last = entries.at(-1)
  return last ? [last.key.end, last.value.end] : []
}

function convertPair(pair: Pair, from: number, source: Source): Entry[] {
  const written = convertKey(pair.key, from, source)
  const [key = written, ...halfTyped] = linesOf(written, source.text).reverse()
  const name = key === written && key.style === 'plain' ? nameOf(pair.key, key) : String(key.value)
  return [...halfTyped.reverse().map(withoutValue), ...convertValue(pair, key, name, source)]
}

function convertValue(pair: Pair, key: ScalarNode, name: string, source: Source): Entry[] {
  const valueNode = libraryNode(pair.value)
  if (!valueNode) return [withoutValue(key, name)]
  const spilled = spilledEntries(valueNode, key, source)
  if (spilled) return [{ key, name, value: spilled.value }, ...spilled.entries]
  return [{ key, name, value: convert(valueNode, key.end, source) }]
}

function withoutValue(key: ScalarNode, name: unknown): Entry {
  const value = createScalar({ start: key.end, end: key.end }, null, 'plain')
  return { key, name: typeof name === 'string' ? name : String(key.value), value }
}

/**
 * `title: a: b` is an error after which the library takes all following keys into the inner mapping. Here the rest of
 * the line becomes the text that was meant, and the following keys stay where they stand.
 */
function spilledEntries(
  node: LibraryNode,
  key: ScalarNode,
  source: Source,
): { value: Node; entries: Entry[] } | undefined {
  if (!isMap(node) || node.flow === true || node.tag !== undefined) return undefined
  const start = spanOf(node).start
  if (start <= key.end || /[\r\n]/.test(source.text.slice(key.end, start))) return undefined
  const [first, ...rest] = node.items
  const line = /^[^\r\n]*/.exec(source.text.slice(start))?.[0].trimEnd() ?? ''
  if (!first || !source.text.slice(key.start, key.end + 1).endsWith(':')) return undefined
  const value = createScalar({ start, end: start + line.length }, line, 'plain')
  // The inner key may itself run over several lines: then its last line is a key of its own.
  const own = isScalar(first.key) && spanOf(first.key).end > value.end ? [first, ...rest] : rest
  const entries = own.flatMap(pair => convertPair(pair, value.end, source))
  return { value, entries: entries.filter(entry => entry.key.start >= value.end) }
}

function convertKey(node: unknown, from: number, source: Source): ScalarNode {
  const keyNode = libraryNode(node)
  if (!keyNode) return createScalar({ start: from, end: from }, null, 'plain')
  const converted = convert(keyNode, from, source)
  if (converted.type === 'scalar') return converted
  const text = source.text.slice(converted.start, converted.end)
  source.findings.add(
    converted,
    'A list or mapping cannot be a key, AWS takes text only; put it in quotes if text was meant',
  )
  return createScalar(converted, text, 'plain')
}

/** A half-typed line above a key is taken into it by YAML: each line is a key of its own, the last has the value. */
function linesOf(key: ScalarNode, text: string): ScalarNode[] {
  const written = text.slice(key.start, key.end)
  if (key.style !== 'plain' || !/[\r\n]/.test(written)) return [key]
  return [...written.matchAll(/[^\s](?:[^\r\n]*[^\s])?/g)].map(({ index, 0: line }) => {
    const start = key.start + index
    return createScalar({ start, end: start + line.length }, line, 'plain')
  })
}

/** Keys such as `200` or `1.0` keep the text they were written with. */
function nameOf(node: unknown, key: ScalarNode): string {
  if (isScalar(node) && typeof node.source === 'string' && spanOf(node).start === key.start)
    return node.source
  return key.value === null ? '' : String(key.value)
}

function convertSequence(seq: YAMLSeq, span: Span, source: Source): Node {
  const items: Node[] = []
  let from = span.start
  for (const item of seq.items) {
    const entries = isPair(item) ? convertPair(item, from, source) : undefined
    const place = { start: from, end: from }
    const node = libraryNode(item)
    const converted = entries
      ? createMapping(
          { start: entries[0]?.key.start ?? from, end: Math.max(from, ...lastEnds(entries)) },
          entries,
          true,
        )
      : node
        ? convert(node, from, source)
        : createScalar(place, null, 'plain')
    items.push(converted)
    from = Math.max(from, converted.end)
  }
  const end = seq.flow === true ? Math.max(span.end, from) : from
  return createSequence({ start: span.start, end }, items, seq.flow === true)
}

const styles: Readonly<Record<string, ScalarNode['style']>> = {
  BLOCK_FOLDED: 'folded',
  BLOCK_LITERAL: 'literal',
  PLAIN: 'plain',
  QUOTE_DOUBLE: 'double',
  QUOTE_SINGLE: 'single',
}

function convertScalar(node: Scalar, span: Span, { text, isJoined }: Source): ScalarNode {
  const style = styles[node.type ?? 'PLAIN'] ?? 'plain'
  const end = span.start + text.slice(span.start, span.end).trimEnd().length
  const written = text.slice(span.start, end)
  const isOpen = (style === 'double' || style === 'single') && !isClosed(written)
  const isBlock = style === 'literal' || style === 'folded'
  const isFolded = isJoined && !isBlock && /[\r\n]/.test(written)
  const value = isOpen ? written.slice(1) : isFolded ? foldedText(style, written) : node.value
  const isPlain =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null
  // A date or binary comes only of an explicit tag or an old %YAML directive; its text is what AWS sees.
  return createScalar({ start: span.start, end }, isPlain ? value : written, style)
}

function foldedText(style: ScalarNode['style'], source: string): string {
  const type =
    style === 'double' ? 'double-quoted-scalar' : style === 'single' ? 'single-quoted-scalar' : 'scalar'
  // Errors are in the findings already; the library throws them when nobody takes them.
  return CST.resolveAsScalar({ type, offset: 0, indent: 0, source }, false, () => undefined).value
}

function isClosed(quoted: string): boolean {
  return quoted.length > 1 && quoted.at(-1) === quoted[0]
}

function libraryNode(value: unknown): LibraryNode | undefined {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : undefined
}

function spanOf(node: LibraryNode): Span {
  const [start, end] = node.range ?? [0, 0]
  return { start, end }
}
