import type { Fix } from '../base/diagnostic.ts'
import type { Origin } from '../base/origin.ts'
import type { Node, SourceDocument } from '../syntax/node.ts'
import type { RuleContext } from './rule.ts'
import { nearestName } from '../base/nearestName.ts'
import { offsetAt } from '../base/text.ts'
import { insertProperty } from '../syntax/edits.ts'
import { nodeAtPointer } from '../syntax/node.ts'

/**
 * The fix that writes another word in place of the one at `origin`; none when something else stands there, such as an
 * intrinsic function that gives the word.
 */
export function replaceFix(context: RuleContext, origin: Origin, written: string, word: string): Fix[] {
  const document = context.documents.get(origin.file)
  const text = document && textAt(document, origin)
  if (text === undefined) return []
  const quote = /^["']/.exec(text)?.[0] ?? ''
  if (text.toLowerCase() !== `${quote}${written}${quote}`.toLowerCase()) return []
  // A plain word that holds more than name characters could read as something else.
  const newText =
    quote !== '' || /^[\w./${}+-]+$/.test(word) ? `${quote}${word}${quote}` : JSON.stringify(word)
  return [
    {
      title: `Replace with '${word}'`,
      edits: [{ file: origin.file, range: origin.range, newText }],
      isPreferred: true,
    },
  ]
}

/** The fix that puts in the name which the user most likely meant. */
export function nearestFix(
  context: RuleContext,
  origin: Origin,
  written: string,
  names: Iterable<string>,
): Fix[] {
  const nearest = nearestName(written, names)
  return nearest === undefined ? [] : replaceFix(context, origin, written, nearest)
}

/** The fix that adds a property to the mapping at `origin`; `value` is JSON text. */
export function insertFix(context: RuleContext, origin: Origin, name: string, value: string): Fix[] {
  const node = nodeOf(context, origin)
  const edit = node?.type === 'mapping' ? insertProperty(node, name, value) : undefined
  return edit ? [{ title: `Add '${name}: ${value}'`, edits: [edit], isPreferred: true }] : []
}

/** The node that a fact's origin names. */
export function nodeOf(context: RuleContext, origin: Origin): Node | undefined {
  return nodeAtPointer(context.documents.get(origin.file)?.root, origin.pointer)
}

/** The scalar at `origin` as the user wrote it: readers put some words in upper case. */
export function writtenAt(context: RuleContext, origin: Origin): string | undefined {
  const node = nodeOf(context, origin)
  return node?.type === 'scalar' ? String(node.value) : undefined
}

/** Ends a message: the one name to write, or the names there are. */
export function suggestion(written: string, names: readonly string[], none: string): string {
  const nearest = nearestName(written, names)
  if (nearest !== undefined) return `write '${nearest}'`
  if (names.length === 0) return none
  const shown = names.slice(0, 6).map(name => `'${name}'`)
  return `use one of ${shown.join(', ')}${names.length > 6 ? ' …' : ''}`
}

function textAt({ text, lines }: SourceDocument, { range }: Origin): string {
  return text.slice(offsetAt(lines, range.start, text), offsetAt(lines, range.end, text))
}
