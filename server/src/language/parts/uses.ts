import type { TextEdit } from '../../base/diagnostic.ts'
import type { Files } from '../../base/files.ts'
import { baseName } from '../../base/files.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import type { PartUse } from '../../protocol/parts.ts'
import type { Node } from '../../syntax/node.ts'
import { documentOf, entriesOf, rangeOf } from '../../syntax/node.ts'
import type { Removal } from '../../syntax/removals.ts'
import { removeEntry, removeItem } from '../../syntax/removals.ts'
import type { Uris } from '../places.ts'
import { rangeOfMention } from '../references.ts'
import type { Mention, SymbolKind } from '../symbols/mention.ts'
import { distinct, symbolTable } from '../symbols/symbolTable.ts'

/** What else refers to what is taken away. */
export interface Uses {
  readonly uses: readonly PartUse[]
  /** Take it off the lists of what resources wait for, which would keep the template from being deployed. */
  readonly edits: readonly TextEdit[]
  /** Why nothing can be taken away: without the anchor the rest could not be read. */
  readonly holdsAnchor: string | undefined
}

const kinds: readonly SymbolKind[] = [
  ...(['resource', 'component', 'securityScheme', 'requestValidator', 'operation'] as const),
  ...(['authorizer', 'model', 'route', 'function', 'anchor'] as const),
]

/** Finds the names that are declared in what is taken away, and who uses them outside of it. */
export function usesOf(
  removals: readonly Removal[],
  owner: DefinitionResult,
  files: Files,
  uris: Uris,
): Uses {
  const table = symbolTable(owner, files)
  const isGone = ({ node, mark }: Mention) =>
    removals.some(
      removal =>
        documentOf(removal.node) === documentOf(node) &&
        removal.start <= mark.start &&
        mark.end <= removal.end,
    )
  const documents = new Set(removals.map(({ node }) => documentOf(node)))
  const declared = [...documents].flatMap(document =>
    kinds.flatMap(kind =>
      table
        .mentionsIn(document, kind)
        .filter(({ mention, symbol }) => mention.isDeclaration && symbol !== '' && isGone(mention)),
    ),
  )
  const all = declared.flatMap(({ mention, symbol }) => table.mentionsOf(symbol, mention.name))
  const others = distinct(all.filter(mention => !mention.isDeclaration && !isGone(mention)))
  const anchor = others.find(({ kind }) => kind === 'anchor')
  const waits = others.map(each => ({ mention: each, edits: withoutWaiting(each.node) }))
  return {
    uses: waits.filter(({ edits }) => !edits).map(({ mention }) => useOf(mention, uris)),
    edits: waits.flatMap(({ edits }) => edits ?? []),
    holdsAnchor: anchor && anchorText(anchor),
  }
}

function anchorText({ name, node, mark }: Mention): string {
  const { file } = documentOf(node)
  const line = rangeOf(node, mark).start.line + 1
  return `It holds the anchor '&${name}', which line ${line} of '${baseName(file)}' uses; move the anchor there first`
}

/** The edits that take a name out of `DependsOn`; undefined for any other use. */
function withoutWaiting(node: Node): readonly TextEdit[] | undefined {
  const list = node.parent?.type === 'sequence' ? node.parent : undefined
  const value = list ?? node
  const holder = value.parent
  const entry = entriesOf(holder).find(each => each.value === value)
  if (entry?.name !== 'DependsOn' || holder?.type !== 'mapping') return undefined
  if (list?.isFlow && list.items.length === 2) {
    const { file, text } = documentOf(list)
    const other = list.items.find(item => item !== node) ?? node
    return [{ file, range: rangeOf(list), newText: text.slice(other.start, other.end) }]
  }
  const isOnly = !list || list.items.length === 1
  return (isOnly ? removeEntry(holder, entry, () => false) : removeItem(list, node, () => false))?.edits
}

function useOf(mention: Mention, uris: Uris): PartUse {
  const { file, text } = documentOf(mention.node)
  const range = rangeOfMention(mention)
  const line = text.split(/\r\n|\r|\n/)[range.start.line] ?? ''
  return { location: { uri: uris.toUri(file), range }, text: line.trim().slice(0, 120) }
}
