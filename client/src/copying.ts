import * as vscode from 'vscode'
import type { InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import { awscurlCommand, fetchCall } from './copyFormats.ts'
import { curlCommand, shellOf } from './curl.ts'
import type { CopyFormat } from './panelMessages.ts'

/** Puts a request on the clipboard, as a command for the user's shell or as code. */
export async function copyAs(format: CopyFormat, origin: string, request: InvokeRequest): Promise<void> {
  await vscode.env.clipboard.writeText(textFor(format, origin, request))
  const what = { curl: 'curl command', fetch: 'fetch call', awscurl: 'awscurl command' }[format]
  const note =
    request.bodyBase64 === undefined || format === 'fetch'
      ? vscode.l10n.t('{0} copied', what)
      : vscode.l10n.t('{0} copied: save the binary body as body.bin beside it', what)
  vscode.window.setStatusBarMessage(note, 5000)
}

/** Puts a request on the clipboard as a curl command for the user's shell. */
export function copyCurl(origin: string, request: InvokeRequest): Promise<void> {
  return copyAs('curl', origin, request)
}

function textFor(format: CopyFormat, origin: string, request: InvokeRequest): string {
  const shell = shellOf(vscode.env.shell)
  if (format === 'fetch') return fetchCall(origin, request)
  return format === 'curl' ? curlCommand(origin, request, shell) : awscurlCommand(origin, request, shell)
}
