import {
  DebugSession,
  InitializedEvent,
  OutputEvent,
  StoppedEvent,
  TerminatedEvent,
  ThreadEvent,
} from '@vscode/debugadapter'
import type { DebugProtocol } from '@vscode/debugprotocol'
import type { Filter, LineBreakpoint, StepBreakpoint } from './breakpoints.ts'
import { readStepBreakpoint, stepNames } from './breakpoints.ts'
import type { DebugListener } from './gatewayDebugger.ts'
import { GatewayDebugger, inView } from './gatewayDebugger.ts'
import { Handles } from './handles.ts'
import type { RequestThread } from './heldRequest.ts'
import type { Shown } from './shownValues.ts'
import { shownValue } from './shownValues.ts'
import { framesOf, scopesOf } from './stack.ts'
import type { Frame } from './stack.ts'
import type { Going } from './stepping.ts'
import { templateLines } from './templateLines.ts'
import type { ServedTemplates } from './templateLines.ts'
import { watch } from '../template/watch.ts'
import { createTemplateScope } from '../template/scope.ts'

/** What a session asks of the gateway that it debugs. */
export interface DebuggedGateway {
  /** The mapping templates of what is served at the moment. */
  readonly templates: () => ServedTemplates
  /** Milliseconds of a clock that never jumps. */
  readonly clock: () => number
  /** The session has begun, and all its breakpoints are known. */
  readonly begun: (watching: GatewayDebugger) => void
  /** The session is over. */
  readonly ended: () => void
}

/** What a launch configuration can say beside what the protocol knows. */
interface GatewayArguments {
  /** Holds every request up when it arrives. */
  readonly stopOnEntry?: boolean
}

/** One session of the Debug Adapter Protocol with a gateway; lines and characters of its protocol count from 1. */
export class GatewayDebugSession extends DebugSession {
  readonly #gateway: DebuggedGateway
  readonly #debugger: GatewayDebugger
  readonly #frames = new Handles<{ readonly thread: RequestThread; readonly frame: Frame }>()
  readonly #values = new Handles<() => readonly Shown[]>()
  #lastBreakpoint = 0
  /** *Run Without Debugging*: the gateway runs, and nothing is held up. */
  #isWatching = true

  constructor(gateway: DebuggedGateway) {
    super()
    this.#gateway = gateway
    this.setRunAsServer(true)
    const listener: DebugListener = {
      threadStarted: ({ id }) => this.sendEvent(new ThreadEvent('started', id)),
      threadEnded: ({ id }) => this.sendEvent(new ThreadEvent('exited', id)),
      stopped: ({ id }, reason, breakpoints) => {
        const event: DebugProtocol.StoppedEvent = new StoppedEvent(reason, id)
        event.body.allThreadsStopped = false
        if (breakpoints.length > 0) event.body.hitBreakpointIds = [...breakpoints]
        this.sendEvent(event)
      },
      logged: (text, source) => {
        const event: DebugProtocol.OutputEvent = new OutputEvent(`${text}\n`, 'console')
        if (source) {
          event.body.source = { path: source.file }
          event.body.line = source.line + 1
          event.body.column = source.character + 1
        }
        this.sendEvent(event)
      },
    }
    this.#debugger = new GatewayDebugger(listener, gateway.clock)
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
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
      exceptionBreakpointFilters: filters.map(([filter, label, description]) => ({
        filter,
        label,
        description,
      })),
    }
    this.sendResponse(response)
    this.sendEvent(new InitializedEvent())
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    { noDebug, stopOnEntry }: DebugProtocol.LaunchRequestArguments & GatewayArguments,
  ): void {
    this.#isWatching = noDebug !== true
    this.#debugger.wanted.isStoppedOnEntry = stopOnEntry === true
    this.sendResponse(response)
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    { stopOnEntry }: DebugProtocol.AttachRequestArguments & GatewayArguments = {},
  ): void {
    this.#debugger.wanted.isStoppedOnEntry = stopOnEntry === true
    this.sendResponse(response)
  }

  protected override configurationDoneRequest(response: DebugProtocol.ConfigurationDoneResponse): void {
    if (this.#isWatching) this.#gateway.begun(this.#debugger)
    this.sendResponse(response)
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#end()
    this.sendResponse(response)
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#end()
    this.sendResponse(response)
    this.sendEvent(new TerminatedEvent())
  }

  /** The gateway is going away. */
  terminate(): void {
    this.#end()
    this.sendEvent(new TerminatedEvent())
  }

  #end(): void {
    this.#debugger.end()
    this.#gateway.ended()
  }

  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    const file = source.path ?? ''
    const lines = templateLines(this.#gateway.templates(), file)
    const placed: LineBreakpoint[] = []
    response.body = {
      breakpoints: breakpoints.map(({ line, column, condition, hitCondition, logMessage }) => {
        const id = ++this.#lastBreakpoint
        const stop = lines.near({ line: line - 1, ...(column !== undefined && { character: column - 1 }) })
        if (!stop) return { id, verified: false, line, message: 'no mapping template has a statement here' }
        placed.push({
          id,
          line: stop.line,
          ...(column !== undefined && { character: stop.character }),
          ...(condition !== undefined && { condition }),
          ...(hitCondition !== undefined && { hitCondition }),
          ...(logMessage !== undefined && { logMessage }),
        })
        return {
          id,
          verified: true,
          line: stop.line + 1,
          ...(column !== undefined && { column: stop.character + 1 }),
        }
      }),
    }
    this.#debugger.wanted.lines.set(file, placed)
    this.sendResponse(response)
  }

  protected override breakpointLocationsRequest(
    response: DebugProtocol.BreakpointLocationsResponse,
    { source, line, endLine = line }: DebugProtocol.BreakpointLocationsArguments,
  ): void {
    const { all } = templateLines(this.#gateway.templates(), source.path ?? '')
    response.body = {
      breakpoints: all
        .filter(stop => stop.line >= line - 1 && stop.line < endLine)
        .map(stop => ({ line: stop.line + 1, column: stop.character + 1 })),
    }
    this.sendResponse(response)
  }

  protected override setFunctionBreakPointsRequest(
    response: DebugProtocol.SetFunctionBreakpointsResponse,
    { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments,
  ): void {
    const steps: StepBreakpoint[] = []
    response.body = {
      breakpoints: breakpoints.map(({ name, condition, hitCondition }) => {
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
    this.#debugger.wanted.steps = steps
    this.sendResponse(response)
  }

  protected override setExceptionBreakPointsRequest(
    response: DebugProtocol.SetExceptionBreakpointsResponse,
    { filters: chosen }: DebugProtocol.SetExceptionBreakpointsArguments,
  ): void {
    this.#debugger.wanted.filters = new Set(
      filters.map(([filter]) => filter).filter(filter => chosen.includes(filter)),
    )
    response.body = { breakpoints: chosen.map(() => ({ verified: true })) }
    this.sendResponse(response)
  }

  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    response.body = { threads: [...this.#debugger.threads.values()].map(({ id, name }) => ({ id, name })) }
    this.sendResponse(response)
  }

  protected override stackTraceRequest(
    response: DebugProtocol.StackTraceResponse,
    { threadId, startFrame = 0, levels }: DebugProtocol.StackTraceArguments,
  ): void {
    const thread = this.#debugger.threads.get(threadId)
    const frames = thread ? framesOf(thread) : []
    const wanted = frames.slice(startFrame, levels ? startFrame + levels : undefined)
    response.body = {
      totalFrames: frames.length,
      stackFrames: wanted.flatMap(frame => {
        if (!thread) return []
        const { name, source, isLabel } = frame
        return {
          id: this.#frames.create({ thread, frame }),
          name,
          line: source ? source.line + 1 : 0,
          column: source ? source.character + 1 : 0,
          ...(source && {
            source: { name: source.file.split(/[\\/]/).at(-1) ?? source.file, path: source.file },
          }),
          ...(isLabel && { presentationHint: 'label' as const }),
        }
      }),
    }
    this.sendResponse(response)
  }

  protected override scopesRequest(
    response: DebugProtocol.ScopesResponse,
    { frameId }: DebugProtocol.ScopesArguments,
  ): void {
    const found = this.#frames.get(frameId)
    response.body = {
      scopes: (found ? scopesOf(found.thread, found.frame) : []).map(({ name, parts, isExpensive }) => ({
        name,
        variablesReference: this.#values.create(parts),
        expensive: isExpensive,
      })),
    }
    this.sendResponse(response)
  }

  protected override variablesRequest(
    response: DebugProtocol.VariablesResponse,
    { variablesReference, start = 0, count }: DebugProtocol.VariablesArguments,
  ): void {
    const parts = this.#values.get(variablesReference)?.() ?? []
    response.body = {
      variables: parts.slice(start, count ? start + count : undefined).map(shown => this.#variable(shown)),
    }
    this.sendResponse(response)
  }

  protected override setVariableRequest(
    response: DebugProtocol.SetVariableResponse,
    { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
  ): void {
    const parts = this.#values.get(variablesReference)
    this.#change(response, () => parts?.().find(part => part.name === name), value)
  }

  protected override setExpressionRequest(
    response: DebugProtocol.SetExpressionResponse,
    { expression, value, frameId }: DebugProtocol.SetExpressionArguments,
  ): void {
    const found = frameId === undefined ? undefined : this.#frames.get(frameId)
    const all = found ? scopesOf(found.thread, found.frame).flatMap(({ parts }) => parts()) : []
    this.#change(
      response,
      () => all.find(part => part.expression === expression || part.name === expression),
      value,
    )
  }

  #change(response: DebugProtocol.Response, find: () => Shown | undefined, text: string): void {
    const shown = find()
    const fault = shown?.change ? shown.change(text) : 'this cannot be changed'
    if (fault !== undefined) return this.#refuse(response, fault)
    const { name, ...body } = this.#variable(find() ?? { name: '', value: text })
    response.body = body
    void name
    this.sendResponse(response)
  }

  protected override evaluateRequest(
    response: DebugProtocol.EvaluateResponse,
    { expression, frameId, context }: DebugProtocol.EvaluateArguments,
  ): void {
    const found = frameId === undefined ? undefined : this.#frames.get(frameId)
    const held = found?.thread.held
    if (!held) return this.#refuse(response, 'no request is held up here')
    const scope =
      held.type === 'template'
        ? inView(held.view, held.scope)
        : createTemplateScope({
            body: held.payload?.body,
            variables: { ...held.payload, headers: new Map(held.payload?.headers ?? []) },
          })
    const assigned =
      context === 'repl'
        ? /^\s*(?:#set\(\s*)?\$!?\{?([A-Za-z][\w-]*)\}?\s*=(?!=)\s*([^]*?)\)?\s*$/.exec(expression)
        : null
    const watched = watch(assigned ? (assigned[2] ?? '') : hovered(expression, context), scope)
    if (watched.type === 'fault') return this.#refuse(response, watched.message)
    if (assigned && held.type === 'template' && !held.view.assign(assigned[1] ?? '', watched.value))
      return this.#refuse(response, `the template never names $${assigned[1] ?? ''}, so it would not see it`)
    const shown = this.#variable(shownValue(expression, watched.value, expression))
    response.body = {
      result: shown.value,
      variablesReference: shown.variablesReference,
      ...(shown.type !== undefined && { type: shown.type }),
    }
    this.sendResponse(response)
  }

  #refuse(response: DebugProtocol.Response, message: string): void {
    response.success = false
    response.message = message
    this.sendResponse(response)
  }

  #variable({ name, value, type, expression, count, parts }: Shown): DebugProtocol.Variable {
    return {
      name,
      value,
      variablesReference: parts && count !== 0 ? this.#values.create(parts) : 0,
      ...(type !== undefined && { type }),
      ...(expression !== undefined && { evaluateName: expression }),
      ...(count !== undefined && (type === 'List' ? { indexedVariables: count } : { namedVariables: count })),
    }
  }

  protected override continueRequest(
    response: DebugProtocol.ContinueResponse,
    { threadId }: DebugProtocol.ContinueArguments,
  ): void {
    response.body = { allThreadsContinued: false }
    this.#go(response, threadId, 'run')
  }

  protected override nextRequest(
    response: DebugProtocol.NextResponse,
    { threadId }: DebugProtocol.NextArguments,
  ): void {
    this.#go(response, threadId, 'over')
  }

  protected override stepInRequest(
    response: DebugProtocol.StepInResponse,
    { threadId }: DebugProtocol.StepInArguments,
  ): void {
    this.#go(response, threadId, 'into')
  }

  protected override stepOutRequest(
    response: DebugProtocol.StepOutResponse,
    { threadId }: DebugProtocol.StepOutArguments,
  ): void {
    this.#go(response, threadId, 'out')
  }

  #go(response: DebugProtocol.Response, threadId: number, going: Going): void {
    const thread = this.#debugger.threads.get(threadId)
    this.sendResponse(response)
    if (!thread) return
    this.#frames.forget(({ thread: other }) => other === thread)
    if (this.#debugger.isAllRunning) this.#values.clear()
    this.#debugger.resume(thread, going)
  }

  protected override pauseRequest(
    response: DebugProtocol.PauseResponse,
    { threadId }: DebugProtocol.PauseArguments,
  ): void {
    const thread = this.#debugger.threads.get(threadId)
    if (thread) thread.isAskedToStop = true
    this.sendResponse(response)
  }
}

// A hover shows what stands there: without its `$` it is still the reference.
function hovered(expression: string, context: string | undefined): string {
  return context === 'hover' && /^[A-Za-z]/.test(expression) ? `$${expression}` : expression
}

/** Steps that requests are held up at, as checkboxes: what is held up, and what one sees then. */
const filters: readonly (readonly [Filter, string, string])[] = [
  ['requests', 'Request arrives', 'Before the method request: the request can be changed'],
  ['authorizer', 'Authorizer has decided', 'After the authorizer'],
  ['integrationRequest', 'Integration request is made', 'What goes to the backend can be changed'],
  ['backendAnswers', 'Backend has answered', 'What came back can be changed'],
  ['responses', 'Response is made', 'What goes to the client can be changed'],
  ['failures', 'A step fails', 'After the step that decides a 4xx or 5xx'],
]

/** What function breakpoints are named by. */
export const stepBreakpointNames = stepNames.flatMap(step => [`before ${step}`, `after ${step}`])
