import type { Hover } from 'vscode-languageserver-types'
import type { Diagnostic } from '../base/diagnostic.ts'
import type { Position } from '../base/text.ts'
import { offsetAt } from '../base/text.ts'
import { describeAt } from '../schema/describe.ts'
import type { SourceDocument } from '../syntax/node.ts'
import { pathAtOffset, rangeOf } from '../syntax/node.ts'
import { testsOfDocument } from '../testing/testFile.ts'
import { pathOf } from './site.ts'

/** Everything there is to say about a file of tests. */
export function diagnoseTests(document: SourceDocument | undefined): readonly Diagnostic[] {
  return document ? testsOfDocument(document).diagnostics : []
}

/** What a key of a test file means. */
export function testHover(document: SourceDocument, position: Position): Hover | undefined {
  const offset = offsetAt(document.lines, position, document.text)
  const { nodes, key } = pathAtOffset(document.root, offset)
  const node = nodes.at(-1)
  if (!node || !key) return undefined
  const part = describeAt('tests', [...pathOf(node), key.name], document.root)
  if (part?.description === undefined) return undefined
  const values = part.enum ? `\n\nOne of ${part.enum.map(value => `\`${String(value)}\``).join(', ')}` : ''
  const value = `**${key.name}**\n\n${part.description}${values}`
  return { contents: { kind: 'markdown', value }, range: rangeOf(node, key.key) }
}
