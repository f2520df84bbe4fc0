import { createLineIndex } from '../base/text.ts'
import { createDocument, ScalarNode } from './node.ts'
import type { SourceDocument } from './node.ts'

/** A file that is taken in as a text, such as a mapping template: a tree of one scalar, so that the text has its place there. */
export function textDocument(file: string, text: string): SourceDocument {
  const root = new ScalarNode({ start: 0, end: text.length }, text, 'file')
  // Of a tree of one scalar nobody asks in what language others would be written beside it.
  return createDocument({ file, text, language: 'yaml', lines: createLineIndex(text), root, diagnostics: [] })
}
