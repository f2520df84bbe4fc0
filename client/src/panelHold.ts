import type * as vscode from 'vscode'
import type { HeldAt, HoldFollower } from '../../server/src/protocol/debugging.ts'
import type { DebugSessions } from './debugSessions.ts'
import type { HeldFunction } from './heldFunctions.ts'
import type { ToPanel } from './panelMessages.ts'
import { uriKey } from './workspaceOutline.ts'

type Held = Extract<ToPanel, { type: 'held' }>

/** Follows where a request of a panel is held up: by the gateway's debugger, or in a function by that of its language. */
export class PanelHold implements HoldFollower, vscode.Disposable {
  private readonly definition: string
  private readonly sessions: DebugSessions
  private readonly post: (message: Held) => void
  private readonly subscription: vscode.Disposable
  private own: HeldAt | undefined
  /** Id of the process that runs a function for the request. */
  private process: number | undefined
  /** Functions of the gateway that are held, by process id: each may be another request's. */
  private readonly functions = new Map<number, HeldFunction>()

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
  held(at: HeldAt | undefined): void {
    this.own = at
    this.tell()
  }

  /** A function of the request runs in this process, or has run. */
  runsIn(process: number | undefined): void {
    this.process = process
    this.tell()
  }

  /** Has the request go on. */
  resume(): void {
    if (this.own) this.sessions.resume(this.definition, this.own.thread)
    else this.heldFunction?.resume()
  }

  /** Tells where it stands now. */
  tell(): void {
    const at: Held['held'] = this.own ?? this.heldFunction
    this.post({
      type: 'held',
      ...(at && { held: { where: at.where, ...(at.source && { source: at.source }) } }),
    })
  }

  private get heldFunction(): HeldFunction | undefined {
    return this.process === undefined ? undefined : this.functions.get(this.process)
  }

  dispose(): void {
    this.subscription.dispose()
  }
}
