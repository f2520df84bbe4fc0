import type { CompletionItem, InitializeParams } from 'vscode-languageserver/node'
import { InsertTextFormat } from 'vscode-languageserver/node'

/** Proposals as a client can take them. */
export type ItemsForClient = (items: CompletionItem[]) => CompletionItem[]

/**
 * Reads what a client can do: whether it knows snippets, and whether it has VS Code's command that opens the list of
 * proposals again, of which only its initialization options tell.
 */
export function itemsForClient({ capabilities, initializationOptions }: InitializeParams): ItemsForClient {
  const knowsSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true
  const options = initializationOptions as { completion?: { canReopen?: unknown } } | null | undefined
  const canReopen = options?.completion?.canReopen === true
  return items =>
    items.map(item => {
      const plain = knowsSnippets ? item : withoutSnippet(item)
      if (canReopen || !plain.command) return plain
      const { command: _, ...rest } = plain
      return rest
    })
}

/** The text that a snippet inserts when nothing is typed over: defaults, and the first of several choices. */
export function plainTextOf(snippet: string): string {
  return snippet.replace(
    /\\[\\$}]|\$\{\d+\|((?:\\.|[^,|\\])+)(?:\\.|[^|\\])*\|\}|\$\{\d+:((?:\\.|[^}\\])*)\}|\$\{\d+\}|\$\d+/g,
    (match: string, choice: string | undefined, text: string | undefined) =>
      match.startsWith('\\') ? match.slice(1) : (choice ?? text ?? '').replace(/\\(.)/g, '$1'),
  )
}

function withoutSnippet(item: CompletionItem): CompletionItem {
  if (item.insertTextFormat !== InsertTextFormat.Snippet || !item.textEdit) return item
  return {
    ...item,
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { ...item.textEdit, newText: plainTextOf(item.textEdit.newText) },
  }
}
