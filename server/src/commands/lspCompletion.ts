import type { CompletionItem, InitializeParams } from 'vscode-languageserver'
import { InsertTextFormat } from 'vscode-languageserver'

/** Proposals as a client can take them, once it has said what it can do. */
export interface ClientItems {
  readonly initialize: (parameters: InitializeParams) => void
  readonly itemsFor: (items: readonly CompletionItem[]) => CompletionItem[]
}

/**
 * A client says whether it knows snippets, and in its initialization options whether it has VS Code's command that opens
 * the list of proposals again.
 */
export function createClientItems(): ClientItems {
  let knowsSnippets = false
  let canReopen = false
  return {
    initialize: ({ capabilities, initializationOptions }) => {
      const options = initializationOptions as { completion?: { canReopen?: unknown } } | null | undefined
      knowsSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport === true
      canReopen = options?.completion?.canReopen === true
    },
    itemsFor: items =>
      items.map(item => {
        const plain = knowsSnippets ? item : withoutSnippet(item)
        return canReopen || !plain.command ? plain : withoutCommand(plain)
      }),
  }
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

function withoutCommand(item: CompletionItem): CompletionItem {
  const rest = { ...item }
  delete rest.command
  return rest
}
