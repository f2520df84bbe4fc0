import type { Range } from '../base/text.ts'
import { positionAt, rangeAt } from '../base/text.ts'
import type { TestKind } from '../protocol/testRun.ts'
import { endOfLine } from '../syntax/edits.ts'
import type { Entry, SourceDocument } from '../syntax/node.ts'
import { entriesOf } from '../syntax/node.ts'
import { yamlText } from '../syntax/print.ts'

/** A text that takes the place of a stretch. */
export interface Insertion {
  readonly range: Range
  readonly newText: string
}

const listNames: Readonly<Record<TestKind, string>> = {
  route: 'routes',
  template: 'templates',
  policy: 'policies',
}

/** The text of a new file with one test; without a definition for a template that no definition is known to use. */
export function newTestFile(definition: string | undefined, kind: TestKind, test: unknown): string {
  return `${yamlText({ ...(definition !== undefined && { definition }), [listNames[kind]]: [test] })}\n`
}

/** Adds a test behind the last one of its kind, in the indentation that stands there; the other text stays as it is. */
export function addTest(document: SourceDocument, kind: TestKind, test: unknown): Insertion {
  const { text, root } = document
  const name = listNames[kind]
  const entry = entriesOf(root).find(each => each.name === name)
  const lineEnd = endOfLine(text)
  if (!entry || (entry.value.type !== 'sequence' && !isEmpty(entry))) {
    return atEnd(document, yamlText({ [name]: [test] }), lineEnd)
  }
  const { value } = entry
  const last = value.type === 'sequence' ? value.items.at(-1) : undefined
  if (!last || value.type !== 'sequence') return inPlaceOf(document, entry, test, lineEnd)
  if (value.isFlow) {
    const range = rangeAt(document.lines, last.end, last.end)
    return { range, newText: `, ${JSON.stringify(test)}` }
  }
  // The dash stands before the item, on its line.
  const dash = text.lastIndexOf('-', last.start)
  const indent = ' '.repeat(positionAt(document.lines, dash).character)
  const end = lastOfItem(text, last.end)
  const range = rangeAt(document.lines, end, end)
  return { range, newText: `${lineEnd}${lineEnd}${indented(yamlText([test]), indent, lineEnd)}` }
}

/** A name that no test of the kind has: the one wanted, or with a number behind it. */
export function freeTestName(wanted: string, taken: readonly string[]): string {
  let name = wanted
  for (let count = 2; taken.includes(name); count++) name = `${wanted} (${count})`
  return name
}

function isEmpty({ value }: Entry): boolean {
  return value.type === 'scalar' && value.value === null
}

/** A list without items gets its first. */
function inPlaceOf(
  document: SourceDocument,
  { value, key }: Entry,
  test: unknown,
  lineEnd: string,
): Insertion {
  const newText = `${lineEnd}${indented(yamlText([test]), '  ', lineEnd)}`
  if (value.type === 'sequence') return { range: rangeAt(document.lines, value.start, value.end), newText }
  const colon = document.text.indexOf(':', key.end) + 1
  return { range: rangeAt(document.lines, colon, colon), newText }
}

function atEnd({ text, lines }: SourceDocument, written: string, lineEnd: string): Insertion {
  const range = rangeAt(lines, text.length, text.length)
  const before = text === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd + lineEnd
  return { range, newText: `${before}${indented(written, '', lineEnd)}${lineEnd}` }
}

// A node may reach to the next line, or stop before a comment behind it.
function lastOfItem(text: string, end: number): number {
  const trimmed = text.slice(0, end).trimEnd().length
  const rest = /^[^\r\n]*/.exec(text.slice(trimmed))?.[0] ?? ''
  return trimmed + rest.trimEnd().length
}

function indented(text: string, indent: string, lineEnd: string): string {
  return text
    .split('\n')
    .map(line => (line === '' ? line : indent + line))
    .join(lineEnd)
}
