import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import type { Position } from '../../base/text.ts'
import type { Workspace } from '../workspace.ts'
import type { Candidate, SnippetPart } from './candidate.ts'
import { candidatesAt } from './candidates.ts'
import type { PlacedTemplate } from './placedTemplate.ts'
import { templateAt } from './placedTemplate.ts'

/**
 * What can be written at a position of a mapping template, in a file of its own or in a string of a definition;
 * undefined where no template stands.
 */
export function vtlCompletion(
  workspace: Workspace,
  file: string,
  position: Position,
): CompletionItem[] | undefined {
  const placed = templateAt(workspace, file, position)
  const offset = placed?.offsetAt(position)
  if (!placed || offset === undefined) return undefined
  const found = candidatesAt(placed, offset)
  if (!found) return []
  return found.list.flatMap(candidate => {
    const span = { start: found.span.start - (candidate.replacesBefore ?? 0), end: found.span.end }
    return itemOf(candidate, placed, span) ?? []
  })
}

function itemOf(
  candidate: Candidate,
  placed: PlacedTemplate,
  span: { readonly start: number; readonly end: number },
): CompletionItem | undefined {
  const { name, kind, detail, documentation, insert = [name], goesOn, rank = 1 } = candidate
  const newText = snippetOf(insert, placed, span)
  if (newText === undefined) return undefined
  const replaced = placed.text.slice(span.start, span.end)
  return {
    label: name,
    kind: kinds[kind],
    ...(detail !== '' && { detail }),
    ...(documentation !== '' && { documentation: { kind: 'markdown', value: documentation } }),
    sortText: `${rank}${name}`,
    // What is replaced may hold more than the word, and is what the client compares.
    filterText:
      candidate.replacesBefore === undefined ? name : replaced.slice(0, candidate.replacesBefore) + name,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: placed.rangeOf(span), newText },
    ...(goesOn && insert.some(part => typeof part !== 'string') && { command: reopen }),
  }
}

/** After a call was inserted, its argument is what is to be chosen next. */
const reopen = { title: '', command: 'editor.action.triggerSuggest' }

const kinds: Readonly<Record<Candidate['kind'], CompletionItemKind>> = {
  constant: CompletionItemKind.Constant,
  directive: CompletionItemKind.Keyword,
  field: CompletionItemKind.Field,
  method: CompletionItemKind.Method,
  parameter: CompletionItemKind.Value,
  property: CompletionItemKind.Property,
  variable: CompletionItemKind.Variable,
}

/** A snippet as the string around the template writes its text; undefined where that cannot hold it. */
function snippetOf(
  parts: readonly SnippetPart[],
  placed: PlacedTemplate,
  span: { readonly start: number; readonly end: number },
): string | undefined {
  const written = parts.map(part => {
    if (typeof part === 'string') return textOf(part, placed, span)
    if (part.text === undefined) return `$${part.stop}`
    const text = textOf(part.text, placed, span)
    return text === undefined ? undefined : `\${${part.stop}:${text.replaceAll('}', '\\}')}}`
  })
  return written.includes(undefined) ? undefined : written.join('')
}

function textOf(
  text: string,
  placed: PlacedTemplate,
  span: { readonly start: number; readonly end: number },
): string | undefined {
  // The client indents the lines of a block as its first one; in quotes that are no escapes lines would be folded.
  const canBreak = placed.style === 'file' || placed.style === 'literal'
  const lines = canBreak
    ? text.split('\n')
    : [/^(json|double)$/.test(placed.style) ? text : text.replaceAll('\n', '')]
  const written = lines.map(line => placed.edit({ ...span, newText: line })?.newText)
  return written.includes(undefined) ? undefined : written.join('\n').replace(/[$\\]/g, '\\$&')
}
