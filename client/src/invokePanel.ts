import path from 'node:path'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { commands } from './contributions.ts'
import { copyCurl } from './copying.ts'
import { failureText, showFailure } from './failures.ts'
import { readFromPanel } from './fromPanel.ts'
import type { Gateways } from './gateways.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import { gatewayStateOf } from './gatewayState.ts'
import { createIdentitiesFile, identitiesFile } from './identitiesFile.ts'
import type { LanguageFeatures } from './languageFeatures.ts'
import type { FromPanel, GatewayState, ToPanel } from './panelMessages.ts'
import type { TraceFiles } from './traceFiles.ts'
import { openBesidePanel, openText } from './places.ts'
import { routeName } from './routeName.ts'
import { showSettings } from './settings.ts'
import { uriKey } from './workspaceOutline.ts'

/** What a panel reaches. */
export interface PanelSurroundings {
  readonly features: LanguageFeatures
  readonly gateways: Gateways
  readonly traceFiles: TraceFiles
}

/** One open invoke panel: passes messages between its webview, the language server and the gateway. */
export class InvokePanel {
  readonly panel: vscode.WebviewPanel
  readonly route: RouteReference
  private readonly around: PanelSurroundings
  private readonly subscriptions: vscode.Disposable[]
  private running: AbortController | undefined
  /** What VS Code throws away when it is posted to a hidden webview; posted again after `ready`. */
  private lastCompleted: Extract<ToPanel, { type: 'completed' }> | undefined
  private shown = ''
  private shownIdentities = ''

  /** `panel` has its page already; it asks with `ready` for what to show. */
  constructor(panel: vscode.WebviewPanel, route: RouteReference, around: PanelSurroundings) {
    this.panel = panel
    this.route = route
    this.around = around
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      // A server that does not answer tells of itself in its status item.
      around.features.onDidChangeOutline(() => this.show().then(undefined, () => {})),
      around.gateways.onDidChangeStatus(definition => {
        if (uriKey(definition) === uriKey(route.definition)) this.postGateway()
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.postGateway()),
      around.gateways.identities.onDidChange(definition => {
        if (definition === uriKey(route.definition)) this.showIdentities().then(undefined, () => {})
      }),
    ]
    around.gateways.identities.watch(route.definition)
    panel.onDidDispose(() => {
      this.running?.abort()
      vscode.Disposable.from(...this.subscriptions).dispose()
    })
  }

  private receive(value: unknown): void {
    const message = readFromPanel(value)
    if (!message) return
    this.answer(message).then(undefined, (error: unknown) => {
      void showFailure(routeName(this.route), error, this.route.definition)
    })
  }

  private async answer(message: FromPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.shown = ''
        this.shownIdentities = ''
        await this.show()
        if (this.lastCompleted) this.post(this.lastCompleted)
        return
      case 'send':
        return this.send(message)
      case 'openIdentities':
        return this.openIdentities(message.line)
      case 'mintToken':
        return this.mintToken(message)
      case 'cancel':
        this.running?.abort()
        return
      case 'openSource': {
        const { file, line, character } = message.source
        const at = { line, character }
        return openBesidePanel({ uri: vscode.Uri.file(file).toString(), range: { start: at, end: at } })
      }
      case 'openLocation':
        return openBesidePanel(message.location)
      case 'copy':
        await vscode.env.clipboard.writeText(message.text)
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', message.what), 3000)
        return
      case 'openText':
        return openText(message.text, message.language)
      case 'copyAsCurl':
        return copyCurl(this.around.gateways.originOf(this.route), message.request)
      case 'saveTrace':
        if (!this.lastCompleted) return
        return this.around.traceFiles.save(
          this.lastCompleted.trace,
          message.format,
          vscode.Uri.parse(this.route.definition),
        )
      case 'compareTrace':
        if (this.lastCompleted) await this.around.traceFiles.compareWith(this.lastCompleted.trace)
        return
      case 'showLog':
        if (!this.around.gateways.showFunctionLog(this.route.definition)) {
          await vscode.commands.executeCommand(commands.showLog)
        }
        return
      case 'openSettings':
        return showSettings('gatehouse.gateway.port')
      case 'manageTrust':
        await vscode.commands.executeCommand(commands.manageTrust)
    }
  }

  /** Tells the page what it is about, unless it knows that already. */
  private async show(): Promise<void> {
    const details = await this.around.features.request('gatehouse/routeDetails', this.route)
    const known = JSON.stringify(details)
    if (known !== this.shown) this.showDetails(details)
    this.shown = known
    await this.showIdentities()
  }

  private showDetails(details: RouteDetails | null): void {
    if (!details) {
      const message = vscode.l10n.t('{0} is no longer in the definition', routeName(this.route))
      this.post({ type: 'gone', message })
      return
    }
    const uri = vscode.Uri.parse(this.route.definition)
    const workspaceRoot = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath)
    this.post({ type: 'show', details, gateway: this.gatewayState(), workspaceRoot })
  }

  /** Tells the page who can be chosen, unless it knows that already. */
  private async showIdentities(): Promise<void> {
    const file = identitiesFile(this.route.definition)
    const question = { route: this.route, file: file.toString() }
    const list = await this.around.features.request('gatehouse/identities', question)
    const known = JSON.stringify(list)
    if (!list || known === this.shownIdentities) return
    this.shownIdentities = known
    this.post({ type: 'identities', list, fileName: vscode.workspace.asRelativePath(file, false) })
  }

  private async openIdentities(line = 0): Promise<void> {
    const file = identitiesFile(this.route.definition)
    await createIdentitiesFile(file)
    const at = { line, character: 0 }
    return openBesidePanel({ uri: file.toString(), range: { start: at, end: at } })
  }

  private async mintToken({ order, target }: Extract<FromPanel, { type: 'mintToken' }>): Promise<void> {
    const token = await this.around.gateways.mintToken(this.route, order)
    if (target === 'header') return this.post({ type: 'minted', token })
    await vscode.env.clipboard.writeText(token)
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', `${order.use} token`), 3000)
  }

  private async send({ request, stage, identity }: Extract<FromPanel, { type: 'send' }>): Promise<void> {
    // One request at a time: the page offers Cancel, not a second Send.
    if (this.running) return
    const running = new AbortController()
    this.running = running
    try {
      const { gateways } = this.around
      const onStep = (step: Extract<ToPanel, { type: 'step' }>['step']) => this.post({ type: 'step', step })
      const { response, trace } = await gateways.invoke(
        this.route,
        { ...(stage !== '' && { stage }), ...(identity !== undefined && { identity }) },
        request,
        onStep,
        running.signal,
      )
      const as = identity === undefined ? {} : { identity }
      this.lastCompleted = { type: 'completed', response, trace, ...as }
      this.post(this.lastCompleted)
    } catch (error) {
      this.post({ type: 'failed', message: failureText(error) })
      // The banner says why; a button that mends it can only stand in VS Code's own message.
      if (error instanceof GatewayProblem && error.remedy !== 'log') {
        void showFailure(vscode.l10n.t('The gateway did not start'), error, this.route.definition)
      }
    } finally {
      this.running = undefined
    }
  }

  private postGateway(): void {
    this.post({ type: 'gateway', gateway: this.gatewayState() })
  }

  private gatewayState(): GatewayState {
    return gatewayStateOf(this.around.gateways, this.route)
  }

  private post(message: ToPanel): void {
    void this.panel.webview.postMessage(message)
  }
}
