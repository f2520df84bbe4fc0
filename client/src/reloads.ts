import * as vscode from 'vscode'
import type { Gateways, Taken } from './gateways.ts'
import type { ReloadCause } from './panelMessages.ts'
import { SavedFiles } from './savedFiles.ts'

/** Milliseconds: one save may reach a definition and the functions in it. */
const settleMs = 120

/** Tells when a running gateway has taken what was saved in this window: what a request is sent again for. */
export class Reloads implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<{ definition: string; cause: ReloadCause }>()
  readonly onDidReload = this.change.event
  private readonly saved = new SavedFiles()
  /** By definition: what came since the last time it was told. */
  private readonly gathered = new Map<string, Gathered>()
  private readonly subscriptions: vscode.Disposable[]

  constructor(gateways: Gateways) {
    this.subscriptions = [
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        // Settings of the user are saved as well.
        if (uri.scheme !== 'file' || !vscode.workspace.getWorkspaceFolder(uri)) return
        this.saved.save(uri.fsPath, Date.now())
        // The gateway may have been faster than this event.
        for (const [definition, { code }] of this.gathered) {
          const isMeant = code && (code.files.length === 0 || code.files.includes(uri.fsPath))
          if (isMeant) this.takeCode(definition, code)
        }
      }),
      gateways.onDidTake(({ definition, message }) => this.receive(definition, message)),
    ]
  }

  dispose(): void {
    vscode.Disposable.from(this.change, ...this.subscriptions).dispose()
    for (const { timer } of this.gathered.values()) clearTimeout(timer)
  }

  private receive(definition: string, message: Taken): void {
    if (message.type === 'codeReloaded') return this.takeCode(definition, message)
    this.saved.leaveToDefinition(message.file)
    this.gather(definition, message.file, message.changes)
  }

  /** A function may write files beside its code: only what was saved in this window counts, and that once. */
  private takeCode(definition: string, message: CodeReloaded): void {
    const file = this.saved.spend(definition, message.files, Date.now())
    if (file === undefined) {
      const known = this.gathered.get(definition)
      if (known) known.code = message
      else this.gathered.set(definition, this.waiting(definition, message))
      return
    }
    const known = this.gathered.get(definition)
    if (known) delete known.code
    this.gather(definition, file, reloadedText(message.functions))
  }

  private gather(definition: string, file: string, change: string): void {
    const known = this.gathered.get(definition)
    clearTimeout(known?.timer)
    this.gathered.set(definition, {
      ...known,
      files: new Set([...(known?.files ?? []), file]),
      changes: new Set([...(known?.changes ?? []), change]),
      timer: setTimeout(() => this.tell(definition), settleMs),
    })
  }

  private waiting(definition: string, code: CodeReloaded): Gathered {
    return {
      files: new Set(),
      changes: new Set(),
      code,
      timer: setTimeout(() => this.gathered.delete(definition), saveEventMs),
    }
  }

  private tell(definition: string): void {
    const gathered = this.gathered.get(definition)
    this.gathered.delete(definition)
    if (!gathered) return
    const cause = { files: [...gathered.files], changes: [...gathered.changes], at: Date.now() }
    this.change.fire({ definition, cause })
  }
}

function reloadedText(functions: readonly string[]): string {
  if (functions.length > 3) return `${functions.length} functions were reloaded`
  return `${functions.join(' and ')} ${functions.length === 1 ? 'was' : 'were'} reloaded`
}

/** Milliseconds that the event of a save may come after the gateway has seen the file. */
const saveEventMs = 1500

type CodeReloaded = Extract<Taken, { type: 'codeReloaded' }>

interface Gathered {
  readonly files: ReadonlySet<string>
  readonly changes: ReadonlySet<string>
  readonly timer: NodeJS.Timeout
  /** Saved code that no save of this window stands for yet. */
  code?: CodeReloaded
}
