import * as vscode from 'vscode'
import { ApiPanels } from './apiPanels.ts'
import type { ApiSubject } from './apiSubject.ts'
import type { GatewayMeters, MetersQuery } from '../../server/src/protocol/gatewayMeters.ts'
import { metricsPanelType } from './contributions.ts'
import { failureText } from './failures.ts'
import { gatewayStateOf } from './gatewayState.ts'
import type { Gateways } from './gateways.ts'
import type { FromMetrics, ToMetrics } from './metricsMessages.ts'
import { readFromMetrics } from './metricsMessages.ts'
import { openBesidePanel, rootOf } from './places.ts'
import { answerKey } from './routeName.ts'
import type { TraceFiles } from './traceFiles.ts'
import { uriKey } from './workspaceOutline.ts'

/** What the panels talk to. */
export interface MetricsSurroundings {
  readonly gateways: Gateways
  readonly traceFiles: TraceFiles
}

/** The open panels of metrics: one per API, used again. */
export class MetricsPanels extends ApiPanels {
  constructor(extensionUri: vscode.Uri, around: MetricsSurroundings) {
    super(extensionUri, {
      viewType: metricsPanelType,
      page: 'metrics',
      title: name => vscode.l10n.t('Metrics: {0}', name),
      begin: (panel, subject) => {
        const conversation = new Conversation(panel, subject, around)
        panel.onDidDispose(() => conversation.end())
      },
    })
  }
}

/** Ages and refilling buckets change without any request. */
const pollMs = 1000
/** After an answer; more of them within this time are one. */
const soonMs = 200

/** Passes what the gateway counts on to one webview while it is seen, and what is changed there to the gateway. */
class Conversation {
  private readonly panel: vscode.WebviewPanel
  private readonly subject: ApiSubject
  private readonly gateways: Gateways
  private readonly traceFiles: TraceFiles
  private readonly subscriptions: vscode.Disposable[]
  private query: MetersQuery = { window: '15m' }
  private isReady = false
  private isAsking = false
  private isEnded = false
  /** The question has changed while an answer was under way. */
  private isStale = false
  private timer: NodeJS.Timeout | undefined

  constructor(
    panel: vscode.WebviewPanel,
    subject: ApiSubject,
    { gateways, traceFiles }: MetricsSurroundings,
  ) {
    this.panel = panel
    this.subject = subject
    this.gateways = gateways
    this.traceFiles = traceFiles
    const ofSubject = answerKey(uriKey(subject.definition), subject.apiId, '').slice(0, -'""]'.length)
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((value: unknown) => {
        const message = readFromMetrics(value)
        if (message) this.receive(message).catch((error: unknown) => this.fail(error))
      }),
      panel.onDidChangeViewState(() => void this.ask()),
      gateways.onDidChangeStatus(definition => {
        if (uriKey(definition) !== uriKey(subject.definition)) return
        this.post({ type: 'gateway', gateway: this.gateway() })
        void this.ask()
      }),
      gateways.onDidChangeAnswer(key => {
        if (key.startsWith(ofSubject)) this.askIn(soonMs)
      }),
    ]
  }

  end(): void {
    this.isEnded = true
    clearTimeout(this.timer)
    vscode.Disposable.from(...this.subscriptions).dispose()
  }

  private async receive(message: FromMetrics): Promise<void> {
    const { definition, apiId } = this.subject
    const server = this.gateways.of(definition)
    switch (message.type) {
      case 'ready':
        this.isReady = true
        this.post({
          type: 'show',
          name: this.subject.name,
          gateway: this.gateway(),
          workspaceRoot: rootOf(vscode.Uri.parse(this.subject.definition)),
        })
        return this.ask()
      case 'ask':
        this.query = message.query
        this.isStale = true
        return this.ask()
      case 'advance':
        return this.advance(message.ms)
      case 'flush': {
        const { entry } = message
        const stage = this.query.stage ?? server.listening(apiId)?.stage
        const order = { apiId, ...(stage !== undefined && { stage: stage.replace(/\/Canary$/, '') }) }
        await server.control(apiId, 'POST cache/flush', {
          body: { ...order, ...(entry !== undefined && { entry }) },
        })
        return this.ask()
      }
      case 'resetUsage':
        await server.control(apiId, 'POST usage/reset', {})
        return this.ask()
      case 'start':
        return server.start()
      case 'restart':
        return server.restart()
      case 'export': {
        const document = await vscode.workspace.openTextDocument({ content: message.csv })
        await vscode.window.showTextDocument(document)
        return
      }
      case 'openTrace': {
        const query = { id: message.requestId }
        return this.traceFiles.show(await server.control(apiId, 'GET trace', { query }))
      }
      case 'openSource': {
        const { file, line, character } = message.source
        const at = { line, character }
        await openBesidePanel({ uri: vscode.Uri.file(file).toString(), range: { start: at, end: at } })
        return
      }
    }
  }

  private async advance(ms: number): Promise<void> {
    const { definition, apiId } = this.subject
    const before = await this.read()
    const advance = `PT${ms / 1000}S`
    await this.gateways.of(definition).control(apiId, 'POST clock', { body: { advance } })
    this.post({ type: 'moved', ms, before, after: await this.read() })
  }

  /** Asks now, and again after a while as long as the panel is seen and the gateway runs. */
  private async ask(): Promise<void> {
    clearTimeout(this.timer)
    if (this.isAsking || this.isEnded || !this.isReady || !this.panel.visible || !this.isRunning()) return
    this.isAsking = true
    do {
      this.isStale = false
      try {
        const meters = await this.read()
        if (!this.isStale) this.post({ type: 'meters', meters })
      } catch (error) {
        // A gateway that ended meanwhile is told by its status.
        if (this.isRunning()) this.fail(error)
      }
    } while (this.isStale)
    this.isAsking = false
    this.askIn(pollMs)
  }

  private askIn(ms: number): void {
    clearTimeout(this.timer)
    if (!this.isEnded) this.timer = setTimeout(() => void this.ask(), ms)
  }

  private read(): Promise<GatewayMeters> {
    const { definition, apiId } = this.subject
    return this.gateways.of(definition).control(apiId, 'GET meters', { query: this.query })
  }

  private isRunning(): boolean {
    return this.gateway().type === 'running'
  }

  private gateway() {
    return gatewayStateOf(this.gateways, this.subject)
  }

  private fail(error: unknown): void {
    this.post({ type: 'failed', message: failureText(error) })
  }

  private post(message: ToMetrics): void {
    if (!this.isEnded) void this.panel.webview.postMessage(message)
  }
}
