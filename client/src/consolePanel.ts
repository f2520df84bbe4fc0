import * as vscode from 'vscode'
import { ApiPanels } from './apiPanels.ts'
import type { ApiSubject } from './apiSubject.ts'
import { commands, consolePanelType } from './contributions.ts'
import type { ConsoleEnds } from './consoleClients.ts'
import { ConsoleClients } from './consoleClients.ts'
import { framesJson, framesText } from './consoleFrames.ts'
import type { FromConsole, ToConsole } from './consoleMessages.ts'
import { readFromConsole } from './consoleMessages.ts'
import type { RestoredConsole } from './consoleRestore.ts'
import { restoredConsole } from './consoleRestore.ts'
import { failureText } from './failures.ts'
import { gatewayStateOf } from './gatewayState.ts'
import { createIdentitiesFile, identitiesFile } from './identitiesFile.ts'
import type { PanelSurroundings } from './invokePanel.ts'
import { openBesidePanel, openText, rootOf } from './places.ts'
import { WhyCardHost } from './whyCardHost.ts'
import { uriKey } from './workspaceOutline.ts'

/** What a console reaches. */
type ConsoleSurroundings = Pick<PanelSurroundings, 'features' | 'gateways' | 'reloads' | 'traceFiles'>

/** The open WebSocket consoles: one per API, used again. After a reload their clients are there and not connected. */
export class ConsolePanels extends ApiPanels {
  constructor(extensionUri: vscode.Uri, around: ConsoleSurroundings) {
    super(extensionUri, {
      viewType: consolePanelType,
      page: 'console',
      title: name => name,
      begin: (panel, subject, kept) => {
        const conversation = new Conversation(panel, subject, around, restoredConsole(kept))
        panel.onDidDispose(() => conversation.end())
      },
    })
  }
}

/** What one console shows and does, until it is closed; its clients stay connected while it is hidden. */
class Conversation {
  private readonly panel: vscode.WebviewPanel
  private readonly subject: ApiSubject
  private readonly around: ConsoleSurroundings
  private readonly clients: ConsoleClients
  private readonly subscriptions: vscode.Disposable

  constructor(
    panel: vscode.WebviewPanel,
    subject: ApiSubject,
    around: ConsoleSurroundings,
    before: RestoredConsole | undefined,
  ) {
    this.panel = panel
    this.subject = subject
    this.around = around
    const { definition, apiId } = subject
    const { gateways, features } = around
    const isOurs = (changed: string) => uriKey(changed) === uriKey(definition)
    const ends: ConsoleEnds = {
      open: (order, listener) => gateways.of(definition).openSocket({ apiId, ...order }, listener),
      manage: (connectionId, method, bodyBase64) =>
        gateways.of(definition).manageConnection({
          ...{ apiId, connectionId, method },
          ...(bodyBase64 !== undefined && { bodyBase64 }),
        }),
      onClients: () => this.postClients(),
      onFrame: frame => this.post({ type: 'frame', frame }),
      explain: failureText,
    }
    this.clients = new ConsoleClients(ends, before)
    gateways.identities.watch(definition)
    this.subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readFromConsole(value)
        if (message) this.attempt(() => this.answer(message))
      }),
      // A server that does not answer tells of itself in its status item.
      features.onDidChangeOutline(() => this.show().then(undefined, () => {})),
      gateways.onDidChangeStatus(changed => {
        if (isOurs(changed)) this.gatewayChanged()
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.postGateway()),
      gateways.identities.onDidChange(changed => {
        if (isOurs(changed)) this.showIdentities().then(undefined, () => {})
      }),
    )
  }

  end(): void {
    this.subscriptions.dispose()
    this.clients.close()
  }

  private attempt(work: () => Promise<void>): void {
    work().catch((error: unknown) => void vscode.window.showErrorMessage(failureText(error)))
  }

  private async answer(message: FromConsole): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.postClients()
        this.post({ type: 'allFrames', frames: this.clients.frames })
        return this.show()
      case 'openSource': {
        const { file, line, character } = message.source
        const at = { line, character }
        return openBesidePanel({ uri: vscode.Uri.file(file).toString(), range: { start: at, end: at } })
      }
      case 'openLocation':
        return openBesidePanel(message.location)
      case 'openText':
        return openText(message.text, message.language)
      case 'copy':
        await vscode.env.clipboard.writeText(message.text)
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied: {0}', message.what), 3000)
        return
      case 'openIdentities': {
        const file = identitiesFile(this.subject.definition)
        await createIdentitiesFile(file)
        const at = { line: message.line ?? 0, character: 0 }
        return openBesidePanel({ uri: file.toString(), range: { start: at, end: at } })
      }
      case 'manageTrust':
        await vscode.commands.executeCommand(commands.manageTrust)
        return
      case 'saveTrace':
      case 'compareTrace':
        return this.useTrace(message)
      case 'saveFrames':
        return this.saveFrames()
      case 'showLog':
        await vscode.commands.executeCommand(commands.showLog)
        return
      case 'whyCard':
        return this.cardOf(message.frame).answer(message.message)
      default:
        return this.act(message)
    }
  }

  /** What is done with clients. */
  private async act(message: ClientMessage): Promise<void> {
    const { clients } = this
    switch (message.type) {
      case 'addClient':
        return clients.add()
      case 'removeClient':
        clients.remove(message.client)
        return this.post({ type: 'allFrames', frames: clients.frames })
      case 'configure':
        return clients.configure(message.client, message.settings)
      case 'connect':
        return clients.connect(message.client)
      case 'disconnect':
        return clients.disconnect(message.client)
      case 'closeWithCode': {
        const closing = await askClosing()
        if (closing) clients.disconnect(message.client, closing)
        return
      }
      case 'send':
        return clients.send(message.client, message.text, false)
      case 'sendBinary':
        return clients.send(message.client, message.text, true)
      case 'push':
        return clients.push(message.client, message.base64)
      case 'deleteConnection':
        return clients.deleteConnection(message.client)
      case 'setReconnects':
        clients.reconnects = message.isOn
        return this.postClients()
      case 'clear':
        clients.clear()
        return this.post({ type: 'allFrames', frames: [] })
    }
  }

  private async useTrace(
    message: Extract<FromConsole, { type: 'saveTrace' | 'compareTrace' }>,
  ): Promise<void> {
    const trace = this.clients.frame(message.frame)?.trace
    if (!trace) return
    const { traceFiles } = this.around
    if (message.type === 'compareTrace') await traceFiles.compareWith(trace)
    else await traceFiles.save(trace, message.format, vscode.Uri.parse(this.subject.definition))
  }

  /** What does the work of the card that explains a frame; the route of a page is of no account to it. */
  private cardOf(frame: number): WhyCardHost {
    const { gateways, reloads } = this.around
    const { definition, apiId } = this.subject
    const trace = () => this.clients.frame(frame)?.trace
    const replay = () => this.attempt(() => this.clients.repeat(frame))
    return new WhyCardHost({ definition, apiId, method: '', path: '' }, gateways, {
      ...{ reloads, replay },
      lastTrace: trace,
    })
  }

  private async saveFrames(): Promise<void> {
    const file = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(vscode.Uri.parse(this.subject.definition), '..', 'frames.json'),
      filters: { JSON: ['json'], [vscode.l10n.t('Text')]: ['txt'] },
      title: vscode.l10n.t('Save frames'),
    })
    if (!file) return
    const written = file.path.endsWith('.txt') ? framesText : framesJson
    const text = written(this.clients.frames, this.clients.clients)
    await vscode.workspace.fs.writeFile(file, Buffer.from(text, 'utf8'))
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('Saved: {0}', vscode.workspace.asRelativePath(file, false)),
      3000,
    )
  }

  private async show(): Promise<void> {
    const { definition, apiId, name } = this.subject
    const details = await this.around.features.request('gatehouse/socketDetails', { definition, apiId })
    if (!details) {
      const message = vscode.l10n.t('{0} is no longer in the definition', name)
      return this.post({ type: 'gone', message })
    }
    const uri = vscode.Uri.parse(definition)
    const workspaceRoot = rootOf(uri)
    this.post({ type: 'show', subject: this.subject, details, gateway: this.gatewayState(), workspaceRoot })
    await this.showIdentities()
  }

  /** Who can connect; unknown where the API has no `$connect` route, which asks nobody. */
  private async showIdentities(): Promise<void> {
    const { definition, apiId } = this.subject
    const file = identitiesFile(definition)
    const route = { definition, apiId, method: '$connect', path: '' }
    const list = await this.around.features.request('gatehouse/identities', { route, file: file.toString() })
    if (list) {
      this.post({ type: 'identities', list, fileName: vscode.workspace.asRelativePath(file, false) })
    }
  }

  private gatewayChanged(): void {
    this.postGateway()
    const { type } = this.around.gateways.of(this.subject.definition).status
    if (type === 'running') this.attempt(() => this.clients.reconnect())
    else this.clients.lose(vscode.l10n.t('the gateway ended'))
  }

  private postGateway(): void {
    this.post({ type: 'gateway', gateway: this.gatewayState() })
  }

  private gatewayState() {
    return gatewayStateOf(this.around.gateways, this.subject)
  }

  private postClients(): void {
    this.post({
      type: 'clients',
      clients: this.clients.clients,
      reconnects: this.clients.reconnects,
    })
  }

  private post(message: ToConsole): void {
    void this.panel.webview.postMessage(message)
  }
}

/** What is left to the clients. */
type ClientMessage = Extract<
  FromConsole,
  { readonly client: number } | { readonly type: 'addClient' | 'clear' | 'setReconnects' }
>

/** RFC 6455, 7.4: a client says 1000 or a code of its own. */
async function askClosing(): Promise<{ code: number; reason: string } | undefined> {
  const form = /^(1000|3\d{3}|4\d{3})(?:\s+(.*))?$/
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t('Close with a code'),
    prompt: vscode.l10n.t('The code and, after a space, the reason: 4001 bye'),
    value: '1000',
    validateInput: text => {
      const [, , reason = ''] = form.exec(text.trim()) ?? []
      if (!form.test(text.trim())) return vscode.l10n.t('A client closes with 1000 or with 3000 to 4999')
      return Buffer.byteLength(reason) > 123 ? vscode.l10n.t('A reason has 123 bytes at most') : undefined
    },
  })
  const [, code, reason = ''] = form.exec(typed?.trim() ?? '') ?? []
  return code === undefined ? undefined : { code: Number(code), reason }
}
