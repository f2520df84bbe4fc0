import type { MessageConnection } from 'vscode-languageserver/node'

/**
 * Watches the log of a language server for rules that threw, which cost a user some findings and must cost a test its life.
 * `check` throws them. A test that listens to the log itself is told there and nowhere else.
 */
export function watchFailedRules(connection: MessageConnection): { readonly check: () => void } {
  const failed: string[] = []
  connection.onNotification('window/logMessage', ({ type, message }: { type: number; message: string }) => {
    if (type === 1 && /^'[^']+' failed on '/.test(message)) failed.push(message)
  })
  return {
    check: () => {
      if (failed.length > 0) throw new Error(failed.join('\n'))
    },
  }
}
