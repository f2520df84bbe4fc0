import type { Connection, InitializeParams } from 'vscode-languageserver'
import { CodeLensRefreshRequest, InlayHintRefreshRequest } from 'vscode-languageserver'

/** Asks the client to ask again for what it shows, where it has said that it can. */
export interface LspRefresh {
  readonly initialize: (parameters: InitializeParams) => void
  readonly lenses: () => void
  /** Hints too. */
  readonly all: () => void
}

/** Lenses and hints hang on more than the text that they stand in: on settings, and on other files. */
export function createLspRefresh(connection: Connection): LspRefresh {
  let canLenses = false
  let canHints = false
  const failed = (error: unknown): void => {
    connection.console.error(`refresh: ${String(error)}`)
  }
  const lenses = (): void => {
    if (canLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(failed)
  }
  return {
    initialize: ({ capabilities: { workspace } }) => {
      canLenses = workspace?.codeLens?.refreshSupport === true
      canHints = workspace?.inlayHint?.refreshSupport === true
    },
    lenses,
    all: () => {
      lenses()
      if (canHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(failed)
    },
  }
}
