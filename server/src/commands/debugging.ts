import type { GatewayDebugger } from '../debugger/gatewayDebugger.ts'
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

  /** Takes a message of the client; the first one begins a session. */
  take(message: DebugMessage, apis: () => readonly Api[], send: (message: DebugMessage) => void): void {
    this.#session ??= this.#begin(apis, send)
    this.#session.handleMessage(message)
  }

  /** The client is gone: what is held up goes on. */
  end(): void {
    this.#session?.terminate()
    this.#session = undefined
  }

  #begin(apis: () => readonly Api[], send: (message: DebugMessage) => void): GatewayDebugSession {
    const session = new GatewayDebugSession({
      templates: () => apis().flatMap(templatesOfApi),
      clock: this.#clock,
      begun: watching => {
        this.#current = watching
      },
      ended: () => {
        this.#heldMs += this.#current?.heldMs ?? 0
        this.#current = undefined
        this.#session = undefined
      },
    })
    session.onDidSendMessage(message => send(message as DebugMessage))
    return session
  }
}
