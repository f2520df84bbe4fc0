import type { ConnectionStrategy } from 'vscode-languageserver'
import { LSPErrorCodes } from 'vscode-languageserver'

/** A request that is taken back while it waits for its turn is not looked at any more. */
export const dropsCancelled: ConnectionStrategy = {
  cancelUndispatched: ({ jsonrpc }) => ({
    jsonrpc,
    // The library writes the id of the request.
    id: null,
    error: { code: LSPErrorCodes.RequestCancelled, message: 'The request was cancelled' },
  }),
}
