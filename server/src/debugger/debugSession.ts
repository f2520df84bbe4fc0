import {
  BreakpointEvent,
  Event,
  InitializedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
  ThreadEvent,
} from '@vscode/debugadapter'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { StepBreakpoint } from './breakpoints.ts'
import { breakpointFilters } from './breakpointFilters.ts'
import { InspectionSession } from './inspectionSession.ts'
import { readStepBreakpoint } from './breakpoints.ts'
import type { PlacedBreakpoint } from './breakpointTable.ts'
import { BreakpointTable } from './breakpointTable.ts'
import { childSession } from './childSession.ts'
import type { DebugSettings } from './debugSettings.ts'
import { readDebugSettings, withoutSettings } from './debugSettings.ts'
import type { DebuggableEnvironment, FunctionHeldRequest, TestEventName } from '../protocol/debugging.ts'
import type { HeldTime } from './heldTime.ts'
import type { DebugListener } from './gatewayDebugger.ts'
import { GatewayDebugger } from './gatewayDebugger.ts'
import type { TestEvent } from '../protocol/testRun.ts'
import type { SourceLine } from '../protocol/trace.ts'
import { heldAt } from './stack.ts'
import { templateLines } from './templateLines.ts'
import type { ServedTemplates } from './templateLines.ts'

/** What a session debugs: a gateway that runs, or what it launches. */
export interface Debuggee {
  /** The mapping templates of what is served at the moment. */
  readonly templates: () => ServedTemplates
  /** Notes how long requests are held up. */
  readonly heldTime: HeldTime
  /** The session has begun, and all its breakpoints are known; undefined where nothing is to be held up. */
  readonly begun: (watching: GatewayDebugger | undefined, settings: DebugSettings) => void
  /** What was launched may begin. */
  readonly configured?: () => void
  /** The session is over. */
  readonly ended: () => void
  /** Starts what the arguments of a launch ask for; a sentence says why it cannot be. Its templates are known then. */
  readonly launch?: (given: Readonly<Record<string, unknown>>) => Promise<string | undefined>
  /** Ends what was launched; whatever was held up goes on. */
  readonly stop?: () => Promise<void>
  /** The client has left. */
  readonly left?: () => void
  /** The client's debugger for a language holds the process of a function, or lets it go on. */
  readonly functionHeld?: (process: number, isHeld: boolean) => void
}

const functionHeld: FunctionHeldRequest = 'gatehouse/functionHeld'
const testEventName: TestEventName = 'gatehouse/test'

/** Where a client shows what is printed. */
export type OutputCategory = 'console' | 'important' | 'stderr' | 'stdout'

/** One session of the Debug Adapter Protocol with a gateway; lines and characters of its protocol count from 1. */
export class GatewayDebugSession extends InspectionSession {
  readonly #debuggee: Debuggee
  protected readonly debugger: GatewayDebugger
  readonly #breakpoints: BreakpointTable
  #launched: Readonly<Record<string, unknown>> = {}
  #lastBreakpoint = 0
  #settings: DebugSettings = withoutSettings
  #startsSessions = false

  constructor(debuggee: Debuggee) {
    super()
    this.#debuggee = debuggee
    this.setRunAsServer(true)
    const listener: DebugListener = {
      threadStarted: ({ id }) => this.sendEvent(new ThreadEvent('started', id)),
      threadEnded: ({ id }) => this.sendEvent(new ThreadEvent('exited', id)),
      stopped: (thread, reason, breakpoints) => {
        const { id } = thread
        const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, id)
        event.body.allThreadsStopped = false
        if (breakpoints.length > 0) event.body.hitBreakpointIds = [...breakpoints]
        this.sendEvent(event)
        thread.follower?.held(heldAt(thread))
      },
      logged: (text, source) => this.tell('console', `${text}\n`, source),
    }
    this.debugger = new GatewayDebugger(listener, debuggee.heldTime)
    this.#breakpoints = new BreakpointTable(this.debugger.wanted.lines)
  }

  /** Shows a text, with the place that it is of. */
  tell(category: OutputCategory, text: string, source?: SourceLine): void {
    const event: DebugProtocol.OutputEvent = new OutputEvent(text, category)
    if (source) Object.assign(event.body, this.place(source), { source: this.sourceOf(source.file) })
    this.sendEvent(event)
  }

  /** Tells of a run of tests, by an event that is no part of the protocol: clients pass over what they do not know. */
  tellTest(event: TestEvent): void {
    this.sendEvent(Object.assign(new Event(testEventName), { body: event }))
  }

  /** Other templates are served: tells of the breakpoints that stand elsewhere in them. */
  templatesChanged(): void {
    for (const placed of this.#breakpoints.place(this.#debuggee.templates()))
      this.sendEvent(new BreakpointEvent('changed', this.#breakpoint(placed)))
  }

  /** What was launched has come to its end by itself. */
  finished(exitCode: number): void {
    const event: DebugProtocol.ExitedEvent = Object.assign(new Event('exited'), {
      event: 'exited' as const,
      body: { exitCode },
    })
    this.sendEvent(event)
    this.sendEvent(new TerminatedEvent())
  }

  protected override templates(): ServedTemplates {
    return this.#debuggee.templates()
  }

  /** A request that cannot be read, or is none, is answered with an error and ends nothing. */
  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    const request = message as Partial<DebugProtocol.Request>
    if (request.type === 'request') request.arguments ??= {}
    // Paths are what the protocol takes a client for that does not say.
    if (request.command === 'initialize')
      request.arguments = { pathFormat: 'path', ...(request.arguments as object) }
    super.handleMessage(message)
  }

  protected override customRequest(
    command: string,
    response: DebugProtocol.Response,
    given: unknown = {},
  ): void {
    const { process, isHeld } = given as { readonly process?: unknown; readonly isHeld?: unknown }
    if (command === functionHeld && typeof process === 'number' && typeof isHeld === 'boolean') {
      this.#debuggee.functionHeld?.(process, isHeld)
      return this.sendResponse(response)
    }
    this.refuse(response, `the debugger knows no request '${command}'`)
  }

  protected override initializeRequest(
    response: DebugProtocol.InitializeResponse,
    { supportsStartDebuggingRequest }: DebugProtocol.InitializeRequestArguments,
  ): void {
    this.#startsSessions = supportsStartDebuggingRequest === true
    response.body = {
      supportsConfigurationDoneRequest: true,
      supportsConditionalBreakpoints: true,
      supportsHitConditionalBreakpoints: true,
      supportsLogPoints: true,
      supportsFunctionBreakpoints: true,
      supportsBreakpointLocationsRequest: true,
      supportsEvaluateForHovers: true,
      supportsSetVariable: true,
      supportsSetExpression: true,
      supportsTerminateRequest: true,
      supportsSingleThreadExecutionRequests: true,
      supportsExceptionInfoRequest: true,
      supportsCompletionsRequest: true,
      completionTriggerCharacters: ['$', '.'],
      supportsDelayedStackTraceLoading: true,
      supportsRestartRequest: this.#debuggee.launch !== undefined,
      exceptionBreakpointFilters: breakpointFilters.map(([filter, label, description]) => ({
        filter,
        label,
        description,
      })),
    }
    this.sendResponse(response)
    // What is launched has templates, and so places for breakpoints, only then.
    if (!this.#debuggee.launch) this.sendEvent(new InitializedEvent())
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    given: DebugProtocol.LaunchRequestArguments,
  ): void {
    void this.#launch(response, { ...given }, () => this.sendEvent(new InitializedEvent()))
  }

  async #launch(
    response: DebugProtocol.Response,
    given: Readonly<Record<string, unknown>>,
    launched: () => void,
  ): Promise<void> {
    this.#launched = given
    const settings = readDebugSettings(given)
    if (typeof settings === 'string') return this.refuse(response, settings)
    this.#settings = settings
    const { launch } = this.#debuggee
    const fault = launch && (await launch(given).catch(wordsOf))
    if (fault !== undefined) return this.refuse(response, fault)
    this.sendResponse(response)
    if (launch) launched()
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    given: DebugProtocol.AttachRequestArguments,
  ): void {
    if (this.#debuggee.launch) return this.refuse(response, 'there is nothing to attach to: use launch')
    void this.#launch(response, { ...given }, () => undefined)
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    this.sendResponse(response)
    this.#begin()
  }

  #begin(): void {
    this.debugger.begin()
    this.debugger.wanted.isStoppedOnEntry = this.#launched['stopOnEntry'] === true
    const watching = this.#launched['noDebug'] === true ? undefined : this.debugger
    this.#debuggee.begun(watching, this.#settings)
    this.#debuggee.configured?.()
  }

  protected override restartRequest(
    response: DebugProtocol.RestartResponse,
    given: DebugProtocol.RestartArguments,
  ): void {
    const { stop } = this.#debuggee
    if (!stop) return this.refuse(response, 'a gateway that runs is not restarted by its debugger')
    const anew = { ...(given.arguments ?? this.#launched) } as Record<string, unknown>
    this.debugger.end()
    void stop()
      .then(() =>
        this.#launch(response, anew, () => {
          // The breakpoints are those that the client has set before.
          this.templatesChanged()
          this.#begin()
        }),
      )
      .catch((error: unknown) => this.refuse(response, wordsOf(error)))
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    void this.#end().then(() => {
      this.sendResponse(response)
      this.#debuggee.left?.()
    })
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    void this.#end().then(() => {
      this.sendResponse(response)
      this.sendEvent(new TerminatedEvent())
    })
  }

  /** Whether the editor can attach to functions: one that cannot would have each of them wait for nobody. */
  get startsSessions(): boolean {
    return this.#startsSessions
  }

  /** Has the editor attach its debugger for the language; where nothing is known to attach, it is told the port. */
  attachTo(environment: DebuggableEnvironment): void {
    const configuration = childSession(environment, this.#settings)
    if (configuration) {
      // An editor that cannot tells the user itself why; a timer for its response would outlive the gateway.
      return this.sendRequest('startDebugging', { request: 'attach', configuration }, 0, () => undefined)
    }
    const { name, port, process } = environment
    this.say(`'${name}' (process ${process}) waits for a debugger at 127.0.0.1:${port}`)
  }

  /** Tells whoever debugs. */
  say(text: string): void {
    this.tell('console', `${text}\n`)
  }

  /** The gateway is going away. */
  terminate(): void {
    void this.#end().then(() => this.sendEvent(new TerminatedEvent()))
  }

  /** Lets everything go on that is held up. */
  letGo(): void {
    this.debugger.end()
    this.#debuggee.ended()
  }

  async #end(): Promise<void> {
    this.letGo()
    await this.#debuggee.stop?.().catch((error: unknown) => this.tell('stderr', `${wordsOf(error)}\n`))
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const asked = breakpoints.map(({ line, column, ...conditions }) => ({
      line: this.convertClientLineToDebugger(line),
      ...(column !== undefined && { character: this.convertClientColumnToDebugger(column) }),
      ...conditions,
    }))
    const newId = () => ++this.#lastBreakpoint
    const placed = this.#breakpoints.set(this.file(source), asked, newId, this.#debuggee.templates())
    response.body = { breakpoints: placed.map(each => this.#breakpoint(each)) }
    this.sendResponse(response)
  }

  #breakpoint({ id, asked, stop }: PlacedBreakpoint): DebugProtocol.Breakpoint {
    if (stop) {
      const { line, column } = this.place(stop)
      return { id, verified: true, line, ...(asked.character !== undefined && { column }) }
    }
    const line = this.convertDebuggerLineToClient(asked.line)
    return { id, verified: false, line, message: 'no mapping template has a statement here' }
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { source, line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    const { all } = templateLines(this.#debuggee.templates(), this.file(source))
    response.body = {
      breakpoints: all
        .map(stop => this.place(stop))
        .filter(stop => stop.line >= line && stop.line <= endLine),
    }
    this.sendResponse(response)
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    const steps: StepBreakpoint[] = []
    response.body = {
      breakpoints: (breakpoints ?? []).map(({ name, condition, hitCondition }) => {
        const id = ++this.#lastBreakpoint
        const read = readStepBreakpoint(name)
        if (typeof read === 'string') return { id, verified: false, message: read }
        steps.push({
          ...read,
          id,
          ...(condition !== undefined && { condition }),
          ...(hitCondition !== undefined && { hitCondition }),
        })
        return { id, verified: true }
      }),
    }
    this.debugger.wanted.steps = steps
    this.sendResponse(response)
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters: chosen }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.debugger.wanted.filters = new Set(
      breakpointFilters.map(([filter]) => filter).filter(filter => chosen.includes(filter)),
    )
    response.body = { breakpoints: chosen.map(() => ({ verified: true })) }
    this.sendResponse(response)
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
