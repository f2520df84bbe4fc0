import type { GatewayDebugger } from '../debugger/gatewayDebugger.ts'
import type { Debuggee } from '../debugger/debugSession.ts'
import { GatewayDebugSession } from '../debugger/debugSession.ts'
import { templatesOfApi } from '../debugger/templateLines.ts'
import type { Api } from '../api/api.ts'
import type { DebugMessage } from '../protocol/debugging.ts'

/** The debug session with a gateway: one at a time. Without one it costs nothing. */
export class Debugging {
  readonly #clock: () => number
  #session: GatewayDebugSession | undefined
  #current: GatewayDebugger | undefined
  /** Of sessions that are over. */
  #heldMs = 0

  /** `clock` never jumps. */
  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Who watches requests at the moment. */
  get current(): GatewayDebugger | undefined {
    return this.#current
  }

  /** Milliseconds in which requests were held up: they have not passed for the gateway. */
  get heldMs(): number {
    return this.#heldMs + (this.#current?.heldMs ?? 0)
  }

  /** Takes a message of the client; the first one begins a session with the gateway that runs. */
  take(message: DebugMessage, apis: () => readonly Api[], send: (message: DebugMessage) => void): void {
    if (!this.#session) {
      const session = this.open({ templates: () => apis().flatMap(templatesOfApi) })
      session.onDidSendMessage(sent => send(sent as DebugMessage))
    }
    this.#session?.handleMessage(message)
  }

  /** Opens a session; `debugged` is what it debugs. */
  open(
    debugged: Pick<Debuggee, 'configured' | 'launch' | 'left' | 'stop' | 'templates'>,
  ): GatewayDebugSession {
    const session = new GatewayDebugSession({
      ...debugged,
      clock: this.#clock,
      begun: watching => {
        this.#current = watching
      },
      ended: () => {
        this.#heldMs += this.#current?.heldMs ?? 0
        this.#current = undefined
        if (!debugged.launch) this.#session = undefined
      },
    })
    this.#session = session
    return session
  }

  /** Another state of the definition is served: breakpoints stand elsewhere in it. */
  reloaded(): void {
    this.#session?.templatesChanged()
  }

  /** The client is gone: what is held up goes on. */
  end(): void {
    this.#session?.terminate()
    this.#session = undefined
  }
}
