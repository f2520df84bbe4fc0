import * as vscode from 'vscode'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import { curlCommand, shellOf } from './curl.ts'

/** Puts a request on the clipboard as a curl command for the user's shell. */
export async function copyCurl(origin: string, request: InvokeRequest): Promise<void> {
  await vscode.env.clipboard.writeText(curlCommand(origin, request, shellOf(vscode.env.shell)))
  const note =
    request.bodyBase64 === undefined
      ? vscode.l10n.t('curl command copied')
      : vscode.l10n.t('curl command copied: save the binary body as body.bin beside it')
  vscode.window.setStatusBarMessage(note, 5000)
}
