import type { CompletionItem } from 'vscode-languageserver-types'
import { CompletionItemKind, InsertTextFormat } from 'vscode-languageserver-types'
import { createLineIndex, positionAt } from '../../base/text.ts'
import type { Snippets } from './snippets.ts'

/** Prefixes of the snippets that are whole files. */
const skeletons = /^(apigw-openapi|sam-template|policy-.+)$/

/** Whole definitions and policies to begin with, for a YAML or JSON file that holds nothing yet but the word being typed. */
export function skeletonItems(file: string, text: string, snippets: Snippets): CompletionItem[] {
  const language = /\.(json|ya?ml)$/i.exec(file)?.[1]?.toLowerCase()
  const written = /^\s*([\w-]*)\s*$/.exec(text)?.[1]
  if (language === undefined || written === undefined) return []
  const lines = createLineIndex(text)
  const start = text.indexOf(written)
  const range = { start: positionAt(lines, start), end: positionAt(lines, start + written.length) }
  return Object.entries(snippets[language === 'json' ? 'json' : 'yaml'])
    .filter(([, { prefix }]) => skeletons.test(prefix))
    .map(([label, { prefix, description, body }]) => ({
      label,
      kind: CompletionItemKind.Snippet,
      detail: prefix,
      documentation: description,
      insertTextFormat: InsertTextFormat.Snippet,
      textEdit: { range, newText: language === 'json' ? inBraces(body) : body.join('\n') },
    }))
}

// Snippets of policies have their braces already.
function inBraces(members: readonly string[]): string {
  if (members[0] === '{') return members.join('\n')
  return ['{', ...members.map(line => `  ${line}`), '}'].join('\n')
}
