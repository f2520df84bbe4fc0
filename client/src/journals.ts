import * as vscode from 'vscode'
import type { JournalEvent } from '../../server/src/protocol/journal.ts'
import type { Gateways } from './gateways.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import { uriKey } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** What running gateways took over when definitions were saved: the last changes of each definition. */
export class Journals implements vscode.Disposable {
  private readonly change = new vscode.EventEmitter<void>()
  readonly onDidChange = this.change.event
  private readonly features: LanguageFeatures
  private readonly log: vscode.LogOutputChannel
  private readonly events = new Map<string, readonly JournalEvent[]>()
  private readonly subscriptions: vscode.Disposable[]

  constructor(
    features: LanguageFeatures,
    outline: WorkspaceOutline,
    gateways: Gateways,
    log: vscode.LogOutputChannel,
  ) {
    this.features = features
    this.log = log
    this.subscriptions = [
      this.change,
      outline.onDidChange(({ gateways: all }) => {
        for (const { definition } of all) if (!this.events.has(uriKey(definition))) void this.ask(definition)
      }),
      gateways.onDidReload(definition => void this.ask(definition)),
    ]
  }

  /** The changes of one API, the newest first. */
  of(definition: string, apiId: string): readonly JournalEvent[] {
    const events = this.events.get(uriKey(definition)) ?? []
    return events.filter(event => event.apiId === undefined || event.apiId === apiId)
  }

  /** Reads all journals again: a gateway that was started elsewhere writes the same ones. */
  async refresh(): Promise<void> {
    await Promise.all([...this.events.keys()].map(definition => this.ask(definition)))
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose()
  }

  private async ask(definition: string): Promise<void> {
    const key = uriKey(definition)
    const known = this.events.get(key)
    // Before the answer, so that it is asked for once.
    this.events.set(key, known ?? [])
    try {
      const { events } = await this.features.request('gatehouse/journal', { definition })
      this.events.set(key, events)
      if (events[0]?.id !== known?.[0]?.id) this.change.fire()
    } catch (error) {
      this.log.warn(`The journal of ${definition} cannot be read: ${String(error)}`)
    }
  }
}
