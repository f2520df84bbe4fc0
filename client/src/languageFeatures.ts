import * as vscode from 'vscode'
import type { GatehouseNotifications, GatehouseRequests } from '../../server/src/protocol/requests.ts'
import { commands } from './contributions.ts'
import { looksLikeDefinition, looksLikeMappingTemplate } from './definitionProbe.ts'
import type { RunningServer } from './languageServer.ts'
import { NodeUnusable } from './nodeRuntime.ts'
import type { NodeRuntime } from './nodeRuntime.ts'

const outlineChanged: keyof GatehouseNotifications = 'gatehouse/outlineChanged'
const languages = ['yaml', 'json', 'jsonc', 'cloudformation']
const templateLanguage = 'apigateway-vtl'

/**
 * The language server as the rest of the extension sees it: it starts when it is first asked or when a definition is
 * open, and not before. Its client library is loaded with it, so that activation stays cheap.
 */
export class LanguageFeatures implements vscode.Disposable {
  private readonly outlineChange = new vscode.EventEmitter<void>()
  /** The gateways of the workspace may have changed. */
  readonly onDidChangeOutline = this.outlineChange.event
  private readonly log: vscode.LogOutputChannel
  private readonly program: string
  private readonly findNode: () => Promise<NodeRuntime>
  private readonly status: vscode.LanguageStatusItem
  private readonly disposables: vscode.Disposable[] = []
  private running: Promise<RunningServer> | undefined

  constructor(program: string, log: vscode.LogOutputChannel, findNode: () => Promise<NodeRuntime>) {
    this.program = program
    this.log = log
    this.findNode = findNode
    const selector = [...languages, templateLanguage].flatMap(language => [
      { language, scheme: 'file' },
      { language, scheme: 'untitled' },
    ])
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
    const node = await this.findNode()
    const { startLanguageServer } = await import('./languageServer.ts')
    const running = await startLanguageServer(this.program, node, this.log, isRunning => {
      if (isRunning) this.tellRunning(node)
      else this.tellStopped()
    })
    running.client.onNotification(outlineChanged, () => this.outlineChange.fire())
    return running
  }

  private tellRunning(node: NodeRuntime): void {
    this.status.busy = false
    const isEditors = node.origin === 'editor'
    const runtime = isEditors
      ? vscode.l10n.t("VS Code's own Node.js {0}", node.version)
      : `Node.js ${node.version}`
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
    const why =
      error instanceof NodeUnusable
        ? vscode.l10n.t(
            "The setting 'gatehouse.node.path' names {0}: Gatehouse needs Node.js 20 or newer",
            error.command,
          )
        : String(error)
    this.show(
      vscode.LanguageStatusSeverity.Error,
      vscode.l10n.t('Gatehouse: language server did not start'),
      why,
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
      const isKnownScheme = document.uri.scheme === 'file' || document.uri.scheme === 'untitled'
      const looksLikeOurs = isTemplate ? looksLikeMappingTemplate : looksLikeDefinition
      if (!isKnownScheme || !looksLikeOurs(document.getText())) return
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
