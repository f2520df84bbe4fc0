import type { CompletionItem, TextEdit } from 'vscode-languageserver-types'
import type { Position, Range } from '../../base/text.ts'
import { createLineIndex, offsetAt, positionAt, rangeAt } from '../../base/text.ts'
import type { DefinitionResult } from '../../definitions/definitionResult.ts'
import { detectKind } from '../../definitions/detect.ts'
import { embeddedText } from '../../syntax/embedded.ts'
import type { ScalarNode, SourceDocument } from '../../syntax/node.ts'
import { pathAtOffset } from '../../syntax/node.ts'
import { parseText } from '../../syntax/parse.ts'
import { pathOf } from '../site.ts'
import type { PolicyPlace } from './policyPlace.ts'
import { pathInPolicy, policyPlaceAt } from './policyPlace.ts'
import { withoutIntrinsics } from './policySite.ts'

/** A policy that is JSON text in a string of a definition, seen as a document of its own. */
export interface EmbeddedPolicy {
  readonly document: SourceDocument
  readonly position: Position
  readonly place: PolicyPlace
  /** The range in the definition. */
  readonly toOuter: (range: Range) => Range
  /** The same proposal, as the string's quotes and the definition's lines want it. */
  readonly itemToOuter: (item: CompletionItem) => CompletionItem
}

/** The policy in the string at a position; undefined where none stands. */
export function embeddedPolicyAt(
  document: SourceDocument,
  position: Position,
  owner: DefinitionResult,
): EmbeddedPolicy | undefined {
  if (!owner.definition) return undefined
  const offset = offsetAt(document.lines, position, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (key || node?.type !== 'scalar' || !/^\s*\{/.test(String(node.value))) return undefined
  const path = pathOf(node)
  const found = policyPlaceAt(path, document.root, detectKind(document.root))
  if (found?.holds !== 'policy' || withoutIntrinsics(pathInPolicy(path, found)).path.length > 0)
    return undefined
  const embedded = embeddedText(node)
  const inner = embedded && embedded.toText(offset)
  if (!embedded || inner === undefined) return undefined
  const lines = createLineIndex(embedded.text)
  const parsed = parseText(`${document.file}#policy.json`, embedded.text)
  const toOuter = ({ start, end }: Range): Range => {
    const outer = (place: Position) => embedded.toDocument(offsetAt(lines, place, embedded.text))
    return rangeAt(document.lines, outer(start), outer(end))
  }
  return {
    document: parsed,
    position: positionAt(lines, inner),
    place: { ...found, depth: 0 },
    toOuter,
    itemToOuter: item => itemToOuter(item, node, toOuter),
  }
}

function itemToOuter(
  item: CompletionItem,
  { style }: ScalarNode,
  toOuter: (range: Range) => Range,
): CompletionItem {
  const edit = (each: TextEdit): TextEdit => ({ range: toOuter(each.range), newText: each.newText })
  const written = (text: string) => hosted(text, style)
  const { textEdit, additionalTextEdits } = item
  return {
    ...item,
    ...(textEdit &&
      'range' in textEdit && {
        textEdit: { range: toOuter(textEdit.range), newText: written(textEdit.newText) },
      }),
    ...(additionalTextEdits && { additionalTextEdits: additionalTextEdits.map(edit) }),
  }
}

/** Snippet text as it stands in a string of some style. */
function hosted(snippet: string, style: ScalarNode['style']): string {
  if (style === 'single') return snippet.replaceAll("'", "''").replace(/\n\t*/g, ' ')
  if (style !== 'json' && style !== 'double') return snippet
  // A backslash of the string is escaped once more in a snippet.
  return snippet.replace(/\\\\/g, '\\\\\\\\').replaceAll('"', '\\\\"').replace(/\n\t*/g, ' ')
}
