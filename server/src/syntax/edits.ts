import type { TextEdit } from '../base/diagnostic.ts'
import type { Entry, MappingNode, Node, ScalarNode, SourceDocument } from './node.ts'
import { rangeAt } from '../base/text.ts'
import { documentOf, rangeOf } from './node.ts'
import { yamlText } from './print.ts'

/** Writes another text in place of a key or a scalar, in the quotes that stand there. */
export function replaceScalar(scalar: ScalarNode, text: string): TextEdit {
  return { file: documentOf(scalar).file, range: rangeOf(scalar), newText: quotedLike(scalar, text) }
}

/**
 * Adds a property in front of a mapping's others, in the style and indentation of the first one; undefined for an
 * empty mapping, which has no style to follow. `value` is JSON text, which YAML takes too.
 */
export function insertProperty(mapping: MappingNode, name: string, value: string): TextEdit | undefined {
  const first = mapping.entries[0]
  if (!first) return undefined
  const { file, text, lines, language } = documentOf(mapping)
  const start = first.key.start
  const before = text.slice(lineStartOf(text, start), start)
  const key = language === 'json' ? JSON.stringify(name) : name
  // What stands before the first key (`- ` of a list, or `{`) takes its width on the next line.
  const isOwnLine = !mapping.isFlow || before.trim() === ''
  const separator = isOwnLine ? endOfLine(text) + before.replace(/\S/g, ' ') : ' '
  return {
    file,
    range: rangeAt(lines, start, start),
    newText: `${key}: ${value}${mapping.isFlow ? ',' : ''}${separator}`,
  }
}

/**
 * Adds a property behind one of a mapping's entries, as text of the mapping's style and indentation; `value` is plain data
 * with intrinsic functions in their long form. Undefined where something else stands on the line behind the entry.
 */
export function addProperty(
  mapping: MappingNode,
  after: Entry,
  name: string,
  value: unknown,
): TextEdit | undefined {
  return addEntry(mapping, after, {
    block: () => yamlText({ [name]: value }),
    flow: (unit, quoted) => `${quoted(name)}: ${JSON.stringify(value, undefined, unit)}`,
  })
}

/**
 * Adds a value of the same document behind one of a mapping's entries, as it is written with its comments, under a chain of
 * new names. Undefined where its style does not fit in there.
 */
export function addCopy(
  mapping: MappingNode,
  after: Entry,
  names: readonly string[],
  node: Node,
): TextEdit | undefined {
  const source = unindentedSource(node)
  const isFlow = node.type === 'scalar' || node.isFlow
  if (mapping.isFlow && !isFlow) return undefined
  return addEntry(mapping, after, {
    block: () =>
      names.reduceRight(
        (inner, name, at) =>
          isFlow && at === names.length - 1
            ? `${plainKey(name)}: ${inner}`
            : `${plainKey(name)}:\n${indented(inner, '  ', '\n', true)}`,
        source,
      ),
    flow: (unit, quoted) =>
      names.reduceRight((inner, name, at) => {
        if (at === names.length - 1) return `${quoted(name)}: ${inner}`
        const [open, close] = unit === undefined ? ['{ ', ' }'] : ['{\n', '\n}']
        return `${quoted(name)}: ${open}${indented(inner, unit ?? '', '\n', true)}${close}`
      }, source),
  })
}

/** How a new entry is written, from its first column and with `\n` between its lines. */
interface EntryText {
  readonly block: () => string
  /** `unit` is a step of indentation, undefined for text in one line. */
  readonly flow: (unit: string | undefined, quoted: (name: string) => string) => string
}

function addEntry(mapping: MappingNode, after: Entry, written: EntryText): TextEdit | undefined {
  const document = documentOf(mapping)
  const { file, text, lines, language } = document
  const end = Math.max(after.key.end, after.value.end)
  const lineEnd = endOfLine(text)
  if (mapping.isFlow) {
    const indent = ownLineIndent(text, after.key.start)
    const unit = indent === undefined ? undefined : indentUnit(document)
    const isQuoted = language === 'json' || after.key.style === 'double'
    const entry = written.flow(unit, name => (isQuoted ? JSON.stringify(name) : plainKey(name)))
    const separator = indent === undefined ? ' ' : lineEnd + indent
    const newText = `,${separator}${indented(entry, indent ?? '', lineEnd)}`
    return { file, range: rangeAt(lines, end, end), newText }
  }
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? ''
  // A key that has no value yet is followed by its colon.
  if (!/^\s*:?\s*(#.*)?$/.test(rest)) return undefined
  const column = ' '.repeat(after.key.start - lineStartOf(text, after.key.start))
  const place = end + rest.length
  const newText = lineEnd + column + indented(written.block(), column, lineEnd)
  return { file, range: rangeAt(lines, place, place), newText }
}

/** A node's text as if it stood at the first column. */
function unindentedSource(node: Node): string {
  const { text } = documentOf(node)
  const lineStart = lineStartOf(text, node.start)
  const isFlow = node.type === 'scalar' || node.isFlow
  const blanks = /^[ \t]*/.exec(text.slice(lineStart))?.[0].length ?? 0
  const column = isFlow ? blanks : node.start - lineStart
  const [first = '', ...others] = text.slice(node.start, node.end).split(/\r\n|\r|\n/)
  return [first, ...others.map(line => line.slice(Math.min(column, line.search(/\S|$/))))].join('\n')
}

/** A key of YAML, in quotes where it needs them. */
export function plainKey(name: string): string {
  return /^[A-Za-z_$][\w./{}$-]*$/.test(name) ? name : JSON.stringify(name)
}

/** A text with an indentation before each line but the first (and before that too, when asked). */
export function indented(text: string, indent: string, lineEnd: string, isFirstToo = false): string {
  const lines = text.split('\n')
  return lines
    .map((line, index) => ((index === 0 && !isFirstToo) || line === '' ? line : indent + line))
    .join(lineEnd)
}

/** A name that no entry of a mapping has: the one wanted, or with a number behind it. */
export function freeName(mapping: MappingNode, wanted: string): string {
  const isTaken = (name: string) => mapping.entries.some(entry => entry.name === name)
  let name = wanted
  for (let count = 2; isTaken(name); count++) name = `${wanted}${count}`
  return name
}

/** What a document's lines end with. */
export function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}

/** The offset at which the line of another offset begins. */
export function lineStartOf(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
}

/** The blanks before what begins its line; undefined for what stands behind something else. */
export function ownLineIndent(text: string, offset: number): string | undefined {
  const before = text.slice(lineStartOf(text, offset), offset)
  return before.trim() === '' ? before : undefined
}

/** One step of indentation, as the root's first key has it. */
export function indentUnit({ text, root }: SourceDocument): string {
  const first = root?.type === 'mapping' ? root.entries[0] : undefined
  const indent = first && ownLineIndent(text, first.key.start)
  return indent === undefined || indent === '' ? '  ' : indent
}

function quotedLike(scalar: ScalarNode, text: string): string {
  if (scalar.style === 'json' || scalar.style === 'double') return JSON.stringify(text)
  if (scalar.style === 'single') return `'${text.replaceAll("'", "''")}'`
  // A plain word that YAML would read as something else, or not at all, needs quotes.
  return /^[A-Za-z/$_][\w/$.:{}+*-]*$/.test(text) && !/^(true|false|null|yes|no|on|off)$|:$/i.test(text)
    ? text
    : JSON.stringify(text)
}
