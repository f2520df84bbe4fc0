import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { CorsReport } from '../../server/src/protocol/cors.ts'
import type {
  Circumstances,
  FromGateway,
  InvokeRequest,
  SocketClientEvent,
  ToGateway,
} from '../../server/src/protocol/gatewayControl.ts'
import type { DebugMessage, HoldFollower } from '../../server/src/protocol/debugging.ts'
import type { ControlRequests } from '../../server/src/protocol/gatewayMeters.ts'
import type { CallAs, TokenOrder } from '../../server/src/protocol/identities.ts'
import type { TraceStep } from '../../server/src/protocol/trace.ts'
import type { NodeRuntime } from './nodeRuntime.ts'

export interface GatewayCommand {
  readonly node: NodeRuntime
  /** `dist/gatehouse.js` */
  readonly program: string
  /** What follows the program: `serve /shop/template.yaml --port 3000 --stdin-watch`. */
  readonly arguments: readonly string[]
  readonly folder: string
}

/** How the process ended: `exit code 134`, in parts. */
export interface GatewayEnd {
  readonly code: number | null
  readonly signal: string | null
  /** The program did not start at all. */
  readonly error?: Error
}

export interface GatewayEvents {
  readonly onMessage: (message: FromGateway) => void
  /** A line that the process wrote outside the channel. */
  readonly onLine: (line: string, stream: 'stdout' | 'stderr') => void
  /** Once, when the process is gone. */
  readonly onEnd: (end: GatewayEnd) => void
}

/** Answer of one request that was sent through the channel. */
export type Completed = Extract<FromGateway, { type: 'completed' }>

/** What a WebSocket to an API is opened with. */
export type SocketOrder = Omit<Extract<ToGateway, { type: 'openSocket' }>, 'type' | 'id'>

/** A WebSocket that the gateway holds for the editor. */
export interface GatewaySocket {
  /** `frame` is how the event `handled` will name it. */
  readonly send: (frame: number, content: { readonly text: string } | { readonly base64: string }) => void
  readonly close: (closing?: { readonly code: number; readonly reason: string }) => void
}

export type SocketListener = (event: SocketClientEvent, at: number) => void

/** A request to the `@connections` API. */
export type ConnectionOrder = Omit<Extract<ToGateway, { type: 'manageConnection' }>, 'type' | 'id'>

/** The editor's end of the debug session with a gateway. */
export interface DebugChannel {
  readonly send: (message: DebugMessage) => void
  /** Tells that the debugger of a function's process holds it, or lets it go on. */
  readonly tellHeld: (process: number, isHeld: boolean) => void
  /** Ends the session: nothing is held up any more, and nothing more is heard. */
  readonly close: () => void
  /** The process is gone. */
  readonly ended: Promise<GatewayEnd>
}

/** What goes with a request to the gateway. */
export interface HowInvoked {
  readonly as?: CallAs
  readonly circumstances?: Circumstances
  /** Hears where a debugger holds the request up. */
  readonly follower?: HoldFollower | undefined
}

/** What goes with a request to the control endpoint. */
export type ControlOrder<R extends keyof ControlRequests> = Partial<
  Pick<ControlRequests[R], 'query' | 'body'>
>

/** The process ended while a request ran. */
export class GatewayGone extends Error {
  readonly end: GatewayEnd

  constructor(end: GatewayEnd) {
    super('The gateway process ended')
    this.end = end
  }
}

/** Milliseconds that an orderly end may take before the process is ended hard; deactivation has five seconds. */
const patience = 3000
/** Milliseconds to wait, after the end, for lines that are still in the pipes. */
const lastLinesMs = 500

/** One running `gatehouse serve`, spoken to over Node's IPC channel. */
export class GatewayProcess {
  readonly ended: Promise<GatewayEnd>
  private readonly child: ChildProcess
  private readonly hardStop = new AbortController()
  private readonly pending = new Map<number, Pending>()
  private debugging: ((message: DebugMessage) => void) | undefined
  private readonly sockets = new Map<number, SocketListener>()
  private lastId = 0

  constructor(command: GatewayCommand, events: GatewayEvents) {
    this.child = spawn(command.node.command, [command.program, ...command.arguments], {
      cwd: command.folder,
      env: { ...process.env, ...command.node.env },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
      signal: this.hardStop.signal,
      // Ends it on every system, even when its event loop is stuck and an orderly request would never be read.
      killSignal: 9,
    })
    for (const stream of ['stdout', 'stderr'] as const) {
      const readable = this.child[stream]
      if (readable) createInterface({ input: readable }).on('line', line => events.onLine(line, stream))
    }
    // A process that is gone makes the pipe fail; `onEnd` tells of it.
    this.child.stdin?.on('error', () => {})
    this.child.on('message', message => {
      // Both ends of the channel are this package: the program beside this bundle.
      this.receive(message as FromGateway)
      events.onMessage(message as FromGateway)
    })
    this.ended = new Promise(resolve => {
      this.child.on('error', error => {
        // Later errors (a message that found nobody, the hard stop) are followed by `exit`.
        if (this.child.pid === undefined) resolve({ code: null, signal: null, error })
      })
      this.child.once('exit', (code, signal) => {
        // `close` comes when the last line is read; a handler that outlives the gateway would hold it back.
        this.child.once('close', () => resolve({ code, signal }))
        setTimeout(() => resolve({ code, signal }), lastLinesMs)
      })
    })
    // First in line: the owner knows of the end before any request under way is refused.
    void this.ended.then(events.onEnd)
  }

  /** Sends a request through the gateway; rejects with GatewayGone, or with what the gateway says. */
  async invoke(
    apiId: string,
    request: InvokeRequest,
    onStep: (step: TraceStep) => void,
    signal: AbortSignal,
    { as, circumstances, follower }: HowInvoked = {},
  ): Promise<Completed> {
    const id = ++this.lastId
    const cancel = () => this.send({ type: 'cancel', id })
    signal.addEventListener('abort', cancel)
    try {
      return await new Promise<Completed>((resolve, reject) => {
        this.pending.set(id, { completed: resolve, reject, onStep, follower })
        void this.ended.then(end => reject(new GatewayGone(end)))
        this.send({
          type: 'invoke',
          id,
          apiId,
          request,
          ...(as && { as }),
          ...(circumstances && { circumstances }),
        })
      })
    } finally {
      this.pending.delete(id)
      signal.removeEventListener('abort', cancel)
    }
  }

  /** A token of the local issuer; rejects as `invoke` does. */
  async mintToken(apiId: string, order: TokenOrder): Promise<string> {
    const id = ++this.lastId
    try {
      return await new Promise<string>((resolve, reject) => {
        this.pending.set(id, { minted: resolve, reject })
        void this.ended.then(end => reject(new GatewayGone(end)))
        this.send({ type: 'mintToken', id, apiId, order })
      })
    } finally {
      this.pending.delete(id)
    }
  }

  /**
   * Opens a WebSocket to an API; the listener hears of everything on it, and nothing more when the process ends.
   */
  openSocket(order: SocketOrder, listener: SocketListener): GatewaySocket {
    const id = ++this.lastId
    this.sockets.set(id, listener)
    this.send({ type: 'openSocket', id, ...order })
    return {
      send: (frame, content) => this.send({ type: 'sendFrame', id, frame, ...content }),
      close: closing => this.send({ type: 'closeSocket', id, ...closing }),
    }
  }

  /** Reaches a connection as a backend does; rejects as `invoke` does. */
  async manageConnection(order: ConnectionOrder): Promise<Completed> {
    const id = ++this.lastId
    try {
      return await new Promise<Completed>((resolve, reject) => {
        this.pending.set(id, { completed: resolve, reject })
        void this.ended.then(end => reject(new GatewayGone(end)))
        this.send({ type: 'manageConnection', id, ...order })
      })
    } finally {
      this.pending.delete(id)
    }
  }

  /** What the browser of a page finds out about a request; rejects as `invoke` does. */
  async checkCors(apiId: string, request: InvokeRequest, origin: string): Promise<CorsReport> {
    const id = ++this.lastId
    try {
      return await new Promise<CorsReport>((resolve, reject) => {
        this.pending.set(id, { corsChecked: resolve, reject })
        void this.ended.then(end => reject(new GatewayGone(end)))
        this.send({ type: 'checkCors', id, apiId, request, origin })
      })
    } finally {
      this.pending.delete(id)
    }
  }

  /** What a route of the control endpoint answers; rejects as `invoke` does. */
  async control<R extends keyof ControlRequests>(
    apiId: string,
    route: R,
    { query, body }: ControlOrder<R>,
  ): Promise<ControlRequests[R]['answer']> {
    const id = ++this.lastId
    try {
      return await new Promise<ControlRequests[R]['answer']>((resolve, reject) => {
        // The gateway answers what `ControlRequests` says: it is this package's, too.
        this.pending.set(id, { controlled: json => resolve(json as ControlRequests[R]['answer']), reject })
        void this.ended.then(end => reject(new GatewayGone(end)))
        this.send({ type: 'control', id, apiId, route, query: { ...query }, ...(body && { body }) })
      })
    } finally {
      this.pending.delete(id)
    }
  }

  /** Opens the one debug session with this gateway; undefined while there is another. */
  openDebugging(listener: (message: DebugMessage) => void): DebugChannel | undefined {
    if (this.debugging) return undefined
    this.debugging = listener
    const close = () => {
      if (this.debugging !== listener) return
      this.debugging = undefined
      this.send({ type: 'debugEnded' })
    }
    return {
      send: message => this.send({ type: 'debug', message }),
      tellHeld: (process, isHeld) => this.send({ type: 'functionHeld', process, isHeld }),
      close,
      ended: this.ended,
    }
  }

  /** Hands over the identities file as it is now; no text when there is none. */
  setIdentities(file: string, text: string | undefined): void {
    this.send({ type: 'identities', file, ...(text !== undefined && { text }) })
  }

  /** Ends the process: by closing its stdin, which it watches, and hard when that does not help. */
  async stop(): Promise<void> {
    this.child.stdin?.end()
    const timer = setTimeout(() => this.hardStop.abort(), patience)
    await this.ended
    clearTimeout(timer)
  }

  private send(message: ToGateway): void {
    // `connected` turns false before the end is told; a message then has nobody to go to, and `ended` refuses the request.
    if (this.child.connected) this.child.send(message, () => {})
  }

  private tellSocket({ id, event, at }: Extract<FromGateway, { type: 'socket' }>): void {
    this.sockets.get(id)?.(event, at)
    // After `closed` there may be `disconnected`.
    if (['refused', 'failed', 'disconnected'].includes(event.type)) this.sockets.delete(id)
  }

  private receive(message: FromGateway): void {
    switch (message.type) {
      case 'step':
        return this.pending.get(message.id)?.onStep?.(message.step)
      case 'held':
        return this.pending.get(message.id)?.follower?.held(message.held)
      case 'runsIn':
        return this.pending.get(message.id)?.follower?.runsIn(message.process)
      case 'completed':
        return this.pending.get(message.id)?.completed?.(message)
      case 'minted':
        return this.pending.get(message.id)?.minted?.(message.token)
      case 'socket':
        return this.tellSocket(message)
      case 'debug':
        return this.debugging?.(message.message)
      case 'controlled':
        return this.pending.get(message.id)?.controlled?.(message.json)
      case 'corsChecked':
        return this.pending.get(message.id)?.corsChecked?.(message.report)
      case 'failed':
        return this.pending.get(message.id)?.reject(new Error(message.message))
      default:
        return
    }
  }
}

interface Pending {
  readonly completed?: (completed: Completed) => void
  readonly minted?: (token: string) => void
  readonly corsChecked?: (report: CorsReport) => void
  readonly controlled?: (json: unknown) => void
  readonly reject: (error: Error) => void
  readonly onStep?: (step: TraceStep) => void
  readonly follower?: HowInvoked['follower']
}
