import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as vscode from 'vscode'
import { exampleIdentities } from './exampleIdentities.ts'
import { setting } from './settings.ts'
import { uriKey } from './workspaceOutline.ts'

/** The identities file that the setting names for a definition: relative to its workspace folder, else to its own. */
export function identitiesFile(definition: string): vscode.Uri {
  const uri = vscode.Uri.parse(definition)
  const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..')
  const name = setting('gatehouse.identitiesFile', uri)
  return path.isAbsolute(name) ? vscode.Uri.file(name) : vscode.Uri.joinPath(folder, name)
}

/** Its text as it is on disk; undefined where there is none. */
export function identitiesText(file: vscode.Uri): string | undefined {
  try {
    return readFileSync(file.fsPath, 'utf8')
  } catch {
    return undefined
  }
}

/** Writes an example with comments, unless there is a file already. */
export async function createIdentitiesFile(file: vscode.Uri): Promise<void> {
  const edit = new vscode.WorkspaceEdit()
  const contents = new TextEncoder().encode(exampleIdentities)
  edit.createFile(file, { ignoreIfExists: true, contents })
  await vscode.workspace.applyEdit(edit)
}

/** Tells when the identities file of a definition was written, appears or goes. */
export class IdentitiesWatch implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<string>()
  /** The definition whose identities are others now. */
  readonly onDidChange = this.change.event
  private readonly watchers = new Map<string, { file: string; watcher: vscode.Disposable }>()
  private readonly subscription: vscode.Disposable

  constructor() {
    this.subscription = vscode.workspace.onDidChangeConfiguration(change => {
      if (!change.affectsConfiguration('gatehouse.identitiesFile')) return
      for (const definition of [...this.watchers.keys()]) {
        this.watch(definition)
        this.change.fire(definition)
      }
    })
  }

  /** Watches the file of a definition from now on. */
  watch(definition: string): void {
    const key = uriKey(definition)
    const file = identitiesFile(key)
    const known = this.watchers.get(key)
    if (known?.file === file.toString()) return
    known?.watcher.dispose()
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), path.basename(file.fsPath))
    const watcher = vscode.workspace.createFileSystemWatcher(pattern)
    const tell = () => this.change.fire(key)
    watcher.onDidChange(tell)
    watcher.onDidCreate(tell)
    watcher.onDidDelete(tell)
    this.watchers.set(key, { file: file.toString(), watcher })
  }

  dispose(): void {
    this.subscription.dispose()
    for (const { watcher } of this.watchers.values()) watcher.dispose()
    this.change.dispose()
  }
}
