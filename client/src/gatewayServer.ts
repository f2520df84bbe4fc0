import path from 'node:path'
import * as vscode from 'vscode'
import type { CorsReport } from '../../server/src/protocol/cors.ts'
import type { FromGateway, InvokeRequest, ListeningApi } from '../../server/src/protocol/gatewayControl.ts'
import type { DebugMessage } from '../../server/src/protocol/debugging.ts'
import type { ControlRequests } from '../../server/src/protocol/gatewayMeters.ts'
import type { TokenOrder } from '../../server/src/protocol/identities.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import { assignPorts, isPortFree } from './freePort.ts'
import { describeEnd, GatewayProblem, messageOf } from './gatewayProblem.ts'
import { gatewayOptions } from './gatewayOptions.ts'
import type { GivenOptions } from './gatewayOptions.ts'
import { GatewayGone, GatewayProcess } from './gatewayProcess.ts'
import type {
  Completed,
  ConnectionOrder,
  ControlOrder,
  DebugChannel,
  GatewayEnd,
  GatewaySocket,
  HowInvoked,
  SocketListener,
  SocketOrder,
} from './gatewayProcess.ts'
import { GatewayStart } from './gatewayStart.ts'
import { identitiesFile, identitiesText } from './identitiesFile.ts'
import type { NodeRuntime } from './nodeRuntime.ts'
import { fileNameOf } from './places.ts'
import { setting } from './settings.ts'

/** What the tree, the panel and the status bar show of the gateway of one definition. */
export type GatewayStatus =
  | { readonly type: 'stopped' }
  | { readonly type: 'starting'; readonly ports: ReadonlyMap<string, number> }
  | { readonly type: 'running'; readonly apis: readonly ListeningApi[] }
  | { readonly type: 'failed'; readonly problem: GatewayProblem }

/** What a gateway needs of the extension around it. */
export interface GatewaySurroundings {
  readonly program: string
  readonly log: vscode.LogOutputChannel
  readonly findNode: () => Promise<NodeRuntime>
  /** Ports of our other gateways. */
  readonly usedPorts: () => ReadonlySet<number>
  /** Ids of the APIs that the definition holds and Gatehouse can run. */
  readonly apiIds: (definition: string) => Promise<readonly string[]>
  readonly onStatus: (definition: string) => void
  readonly onMessage: (definition: string, message: FromGateway) => void
  /** It ended by itself and is not started again. */
  readonly onCrash: (definition: string, problem: GatewayProblem) => void
}

export interface StartOptions {
  readonly stage?: string
  /** Let the system choose the port. */
  readonly onFreePort?: boolean
  /** In place of that of the setting; 0 lets the system choose. */
  readonly port?: number
  /** In place of what settings say. */
  readonly given?: GivenOptions
}

const startLimit = 30_000
/** A gateway that ended this often within the time below is not started again. */
const crashLimit = { count: 3, withinMs: 180_000 }

/** Starts, watches and stops `gatehouse serve` for one definition. */
export class GatewayServer {
  readonly definition: string
  status: GatewayStatus = { type: 'stopped' }
  private readonly around: GatewaySurroundings
  private process: GatewayProcess | undefined
  private starting: Promise<void> | undefined
  /** The end of the process before: until then its port is taken. */
  private stopping: Promise<unknown> = Promise.resolve()
  /** Counts starts and stops: a start that was overtaken by a stop says nothing more. */
  private attempt = 0
  private options: StartOptions = {}
  private ports = new Map<string, number>()
  /** The setting that `ports` came from; another one starts afresh. */
  private portsFirst: number | undefined
  private crashes: number[] = []

  constructor(definition: string, around: GatewaySurroundings) {
    this.definition = definition
    this.around = around
  }

  /** Starts the gateway unless it runs or starts already. Throws GatewayProblem. */
  async start(options: StartOptions = {}): Promise<void> {
    // Every caller waits for the same start; a second process would find the port taken by the first.
    if (this.starting) return this.starting
    if (this.status.type === 'running') return
    this.options = options
    this.starting = this.startProcess().finally(() => (this.starting = undefined))
    await this.starting
  }

  /** Ends the gateway; its port is free afterwards. */
  async stop(): Promise<void> {
    this.attempt++
    const process = this.process
    this.process = undefined
    this.setStatus({ type: 'stopped' })
    this.stopping = Promise.all([this.stopping, process?.stop()])
    await this.stopping
  }

  async restart(): Promise<void> {
    const options = this.lasting()
    await this.stop()
    await this.start(options)
  }

  /** Starts the gateway when it does not run or serves another stage of an API. */
  async serve(apiId: string, stage: string | undefined): Promise<void> {
    await this.start()
    if (stage === undefined || this.listening(apiId)?.stage === stage) return
    const options = this.lasting()
    await this.stop()
    await this.start({ ...options, stage })
  }

  /** Opens the debug session of the running gateway. Throws GatewayProblem. */
  openDebugging(listener: (message: DebugMessage) => void): DebugChannel {
    if (!this.process || this.status.type !== 'running') {
      throw new GatewayProblem(vscode.l10n.t('The gateway does not run'))
    }
    const channel = this.process.openDebugging(listener)
    if (!channel) throw new GatewayProblem(vscode.l10n.t('A debug session with this gateway runs already'))
    return channel
  }

  /** The address of one of its APIs while it runs. */
  listening(apiId: string): ListeningApi | undefined {
    return this.status.type === 'running' ? this.status.apis.find(api => api.apiId === apiId) : undefined
  }

  /** The port that a start would ask for; undefined when the system chooses. */
  portOf(apiId: string): number | undefined {
    const first = this.firstPort()
    const port = this.ports.get(apiId) ?? first
    return port === 0 ? undefined : port
  }

  /** Tells the running gateway who may call; what is wrong with the file shows when one of them is asked for. */
  handIdentities(): void {
    const file = identitiesFile(this.definition)
    this.process?.setIdentities(file.fsPath, identitiesText(file))
  }

  /** A token of the local issuer, which every gateway of this machine takes; starts the gateway when it does not run. */
  async mintToken(apiId: string, order: TokenOrder): Promise<string> {
    await this.start()
    if (!this.process) throw new GatewayProblem(vscode.l10n.t('The gateway was stopped'))
    return this.process.mintToken(apiId, order)
  }

  /** Plays the browser of a page for a request; starts the gateway when it does not run. */
  async checkCors(apiId: string, request: InvokeRequest, origin: string): Promise<CorsReport> {
    await this.start()
    if (!this.process) throw new GatewayProblem(vscode.l10n.t('The gateway was stopped'))
    return this.process.checkCors(apiId, request, origin)
  }

  /** Asks the running gateway by its control endpoint; throws when it does not run, and starts nothing. */
  async control<R extends keyof ControlRequests>(
    apiId: string,
    route: R,
    order: ControlOrder<R>,
  ): Promise<ControlRequests[R]['answer']> {
    if (!this.process) throw new GatewayProblem(vscode.l10n.t('The gateway does not run'))
    return this.process.control(apiId, route, order)
  }

  /** Sends one request to a stage, starting the gateway first when it does not run or serves another stage. */
  async invoke(
    apiId: string,
    request: InvokeRequest,
    onStep: (step: TraceStep) => void,
    signal: AbortSignal,
    { stage, ...how }: { readonly stage?: string } & HowInvoked = {},
  ): Promise<Completed> {
    await this.serve(apiId, stage)
    if (!this.process) {
      throw new GatewayProblem(vscode.l10n.t('The gateway was stopped before the request was sent'))
    }
    try {
      return await this.process.invoke(apiId, request, onStep, signal, how)
    } catch (error) {
      if (!(error instanceof GatewayGone)) throw error
      const next = this.status.type === 'failed' ? '' : vscode.l10n.t('It is started again')
      const what = vscode.l10n.t(
        'The gateway process ended ({0}) while this request ran',
        describeEnd(error.end),
      )
      throw new GatewayProblem(next === '' ? what : `${what}. ${next}`)
    }
  }

  /** Opens a WebSocket to one of its APIs, starting the gateway first when it does not run. */
  async openSocket(order: SocketOrder, listener: SocketListener): Promise<GatewaySocket> {
    await this.start()
    if (!this.process) throw new GatewayProblem(vscode.l10n.t('The gateway was stopped'))
    return this.process.openSocket(order, listener)
  }

  /** Reaches a connection as a backend does. Without a running gateway there is none. */
  async manageConnection(order: ConnectionOrder): Promise<Completed> {
    if (!this.process) throw new GatewayProblem(vscode.l10n.t('The gateway does not run'))
    return this.process.manageConnection(order)
  }

  private get uri(): vscode.Uri {
    return vscode.Uri.parse(this.definition)
  }

  private async startProcess(): Promise<void> {
    const attempt = ++this.attempt
    this.setStatus({ type: 'starting', ports: new Map() })
    try {
      this.checkAllowed()
      const node = await this.around.findNode()
      await this.stopping
      const ports = await this.choosePorts()
      if (attempt !== this.attempt) throw new GatewayProblem(vscode.l10n.t('The gateway was stopped'))
      this.setStatus({ type: 'starting', ports })
      await this.launch(node, ports)
    } catch (error) {
      const problem = error instanceof GatewayProblem ? error : new GatewayProblem(messageOf(error))
      if (attempt === this.attempt) this.setStatus({ type: 'failed', problem })
      throw error
    }
  }

  /** The port of the setting; when it was changed, the ports of earlier starts count no more. */
  private firstPort(): number {
    const first = setting('gatehouse.gateway.port', this.uri)
    if (first !== this.portsFirst) this.ports = new Map()
    this.portsFirst = first
    return first
  }

  private checkAllowed(): void {
    const host = setting('gatehouse.gateway.host', this.uri)
    if (!/^(127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host)) {
      this.around.log.warn(
        vscode.l10n.t('The gateway listens on {0}: other machines can call your handlers', host),
      )
    }
    if (!vscode.workspace.isTrusted) {
      const message = vscode.l10n.t('This folder is not trusted, so the handlers in it are not run')
      throw new GatewayProblem(message, 'trust')
    }
    if (this.uri.scheme !== 'file') {
      throw new GatewayProblem(
        vscode.l10n.t('A gateway runs from a file on disk: save {0} first', fileNameOf(this.definition)),
      )
    }
  }

  private async choosePorts(): Promise<Map<string, number>> {
    const { port: given, onFreePort } = this.options
    const wanted = given ?? this.firstPort()
    const first = onFreePort === true ? 0 : wanted
    const ids = await this.around.apiIds(this.definition)
    const earlier = given === undefined ? this.ports : new Map<string, number>()
    const ports = assignPorts(ids, first, earlier, this.around.usedPorts())
    const host = setting('gatehouse.gateway.host', this.uri)
    for (const port of ports.values()) {
      if (port !== 0 && !(await isPortFree(host, port))) {
        const message = vscode.l10n.t('Port {0} of {1} is taken by another program', String(port), host)
        throw new GatewayProblem(message, 'freePort', vscode.l10n.t('port {0} is taken', String(port)))
      }
    }
    return ports
  }

  private async launch(node: NodeRuntime, ports: ReadonlyMap<string, number>): Promise<void> {
    const file = this.uri.fsPath
    const root = vscode.workspace.getWorkspaceFolder(this.uri)?.uri.fsPath ?? path.dirname(file)
    const commandLine = ['serve', file, ...this.serveOptions(ports), '--stdin-watch']
    this.around.log.info(`${node.command} (Node.js ${node.version}) gatehouse ${commandLine.join(' ')}`)
    const start = new GatewayStart()
    const command = { node, program: this.around.program, arguments: commandLine, folder: root }
    const process: GatewayProcess = new GatewayProcess(command, {
      onMessage: message => {
        start.see(message)
        if (process !== this.process) return
        if (message.type === 'listening') {
          this.handIdentities()
          this.setRunning(message.apis)
        }
        this.around.onMessage(this.definition, message)
      },
      onLine: (line, stream) => {
        start.lastLine = line
        this.around.log[stream === 'stderr' ? 'warn' : 'debug'](line)
      },
      onEnd: end => this.processEnded(process, start, end),
    })
    this.process = process
    const timer = setTimeout(() => {
      start.fail(vscode.l10n.t('The gateway did not start within {0} seconds', startLimit / 1000))
      void this.process?.stop()
    }, startLimit)
    await start.done.finally(() => clearTimeout(timer))
  }

  private serveOptions(ports: ReadonlyMap<string, number>): string[] {
    const [only = this.options.port ?? this.firstPort()] = ports.values()
    const named = [...ports].flatMap(([id, port]) => ['--port', `${id}=${port}`])
    return [
      ...(ports.size > 1 ? named : ['--port', String(only)]),
      ...['--host', setting('gatehouse.gateway.host', this.uri)],
      ...(this.options.stage === undefined ? [] : ['--stage', this.options.stage]),
      ...gatewayOptions(this.uri, this.options.given),
    ]
  }

  private setRunning(apis: readonly ListeningApi[]): void {
    for (const api of apis) this.ports.set(api.apiId, Number(new URL(api.url).port))
    this.setStatus({ type: 'running', apis })
  }

  private processEnded(process: GatewayProcess, start: GatewayStart, end: GatewayEnd): void {
    start.fail(vscode.l10n.t('The gateway ended at its start ({0})', describeEnd(end)))
    if (process !== this.process) return
    this.process = undefined
    // A start that failed is told by `startProcess`; this is about one that ran.
    if (this.status.type !== 'running') return
    const now = Date.now()
    this.crashes = [...this.crashes.filter(time => now - time < crashLimit.withinMs), now]
    this.around.log.error(vscode.l10n.t('The gateway process ended ({0})', describeEnd(end)))
    const problem = new GatewayProblem(vscode.l10n.t('The gateway process ended ({0})', describeEnd(end)))
    if (this.crashes.length >= crashLimit.count) {
      this.setStatus({ type: 'failed', problem })
      this.around.onCrash(this.definition, problem)
      return
    }
    this.setStatus({ type: 'stopped' })
    this.start(this.lasting()).catch((error: unknown) => {
      this.around.onCrash(
        this.definition,
        error instanceof GatewayProblem ? error : new GatewayProblem(messageOf(error)),
      )
    })
  }

  /** What counts for the next start too; a free port is one of `ports` by now. */
  private lasting(): StartOptions {
    const { stage, port, given } = this.options
    return {
      ...(stage !== undefined && { stage }),
      ...(port !== undefined && { port }),
      ...(given && { given }),
    }
  }

  private setStatus(status: GatewayStatus): void {
    this.status = status
    this.around.onStatus(this.definition)
  }
}
