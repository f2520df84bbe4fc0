import * as vscode from 'vscode'
import type { CorsReport } from '../../server/src/protocol/cors.ts'
import type { Circumstances, FromGateway, InvokeRequest } from '../../server/src/protocol/gatewayControl.ts'
import type { TokenOrder } from '../../server/src/protocol/identities.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { Answers } from './answers.ts'
import { contextKeys } from './contributions.ts'
import { FunctionLogs } from './functionLogs.ts'
import type { Completed, HowInvoked } from './gatewayProcess.ts'
import { GatewayProblem } from './gatewayProblem.ts'
import { GatewayServer } from './gatewayServer.ts'
import type { GatewaySurroundings, StartOptions } from './gatewayServer.ts'
import { IdentitiesWatch } from './identitiesFile.ts'
import type { NotServed } from './panelMessages.ts'
import { RecentTraces } from './recentTraces.ts'
import { answerKey, routeName } from './routeName.ts'
import { setting } from './settings.ts'
import { uriKey, whenPaths } from './workspaceOutline.ts'
import type { WorkspaceOutline } from './workspaceOutline.ts'

/** How a request is sent: to which stage, as whom, and what else AWS knows of it. */
export interface HowSent {
  readonly stage?: string
  readonly identity?: string
  readonly circumstances?: Circumstances
  /** Hears where a debugger holds the request up, and with nothing that it goes on. */
  readonly follower?: HowInvoked['follower']
}

/** What a gateway tells of saved files. */
export type Taken = Extract<FromGateway, { type: 'reloaded' | 'codeReloaded' }>

/** All local gateways of this window, one process per definition. */
export class Gateways implements vscode.Disposable {
  private readonly statusChange = new vscode.EventEmitter<string>()
  /** The definition whose gateway started, stopped or failed. */
  readonly onDidChangeStatus = this.statusChange.event
  private readonly answerChange = new vscode.EventEmitter<string>()
  /** The key (routeName.ts) of a route that was called. */
  readonly onDidChangeAnswer = this.answerChange.event
  private readonly crash = new vscode.EventEmitter<{ definition: string; problem: GatewayProblem }>()
  readonly onDidCrash = this.crash.event
  /** Tells when other identities may call, after the gateway knows them. */
  readonly identities = new IdentitiesWatch()
  private readonly journalChange = new vscode.EventEmitter<string>()
  /** The definition whose running gateway took over a saved one. */
  readonly onDidReload = this.journalChange.event
  private readonly take = new vscode.EventEmitter<{ definition: string; message: Taken }>()
  /** Files that were saved, as a running gateway took them: of its definition, or code of functions. */
  readonly onDidTake = this.take.event
  readonly answers = new Answers(key => this.answerChange.fire(key))
  /** What was sent from here and answered. */
  readonly traces = new RecentTraces()
  private readonly servers = new Map<string, GatewayServer>()
  /** By definition: what its running gateway could not take; the last good definition is served. */
  private readonly refusals = new Map<string, NotServed>()
  private readonly functionLogs = new FunctionLogs()
  private readonly outline: WorkspaceOutline
  private readonly around: GatewaySurroundings

  constructor(outline: WorkspaceOutline, around: Pick<GatewaySurroundings, 'program' | 'log' | 'findNode'>) {
    this.outline = outline
    this.around = {
      ...around,
      usedPorts: () => this.usedPorts(),
      apiIds: async definition => this.runnableIds(definition),
      onStatus: definition => this.statusChanged(definition),
      onMessage: (definition, message) => this.receive(definition, message),
      onCrash: (definition, problem) => this.crash.fire({ definition, problem }),
    }
    this.identities.onDidChange(definition => this.servers.get(definition)?.handIdentities())
  }

  /** The gateway of a definition; made when first asked for, started only by `start` or `invoke`. */
  of(definition: string): GatewayServer {
    const key = uriKey(definition)
    let server = this.servers.get(key)
    if (!server) {
      server = new GatewayServer(definition, this.around)
      this.servers.set(key, server)
    }
    return server
  }

  async start(definition: string, options?: StartOptions): Promise<void> {
    await this.of(definition).start(options)
  }

  /** The key under which the answers of a route are kept. */
  keyOf(route: RouteReference): string {
    return answerKey(uriKey(route.definition), route.apiId, routeName(route))
  }

  /** `http://127.0.0.1:3000` of a route's API: where it listens, or where it will. Throws GatewayProblem. */
  originOf(api: Pick<RouteReference, 'definition' | 'apiId'>): string {
    const origin = this.knownOriginOf(api)
    if (origin !== undefined) return origin
    throw new GatewayProblem(vscode.l10n.t('The port is chosen when the gateway starts: start it first'))
  }

  /** The same; undefined where the port is chosen when the gateway starts. */
  knownOriginOf({ definition, apiId }: Pick<RouteReference, 'definition' | 'apiId'>): string | undefined {
    const server = this.of(definition)
    const listening = server.listening(apiId)
    if (listening) return listening.url
    const port = server.portOf(apiId)
    if (port === undefined) return undefined
    return `http://${setting('gatehouse.gateway.host', vscode.Uri.parse(definition))}:${port}`
  }

  /** Why the running gateway of a definition serves the last good one and not what was saved; undefined when it does not. */
  refusalOf(definition: string): NotServed | undefined {
    return this.refusals.get(uriKey(definition))
  }

  /** Those that run now. */
  running(): GatewayServer[] {
    return [...this.servers.values()].filter(server => server.status.type === 'running')
  }

  /** Sends a request to the route's gateway; the tree shows it as under way meanwhile. */
  async invoke(
    route: RouteReference,
    { stage, identity, circumstances, follower }: HowSent,
    request: InvokeRequest,
    onStep: (step: TraceStep) => void,
    signal: AbortSignal,
  ): Promise<Completed> {
    const end = this.answers.begin(this.keyOf(route))
    const { method, path } = route
    const how = {
      ...(stage !== undefined && { stage }),
      ...(circumstances && { circumstances }),
      follower,
      ...(identity !== undefined && { as: { identity, method, path } }),
    }
    try {
      const completed = await this.of(route.definition).invoke(route.apiId, request, onStep, signal, how)
      this.traces.add(completed.trace)
      return completed
    } finally {
      end()
    }
  }

  /** A token of the local issuer for an authorizer of an API. */
  async mintToken(
    { definition, apiId }: Pick<RouteReference, 'definition' | 'apiId'>,
    order: TokenOrder,
  ): Promise<string> {
    return this.of(definition).mintToken(apiId, order)
  }

  /** What the browser of a page finds out about a request. */
  async checkCors(
    { definition, apiId }: Pick<RouteReference, 'definition' | 'apiId'>,
    request: InvokeRequest,
    origin: string,
  ): Promise<CorsReport> {
    return this.of(definition).checkCors(apiId, request, origin)
  }

  /** Ends all of them; ports are free afterwards. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.servers.values()].map(server => server.stop()))
  }

  showFunctionLog(definition: string): boolean {
    return this.functionLogs.show(definition)
  }

  dispose(): void {
    this.statusChange.dispose()
    this.answerChange.dispose()
    this.crash.dispose()
    this.journalChange.dispose()
    this.take.dispose()
    this.identities.dispose()
    this.functionLogs.dispose()
  }

  private usedPorts(): Set<number> {
    const ports = [...this.servers.values()].flatMap(({ status }) => {
      if (status.type === 'starting') return [...status.ports.values()]
      return status.type === 'running' ? status.apis.map(api => Number(new URL(api.url).port)) : []
    })
    return new Set(ports)
  }

  private async runnableIds(definition: string): Promise<string[]> {
    const { gateways } = await this.outline.get()
    return gateways
      .filter(gateway => uriKey(gateway.definition) === uriKey(definition))
      .map(gateway => gateway.apiId)
  }

  private statusChanged(definition: string): void {
    if (this.of(definition).status.type === 'running') this.identities.watch(definition)
    else this.refusals.delete(uriKey(definition))
    const active = [...this.servers]
      .filter(([, { status }]) => status.type === 'running' || status.type === 'starting')
      .flatMap(([key]) => whenPaths(key))
    void vscode.commands.executeCommand('setContext', contextKeys.running, active)
    this.statusChange.fire(definition)
  }

  private receive(definition: string, message: FromGateway): void {
    const { log } = this.around
    switch (message.type) {
      case 'answered':
        if (message.route !== undefined) {
          const { status, durationMs, requestId } = message
          this.answers.record(answerKey(uriKey(definition), message.apiId, message.route), {
            status,
            durationMs,
            at: Date.now(),
            ...(requestId !== undefined && { requestId }),
          })
        }
        return
      case 'log':
        this.functionLogs.append(definition, message.line, message.requestId)
        return
      case 'gatewayLog':
        this.functionLogs.appendLog(definition, message.log, message.lines)
        return
      case 'notEmulated':
        log.info(vscode.l10n.t('Not emulated: {0}', message.message))
        return
      case 'problem':
        log.error(message.message)
        return
      case 'notServed': {
        const { file, message: why } = message
        log.error(
          vscode.l10n.t('The saved {0} is not served, the last good definition still is: {1}', file, why),
        )
        this.refusals.set(uriKey(definition), message)
        this.statusChange.fire(definition)
        return
      }
      case 'reloaded':
        log.info(vscode.l10n.t('Now serving the saved {0}: {1}', message.file, message.changes))
        if (this.refusals.delete(uriKey(definition))) this.statusChange.fire(definition)
        this.journalChange.fire(definition)
        this.take.fire({ definition: uriKey(definition), message })
        return
      case 'codeReloaded':
        this.take.fire({ definition: uriKey(definition), message })
        return
      case 'listening':
        for (const api of message.apis) log.info(`${api.name} (${api.stage}): ${api.url}`)
        return
      case 'step':
      case 'held':
      case 'runsIn':
      case 'completed':
      case 'minted':
      case 'socket':
      case 'debug':
      case 'corsChecked':
      case 'controlled':
      case 'failed':
        return
    }
  }
}
