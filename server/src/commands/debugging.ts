import type { GatewayDebugger } from '../debugger/gatewayDebugger.ts'
import type { Debuggee } from '../debugger/debugSession.ts'
import { GatewayDebugSession } from '../debugger/debugSession.ts'
import type { DebugSettings } from '../debugger/debugSettings.ts'
import { debugCommandOf } from '../debugger/debugSettings.ts'
import { HeldTime } from '../debugger/heldTime.ts'
import { templatesOfApi } from '../debugger/templateLines.ts'
import type { Api } from '../api/api.ts'
import type { FunctionDebugging } from '../functions/functionDebugging.ts'
import type { HeldTimeFile } from '../functions/heldTimeFile.ts'
import { createHeldTimeFile } from '../functions/heldTimeFile.ts'
import type { DebugMessage } from '../protocol/debugging.ts'

/** A session that is on: its breakpoints are known. */
interface Watch {
  readonly session: GatewayDebugSession
  readonly requests: GatewayDebugger
  readonly settings: DebugSettings
}

/** The debug session with a gateway: one at a time. Without one it costs nothing. */
export class Debugging {
  readonly #heldTime: HeldTime
  /** While a session is on. */
  #heldTimeFile: HeldTimeFile | undefined
  #session: GatewayDebugSession | undefined
  #watch: Watch | undefined
  /** Process ids of environments that can be debugged. */
  readonly #environments = new Set<number>()
  /** Environments that wait for a debugger, by process id, and how each goes on without one. */
  readonly #waiting = new Map<number, () => void>()
  /** Process ids of environments at a breakpoint. */
  readonly #standing = new Set<number>()
  #onChange: () => void = () => undefined

  /** What functions need of it. */
  readonly functions: FunctionDebugging = {
    isOn: () => this.#watch?.session.startsSessions === true,
    commandOf: (functionId, runtime) =>
      this.#watch && debugCommandOf(this.#watch.settings, functionId, runtime),
    waits: (environment, goOn) => {
      if (!this.#watch) return goOn()
      this.#environments.add(environment.process)
      this.#waiting.set(environment.process, goOn)
      this.#heldTime.hold(waitOf(environment.process))
      this.#watch.session.attachTo(environment)
    },
    goesOn: process => {
      this.#waiting.delete(process)
      this.#heldTime.release(waitOf(process))
    },
    ended: process => {
      this.#environments.delete(process)
      this.functions.goesOn(process)
      this.functionHeld(process, false)
    },
    says: text => this.#watch?.session.say(text),
    heldMs: () => this.heldMs,
    heldTimeFile: () => this.#heldTimeFile?.file,
  }

  /** `clock` never jumps. */
  constructor(clock: () => number) {
    this.#heldTime = new HeldTime(clock, () => this.#tellHeldTime())
  }

  /** Who watches requests at the moment. */
  get current(): GatewayDebugger | undefined {
    return this.#watch?.requests
  }

  /** Milliseconds in which requests or functions were held up: they have not passed for the gateway. */
  get heldMs(): number {
    return this.#heldTime.ms
  }

  /** The same until `now`. */
  heldMsAt(now: number): number {
    return this.#heldTime.msAt(now)
  }

  /** Calls back when a session has begun and when it is over. */
  onChange(listener: () => void): void {
    this.#onChange = listener
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
    const session: GatewayDebugSession = new GatewayDebugSession({
      ...debugged,
      functionHeld: (process, isHeld) => this.functionHeld(process, isHeld),
      heldTime: this.#heldTime,
      begun: (requests, settings) => {
        this.#watch = requests && { session, requests, settings }
        if (requests) this.#heldTimeFile ??= createHeldTimeFile()
        this.#tellHeldTime()
        this.#onChange()
      },
      ended: () => {
        const wasOn = this.#watch !== undefined
        this.#watch = undefined
        if (!debugged.launch) this.#session = undefined
        for (const goOn of this.#waiting.values()) goOn()
        for (const process of this.#standing) this.functionHeld(process, false)
        this.#heldTimeFile?.remove()
        this.#heldTimeFile = undefined
        if (wasOn) this.#onChange()
      },
    })
    this.#session = session
    return session
  }

  #tellHeldTime(): void {
    this.#heldTimeFile?.write(this.#heldTime.ms, this.#heldTime.isHeld)
  }

  /** Another state of the definition is served: breakpoints stand elsewhere in it. */
  reloaded(): void {
    this.#session?.templatesChanged()
  }

  /** The client's debugger for a language holds an environment, or lets it go on. */
  functionHeld(process: number, isHeld: boolean): void {
    // Of a process that has ended meanwhile nobody would say that it goes on.
    if (isHeld && this.#watch && this.#environments.has(process)) {
      this.#standing.add(process)
      this.#heldTime.hold(process)
    } else {
      this.#standing.delete(process)
      this.#heldTime.release(process)
    }
  }

  /** The client is gone: what is held up goes on. */
  end(): void {
    this.#session?.terminate()
    this.#session = undefined
  }
}

/** An environment can wait and stand at once: two holders. */
function waitOf(process: number): string {
  return `wait ${process}`
}
