import type { CompletionItem, TextEdit } from 'vscode-languageserver-types'
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import type { Range } from '../../base/text.ts'
import { offsetAt } from '../../base/text.ts'
import type { Draft, SlottedText } from './draft.ts'
import { isText, jsonSnippet, quotedSnippet, yamlKey, yamlMember, yamlMembers, yamlSnippet } from './draft.ts'
import type { Site } from '../site.ts'

/** Something to write at a place. */
export interface Proposal {
  readonly label: string
  /** Of a key, where it differs from the label. */
  readonly name?: string | SlottedText
  /** The value; for a key what follows it, where left out the cursor. */
  readonly draft?: Draft
  readonly kind?: CompletionItemKind
  /** Beside the label. */
  readonly detail?: string
  /** Markdown. */
  readonly documentation?: string
  /** Sorts before the label. */
  readonly sort?: string
  /** What typed letters are looked for in; the label where left out. */
  readonly filter?: string
  /** What a client asks for when the proposal is looked at (`ResolveData`). */
  readonly data?: unknown
  /** Whether the list for what comes next should open at once. */
  readonly isContinued?: boolean
}

/** A proposal for a value, or for an item of a list, in the notation and the quotes of its place. */
export function valueItem(site: Site, proposal: Proposal): CompletionItem {
  const draft = substituted(proposal.draft ?? proposal.label, site)
  const kind = proposal.kind ?? CompletionItemKind.Value
  if (site.quote && isText(draft)) {
    const closing = isClosed(site) && !site.needsCommaAfter ? '' : site.quote
    const range = isClosed(site) && closing !== '' ? lengthened(site.range, 1) : site.range
    const newText = quotedSnippet(draft, site.quote) + closing + commaAfter(site)
    return itemOf(site, proposal, kind, { range, newText })
  }
  const range = site.quote ? withQuotes(site) : site.range
  const newText = site.isFlow ? jsonSnippet(draft) : yamlSnippet(draft, ' '.repeat(site.shift + 2))
  const item = itemOf(site, proposal, kind, { range, newText: newText + commaAfter(site) })
  return site.quote ? { ...item, filterText: site.quote + (proposal.filter ?? proposal.label) } : item
}

type Members = readonly (readonly [string, Draft])[]

/** A proposal for mappings as items of a list; `isDashed` when the first item's dash stands already. */
export function mappingItems(
  site: Site,
  proposal: Proposal,
  mappings: readonly Members[],
  isDashed: boolean,
): CompletionItem {
  const dash = ' '.repeat(isDashed ? Math.max(site.shift - 2, 0) : site.shift)
  const items = mappings.map(members => yamlMembers(members, `${dash}  `))
  const newText = site.isFlow
    ? mappings.map(members => jsonSnippet({ members })).join(',\n') + commaAfter(site)
    : `${isDashed ? '' : '- '}${items.join(`\n${dash}- `)}`
  return itemOf(site, proposal, CompletionItemKind.Snippet, { range: site.range, newText })
}

/** A proposal for all keys of a mapping that has none yet. */
export function membersItem(site: Site, proposal: Proposal, members: Members): CompletionItem {
  const json = () => members.map(([name, value]) => `${jsonSnippet(name)}: ${jsonSnippet(value)}`).join(',\n')
  const newText = site.isFlow ? json() : yamlMembers(members, ' '.repeat(site.shift))
  return itemOf(site, proposal, CompletionItemKind.Snippet, { range: site.range, newText })
}

/** A proposal for members that are written as snippet text already; lines after the first are indented as the site is. */
export function bodyItem(site: Site, proposal: Proposal, body: readonly string[]): CompletionItem {
  const isJson = site.document.language === 'json'
  const range = site.quote ? withQuotes(site) : site.range
  const newText = isJson ? body.join('\n') + commaAfter(site) : body.join(`\n${' '.repeat(site.shift)}`)
  const item = itemOf(site, proposal, CompletionItemKind.Snippet, { range, newText })
  return site.quote ? { ...item, filterText: site.quote + proposal.label } : item
}

/** A proposal for a key with what follows it; the key alone where its colon or its value stands already. */
export function keyItem(site: Site, proposal: Proposal): CompletionItem {
  const { label, draft, name = label } = proposal
  const kind = proposal.kind ?? CompletionItemKind.Property
  const after = textAfter(site)
  const isJson = site.document.language === 'json'
  const json = jsonSnippet(name)
  if (/^["']?\s*:/.test(after)) {
    const newText = isJson && !site.quote ? json : json.slice(1, -1)
    return itemOf(site, proposal, kind, { range: site.range, newText })
  }
  if (!site.isFlow) {
    const newText = site.hasBlockBelow ? yamlKey(name) : yamlMember(name, draft, ' '.repeat(site.shift))
    return itemOf(site, proposal, kind, { range: site.range, newText })
  }
  const range = isClosed(site) ? lengthened(site.range, 1) : site.range
  const value = draft === undefined ? '$0' : jsonSnippet(draft)
  const key = json.slice(site.quote ? 1 : 0)
  return itemOf(site, proposal, kind, { range, newText: `${key}: ${value}${commaAfter(site)}` })
}

/** A proposal with an edit of its own. */
export function itemOf(
  site: Site,
  proposal: Proposal,
  kind: CompletionItemKind,
  textEdit: TextEdit,
): CompletionItem {
  const { label, detail, documentation, sort, filter = label, data, isContinued } = proposal
  return {
    label,
    kind,
    ...(detail !== undefined && { detail }),
    ...(documentation !== undefined && {
      documentation: { kind: 'markdown' as const, value: documentation },
    }),
    sortText: `${sort ?? '5'}${label}`,
    filterText: filter,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { ...textEdit, newText: site.lead + textEdit.newText },
    ...(site.commaBefore && {
      additionalTextEdits: [{ range: { start: site.commaBefore, end: site.commaBefore }, newText: ',' }],
    }),
    ...(data !== undefined && { data }),
    ...(isContinued && {
      command: { title: 'Propose what comes next', command: 'editor.action.triggerSuggest' },
    }),
  }
}

// In `Fn::Sub` a resource's attribute is a placeholder of the text.
function substituted(draft: Draft, { isSubstituted }: Site): Draft {
  if (!isSubstituted || typeof draft !== 'object' || !('intrinsic' in draft)) return draft
  const { intrinsic, argument } = draft
  return intrinsic === 'Fn::Sub' || typeof argument !== 'string' ? argument : `\${${argument}}`
}

function withQuotes(site: Site): Range {
  const { start } = site.range
  const whole = { start: { line: start.line, character: start.character - 1 }, end: site.range.end }
  return isClosed(site) ? lengthened(whole, 1) : whole
}

function isClosed(site: Site): boolean {
  return site.quote !== undefined && textAfter(site).startsWith(site.quote)
}

function lengthened({ start, end }: Range, by: number): Range {
  return { start, end: { line: end.line, character: end.character + by } }
}

function textAfter({ document, range }: Site): string {
  const end = offsetAt(document.lines, range.end, document.text)
  return document.text.slice(end, end + 200)
}

function commaAfter({ needsCommaAfter }: Site): string {
  return needsCommaAfter ? ',' : ''
}
