import * as vscode from 'vscode'
import type { GatehouseNotifications, GatehouseRequests } from '../../server/src/protocol/requests.ts'
import { commands } from './contributions.ts'
import { looksLikeDefinition, looksLikeMappingTemplate } from './definitionProbe.ts'
import type { RunningServer } from './languageClient.ts'

const outlineChanged: keyof GatehouseNotifications = 'gatehouse/outlineChanged'
const languages = ['yaml', 'json', 'jsonc', 'cloudformation']
const templateLanguage = 'apigateway-vtl'

/** How the language server is started, and what about it differs from place to place. */
export interface ServerStart {
  /** Schemes of the documents that can be definitions. */
  readonly schemes: readonly string[]
  readonly start: (onState: (isRunning: boolean) => void) => Promise<RunningServer>
  /** Why it did not start, as a sentence. */
  readonly explain: (error: unknown) => string
}

/**
 * The language server as the rest of the extension sees it: it starts when it is first asked or when a definition is
 * open, and not before. Its client library is loaded with it, so that activation stays cheap.
 */
export class LanguageFeatures implements vscode.Disposable {
  private readonly outlineChange = new vscode.EventEmitter<void>()
  /** The gateways of the workspace may have changed. */
  readonly onDidChangeOutline = this.outlineChange.event
  private readonly log: vscode.LogOutputChannel
  private readonly how: ServerStart
  private readonly status: vscode.LanguageStatusItem
  private readonly disposables: vscode.Disposable[] = []
  private running: Promise<RunningServer> | undefined
  private runtime: string | undefined

  constructor(log: vscode.LogOutputChannel, how: ServerStart) {
    this.log = log
    this.how = how
    const selector = [...languages, templateLanguage].flatMap(language =>
      how.schemes.map(scheme => ({ language, scheme })),
    )
    this.status = vscode.languages.createLanguageStatusItem('gatehouse.languageServer', selector)
    this.status.name = vscode.l10n.t('Gatehouse language server')
    this.show(vscode.LanguageStatusSeverity.Information, vscode.l10n.t('Gatehouse: waiting for a definition'))
    this.disposables.push(this.outlineChange, this.status)
    this.watchDocuments()
  }

  /** Asks the language server, starting it when it does not run. */
  async request<Name extends keyof GatehouseRequests>(
    name: Name,
    params: GatehouseRequests[Name]['params'],
  ): Promise<GatehouseRequests[Name]['result']> {
    const { client } = await this.start()
    return client.sendRequest<GatehouseRequests[Name]['result']>(name, params)
  }

  /** The client, for what is no request of Gatehouse's own; starts the server when it does not run. */
  async client(): Promise<RunningServer['client']> {
    return (await this.start()).client
  }

  /** Ends the server and starts it again. */
  async restart(): Promise<void> {
    await this.stop()
    await this.start()
    this.outlineChange.fire()
  }

  /** Ends the server, at most two seconds from now. */
  async stop(): Promise<void> {
    const running = this.running
    this.running = undefined
    const server = await running?.catch(() => undefined)
    await server?.stop()
  }

  dispose(): void {
    vscode.Disposable.from(...this.disposables).dispose()
  }

  private start(): Promise<RunningServer> {
    this.running ??= this.launch().catch((error: unknown) => {
      // The next request tries again.
      this.running = undefined
      this.tellFailure(error)
      throw error
    })
    return this.running
  }

  private async launch(): Promise<RunningServer> {
    this.status.busy = true
    this.show(vscode.LanguageStatusSeverity.Information, vscode.l10n.t('Gatehouse: starting'))
    const running = await this.how.start(isRunning => {
      if (!isRunning) this.tellStopped()
      else if (this.runtime !== undefined) this.tellRunning(this.runtime)
    })
    this.runtime = running.runtime
    this.tellRunning(running.runtime)
    running.client.onNotification(outlineChanged, () => this.outlineChange.fire())
    return running
  }

  private tellRunning(runtime: string): void {
    this.status.busy = false
    this.show(vscode.LanguageStatusSeverity.Information, vscode.l10n.t('Gatehouse: ready'), runtime)
  }

  private tellStopped(): void {
    this.status.busy = false
    const text = vscode.l10n.t('Gatehouse: language server stopped')
    const detail = vscode.l10n.t('Definitions are not checked until it runs again')
    this.show(vscode.LanguageStatusSeverity.Error, text, detail)
  }

  private tellFailure(error: unknown): void {
    this.status.busy = false
    this.log.error(error instanceof Error ? error : String(error))
    this.show(
      vscode.LanguageStatusSeverity.Error,
      vscode.l10n.t('Gatehouse: language server did not start'),
      this.how.explain(error),
    )
  }

  private show(severity: vscode.LanguageStatusSeverity, text: string, detail?: string): void {
    this.status.severity = severity
    this.status.text = text
    this.status.detail = detail ?? ''
    const command =
      severity === vscode.LanguageStatusSeverity.Error
        ? { title: vscode.l10n.t('Restart'), command: commands.restartLanguageServer }
        : { title: vscode.l10n.t('Show log'), command: commands.showLog }
    this.status.command = command
  }

  private watchDocuments(): void {
    const probe = (document: vscode.TextDocument) => {
      const isTemplate = document.languageId === templateLanguage
      if (this.running || !(isTemplate || languages.includes(document.languageId))) return
      const looksLikeOurs = isTemplate ? looksLikeMappingTemplate : looksLikeDefinition
      if (!this.how.schemes.includes(document.uri.scheme) || !looksLikeOurs(document.getText())) return
      // A failure stands in the status item of the document.
      this.start().then(
        () => this.outlineChange.fire(),
        () => {},
      )
    }
    this.disposables.push(
      vscode.workspace.onDidOpenTextDocument(probe),
      vscode.workspace.onDidChangeTextDocument(({ document }) => probe(document)),
    )
    vscode.workspace.textDocuments.forEach(probe)
  }
}
