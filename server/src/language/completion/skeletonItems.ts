import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import { createLineIndex, positionAt } from '../../base/text.ts'
import type { Snippets } from './snippets.ts'

const skeletons: ReadonlySet<string> = new Set(['apigw-openapi', 'sam-template'])

/** Whole definitions to begin with, for a YAML or JSON file that holds nothing yet but the word being typed. */
export function skeletonItems(file: string, text: string, snippets: Snippets): CompletionItem[] {
  const language = /\.(json|ya?ml)$/i.exec(file)?.[1]?.toLowerCase()
  const written = /^\s*([\w-]*)\s*$/.exec(text)?.[1]
  if (language === undefined || written === undefined) return []
  const lines = createLineIndex(text)
  const start = text.indexOf(written)
  const range = { start: positionAt(lines, start), end: positionAt(lines, start + written.length) }
  return Object.entries(snippets[language === 'json' ? 'json' : 'yaml'])
    .filter(([, { prefix }]) => skeletons.has(prefix))
    .map(([label, { prefix, description, body }]) => ({
      label,
      kind: CompletionItemKind.Snippet,
      detail: prefix,
      documentation: description,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: language === 'json' ? inBraces(body) : body.join('\n') },
    }))
}

function inBraces(members: readonly string[]): string {
  return ['{', ...members.map(line => `  ${line}`), '}'].join('\n')
}
