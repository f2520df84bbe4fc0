import path from 'node:path'
import * as vscode from 'vscode'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { commands } from './contributions.ts'
import { copyAs } from './copying.ts'
import { showFailure } from './failures.ts'
import { readFromPanel } from './fromPanel.ts'
import { gatewayStateOf } from './gatewayState.ts'
import { createIdentitiesFile, identitiesFile } from './identitiesFile.ts'
import { draftModel } from './modelDraft.ts'
import type { AnswerDiffs } from './answerDiffs.ts'
import type { FileUse, FromPanel, GatewayState, Order, ToPanel } from './panelMessages.ts'
import { PanelSending, resolved } from './panelSending.ts'
import type { SendSurroundings } from './panelSending.ts'
import type { TraceFiles } from './traceFiles.ts'
import { openBesidePanel, openText, rootOf } from './places.ts'
import type { Reloads } from './reloads.ts'
import { routeName } from './routeName.ts'
import { saveTest } from './saveTest.ts'
import { showSettings } from './settings.ts'
import { WhyCardHost } from './whyCardHost.ts'
import { uriKey } from './workspaceOutline.ts'

/** What a panel reaches. */
export interface PanelSurroundings extends SendSurroundings {
  readonly reloads: Reloads
  readonly diffs: AnswerDiffs
  readonly requests: {
    /** Lets the user choose one of the requests sent before, or of those in files. */
    readonly choose: (route: RouteReference) => Promise<void>
    /** Writes a request into a file. */
    readonly save: (route: RouteReference, order: Order) => Promise<void>
  }
  readonly traceFiles: TraceFiles
}

/** One open invoke panel: passes messages between its webview, the language server and the gateway. */
export class InvokePanel {
  readonly panel: vscode.WebviewPanel
  readonly route: RouteReference
  private readonly around: PanelSurroundings
  private readonly subscriptions: vscode.Disposable[]
  private readonly sending: PanelSending
  /** A request that fills the page as soon as that is there. */
  private waiting: ToPanel | undefined
  private isReady = false
  /** The page knows what it is about, also after it was hidden. */
  private hasShown = false
  private readonly whyCard: WhyCardHost
  /** What was saved and taken since the last answer. */
  private changed: readonly string[] = []
  private shown = ''
  private shownIdentities = ''

  /** `panel` has its page already; it asks with `ready` for what to show. */
  constructor(panel: vscode.WebviewPanel, route: RouteReference, around: PanelSurroundings) {
    this.panel = panel
    this.route = route
    this.around = around
    this.sending = new PanelSending(route, around, message => this.post(message))
    this.whyCard = new WhyCardHost(route, around.gateways, {
      reloads: around.reloads,
      lastTrace: () => this.sending.lastCompleted?.trace,
      replay: () => this.post({ type: 'replay' }),
    })
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      // A server that does not answer tells of itself in its status item.
      around.features.onDidChangeOutline(() => this.show().then(undefined, () => {})),
      around.gateways.onDidChangeStatus(definition => {
        if (uriKey(definition) === uriKey(route.definition)) this.postGateway()
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.postGateway()),
      around.reloads.onDidReload(({ definition, cause }) => {
        if (definition !== uriKey(route.definition)) return
        this.outdate(cause.files)
        this.post({ type: 'reloaded', cause })
      }),
      // A gateway that does not run takes nothing, and will start with what was saved.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.toString() !== uriKey(route.definition)) return
        if (this.gatewayState().type === 'stopped') this.outdate([uri.fsPath])
      }),
      around.gateways.identities.onDidChange(definition => {
        if (definition === uriKey(route.definition)) this.showIdentities().then(undefined, () => {})
      }),
    ]
    around.gateways.identities.watch(route.definition)
    panel.onDidDispose(() => {
      this.sending.cancel()
      vscode.Disposable.from(...this.subscriptions).dispose()
    })
  }

  /** Puts a request into the page, now or when it is there. */
  fill(order: Order, from: string, isSent: boolean): void {
    this.postOrWait({ type: 'fill', order, from, isSent })
  }

  /** Has the page send its request as it stands, debugged, now or when it is there. */
  debug(): void {
    this.postOrWait({ type: 'debug' })
  }

  private postOrWait(message: ToPanel): void {
    if (this.isReady && this.panel.visible) this.post(message)
    else this.waiting = message
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
        this.isReady = true
        this.shown = ''
        this.shownIdentities = ''
        await this.show()
        return this.catchUp()
      case 'send':
        // What is saved while the request is under way may or may not have a part in its answer.
        this.changed = []
        return this.sending.send(message)
      case 'repeat':
        return this.sending.repeat(message)
      case 'openRepeated':
        return this.sending.openRepeated(message.number)
      case 'showHistory':
        return this.around.requests.choose(this.route)
      case 'saveRequest':
        return this.around.requests.save(this.route, message)
      case 'pickFile':
        return this.pickFile(message.at)
      case 'openDiff':
        return this.around.diffs.open(message)
      case 'openIdentities':
        return this.openIdentities(message.line)
      case 'mintToken':
        return this.mintToken(message)
      case 'cancel':
        return this.sending.cancel()
      case 'continue':
        return this.sending.continue()
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
      case 'saveAsTest':
        return saveTest(this.around.features, { ...message, route: this.route })
      case 'copyAs': {
        const { request } = await resolved(message)
        return copyAs(message.format, this.around.gateways.originOf(this.route), request)
      }
      case 'saveTrace': {
        const trace = this.sending.traceOf(message.requestId)
        return this.around.traceFiles.save(trace, message.format, vscode.Uri.parse(this.route.definition))
      }
      case 'compareTrace':
        return this.around.traceFiles.compareWith(this.sending.traceOf(message.requestId))
      case 'draftModel': {
        const trace = this.sending.traceOf(message.requestId)
        const recent = this.around.gateways.traces.of(trace.route)
        return draftModel(this.around.features, this.route, trace, recent)
      }
      case 'showLog':
        return this.showLog()
      case 'openSettings':
        return showSettings('gatehouse.gateway.port')
      case 'sendOnFreePort':
        await this.around.gateways.start(this.route.definition, { onFreePort: true })
        return this.post({ type: 'replay' })
      case 'applyChange':
      case 'applyRule':
      case 'checkCors':
      case 'openWho':
      case 'openPage':
        return this.whyCard.answer(message)
      case 'manageTrust':
        await vscode.commands.executeCommand(commands.manageTrust)
    }
  }

  private async showLog(): Promise<void> {
    if (this.around.gateways.showFunctionLog(this.route.definition)) return
    await vscode.commands.executeCommand(commands.showLog)
  }

  /** Tells the page what it is about, unless it knows that already. */
  private async show(): Promise<void> {
    const details = await this.around.features.request('gatehouse/routeDetails', this.route)
    // While a definition is broken nobody knows its routes, and a running gateway serves the last good one.
    const isUnreadable = !details && (await this.isUnreadable())
    const known = JSON.stringify(details)
    if (known !== this.shown && !(isUnreadable && this.hasShown)) {
      if (details) this.showDetails(details)
      else this.tellGone(isUnreadable)
      this.shown = known
    }
    await this.showIdentities()
  }

  private async isUnreadable(): Promise<boolean> {
    const outline = await this.around.features.request('gatehouse/outline', null)
    return outline.unreadable.some(({ uri }) => uriKey(uri) === uriKey(this.route.definition))
  }

  private tellGone(isUnreadable: boolean): void {
    const message = isUnreadable
      ? vscode.l10n.t('The definition of {0} cannot be read', routeName(this.route))
      : vscode.l10n.t('{0} is no longer in the definition', routeName(this.route))
    this.post({ type: 'gone', message })
  }

  private showDetails(details: RouteDetails): void {
    this.hasShown = true
    const uri = vscode.Uri.parse(this.route.definition)
    this.post({ type: 'show', details, gateway: this.gatewayState(), workspaceRoot: rootOf(uri) })
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

  /** What was posted while the page was hidden is lost: it is posted again. */
  private catchUp(): void {
    if (this.sending.lastCompleted) this.post(this.sending.lastCompleted)
    this.sending.tellHeld()
    if (this.changed.length > 0) this.outdate([])
    if (this.waiting) this.post(this.waiting)
    this.waiting = undefined
  }

  /** The last answer was made before these files changed. */
  private outdate(files: readonly string[]): void {
    this.changed = [...new Set([...this.changed, ...files])]
    this.post({ type: 'outdated', files: this.changed })
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

  private async pickFile(at: FileUse): Promise<void> {
    const { fsPath } = vscode.Uri.parse(this.route.definition)
    const filters = at === 'certificate' ? { filters: { PEM: ['pem', 'crt', 'cer'], '*': ['*'] } } : {}
    const defaultUri = vscode.Uri.file(path.dirname(fsPath))
    const [file] = (await vscode.window.showOpenDialog({ defaultUri, ...filters })) ?? []
    if (!file) return
    const { size } = await vscode.workspace.fs.stat(file)
    this.post({ type: 'picked', at, file: { path: file.fsPath, size } })
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
