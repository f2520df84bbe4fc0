import * as vscode from 'vscode'
import type { FromPanel } from './panelMessages.ts'

const scheme = 'gatehouse-answer'
/** Texts that are kept for open diffs. */
const mostKept = 20

/** Shows two answers in VS Code's diff editor, read-only and without anything to be saved. */
export class AnswerDiffs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>()
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this)
  private last = 0

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.path) ?? ''
  }

  async open({ title, before, after, language }: Extract<FromPanel, { type: 'openDiff' }>): Promise<void> {
    const [left, right] = [this.keep(before, language), this.keep(after, language)]
    await vscode.commands.executeCommand('vscode.diff', left, right, title)
  }

  dispose(): void {
    this.registration.dispose()
  }

  private keep(text: string, language: string): vscode.Uri {
    const path = `/answer-${++this.last}.${language === 'json' ? 'json' : 'txt'}`
    this.texts.set(path, text)
    for (const old of [...this.texts.keys()].slice(0, -mostKept)) this.texts.delete(old)
    return vscode.Uri.from({ scheme, path })
  }
}
