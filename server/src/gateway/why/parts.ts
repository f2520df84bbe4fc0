import { baseName } from '../../base/files.ts'
import type { Origin } from '../../base/origin.ts'
import { offsetAt } from '../../base/text.ts'
import type {
  Evidence,
  EvidenceLine,
  SourceLine,
  SuggestedChange,
  Why,
  WhyFact,
  WhyFix,
} from '../../protocol/trace.ts'
import type { TextEdit } from '../../base/diagnostic.ts'
import { documentOf, nodeOfOrigin, rangeOf } from '../../syntax/node.ts'
import { sourceLineOf } from '../trace.ts'

/** A text as code. */
export function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``
}

/** `1 request`, `3 requests` */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

/** `one`, `one and two`, `one, two and three` */
export function listed(words: readonly string[], last = 'and'): string {
  const [end = ''] = words.slice(-1)
  return words.length < 2 ? end : `${words.slice(0, -1).join(', ')} ${last} ${end}`
}

/** The beginning of a long text that somebody else wrote, without marks. */
export function brief(text: string, mostWords = 12, mostCharacters = 120): string {
  const words = text.replaceAll('*', '').replaceAll('`', "'").split(/\s+/).filter(Boolean)
  const kept = words.slice(0, mostWords).join(' ').slice(0, mostCharacters)
  return kept.length < words.join(' ').length ? `${kept}…` : kept
}

/** A fix that opens the line of an origin; none where there is no place. */
export function goTo(title: string, place: Origin | SourceLine | undefined): WhyFix[] {
  if (!place) return []
  const source = 'range' in place ? sourceLineOf(place) : place
  return source.file === '' ? [] : [{ type: 'open', title, source }]
}

/** A fact that leads to where it is stated. */
export function statedFact(label: string, text: string, origin: Origin | undefined): WhyFact {
  return { label, text, ...(origin && origin.file !== '' && { source: sourceLineOf(origin) }) }
}

/** A line of the definition that decided, with its neighbours. */
export function stated(origin: Origin | undefined): Pick<Why, 'source' | 'evidence'> {
  if (!origin || origin.file === '') return {}
  const evidence = excerptOf(origin)
  return { source: sourceLineOf(origin), ...(evidence && { evidence }) }
}

const mostDeciding = 10
const neighbours = 3

/** The lines of the definition that decided, with their neighbours; undefined for an origin that stands in no text. */
export function excerptOf(origin: Origin | undefined): Evidence | undefined {
  const node = origin && nodeOfOrigin(origin)
  if (!origin || !node) return undefined
  const { file, text } = documentOf(node)
  const all = text.split(/\r\n|\r|\n/)
  const first = origin.range.start.line
  const { end } = rangeOf(node)
  const ended = end.character === 0 && end.line > first ? end.line - 1 : end.line
  // Of what is too long to be read at a glance the first line is enough.
  const last = ended - first < mostDeciding ? ended : first
  const from = Math.max(0, first - neighbours)
  const to = Math.min(all.length - 1, last + neighbours)
  const shown = all.slice(from, to + 1)
  const indent = commonIndent(shown)
  const lines = shown.map((line, index): EvidenceLine => {
    const isDeciding = from + index >= first && from + index <= last
    return { text: shortened(line.slice(indent)), ...(isDeciding && { isDeciding }) }
  })
  return { title: baseName(file), firstLine: from + 1, lines }
}

/** The scalar at an origin replaced by another text: a certain change of one line. */
export function replacement(origin: Origin | undefined, newText: string): SuggestedChange | undefined {
  const node = origin && nodeOfOrigin(origin)
  if (node?.type !== 'scalar') return undefined
  const { file, text } = documentOf(node)
  return changeOf(text, { file, range: rangeOf(node), newText })
}

/** An edit of a text with the whole lines that it changes. */
export function changeOf(text: string, edit: TextEdit): SuggestedChange {
  const { start, end } = edit.range
  const all = text.split(/\r\n|\r|\n/)
  const removed = all.slice(start.line, end.line + 1)
  const before = (removed[0] ?? '').slice(0, start.character)
  const after = (removed.at(-1) ?? '').slice(end.character)
  return {
    edit,
    oldText: text.slice(offsetIn(text, all, start), offsetIn(text, all, end)),
    removed,
    added: `${before}${edit.newText}${after}`.split('\n'),
  }
}

function offsetIn(
  text: string,
  lines: readonly string[],
  position: { line: number; character: number },
): number {
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
  return offsetAt(starts, position, text)
}

/** Longer lines are cut: a card is for reading. */
const longestLine = 400

function shortened(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line
}

function commonIndent(lines: readonly string[]): number {
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  return indents.length === 0 ? 0 : Math.min(...indents)
}
