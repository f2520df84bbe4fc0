import type * as vscode from 'vscode'
import type { HeldAt } from '../../server/src/protocol/debugging.ts'
import type { DebugSessions } from './debugSessions.ts'
import type { ToPanel } from './panelMessages.ts'
import { uriKey } from './workspaceOutline.ts'

type Held = Extract<ToPanel, { type: 'held' }>

/** Follows where a request of a panel is held up: by the gateway's debugger, or in a function by that of its language. */
export class PanelHold implements vscode.Disposable {
  private readonly definition: string
  private readonly sessions: DebugSessions
  private readonly post: (message: Held) => void
  private readonly subscription: vscode.Disposable
  private own: HeldAt | undefined
  /** By process id. */
  private readonly functions = new Map<number, { readonly where: string; readonly resume: () => void }>()

  /** `post` hears of each change. */
  constructor(definition: string, sessions: DebugSessions, post: (message: Held) => void) {
    this.definition = definition
    this.sessions = sessions
    this.post = post
    this.subscription = sessions.onDidHold(({ definition: other, process, held }) => {
      if (other !== uriKey(definition)) return
      if (held) this.functions.set(process, held)
      else this.functions.delete(process)
      this.tell()
    })
  }

  /** The gateway holds the request up, or lets it go on. */
  see(held: HeldAt | undefined): void {
    this.own = held
    this.tell()
  }

  /** Has the request go on. */
  resume(): void {
    const [first] = this.functions.values()
    if (this.own) this.sessions.resume(this.definition, this.own.thread)
    else first?.resume()
  }

  /** Tells where it stands now. */
  tell(): void {
    const [first] = this.functions.values()
    const at: Held['held'] = this.own ?? first
    this.post({
      type: 'held',
      ...(at && { held: { where: at.where, ...(at.source && { source: at.source }) } }),
    })
  }

  dispose(): void {
    this.subscription.dispose()
  }
}
