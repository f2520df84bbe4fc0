import * as vscode from 'vscode'
import type { Handler } from './handlers.ts'
import type { RequestFiles } from './requestFiles.ts'

export type RequestCommand = 'sendHttpRequest' | 'chooseHttpEnvironment'

/** The commands of `.http` files: on what a lens names, else on the file and the line of the caret. */
export function requestCommands(files: RequestFiles): Record<RequestCommand, Handler> {
  return {
    sendHttpRequest: {
      title: vscode.l10n.t('The request cannot be sent'),
      run: async argument => {
        const place = isPlace(argument) ? argument : caret()
        if (place) await files.send(vscode.Uri.parse(place.uri), place.line)
      },
    },
    chooseHttpEnvironment: {
      title: vscode.l10n.t('The environment cannot be chosen'),
      run: async argument => {
        const uri = typeof argument === 'string' ? argument : caret()?.uri
        if (uri !== undefined) await files.chooseEnvironment(vscode.Uri.parse(uri))
      },
    },
  }
}

interface Place {
  readonly uri: string
  readonly line: number
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false
  const { uri, line } = value as Partial<Record<keyof Place, unknown>>
  return typeof uri === 'string' && typeof line === 'number'
}

function caret(): Place | undefined {
  const editor = vscode.window.activeTextEditor
  return editor && { uri: editor.document.uri.toString(), line: editor.selection.active.line }
}
