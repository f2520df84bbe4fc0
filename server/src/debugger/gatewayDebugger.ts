import type { EditedResult } from '../gateway/debug/payload.ts'
import type {
  DebuggedTemplate,
  Debugger,
  Received,
  RequestDebugger,
} from '../gateway/debug/requestDebugger.ts'
import type { HttpRequest } from '../gateway/messages.ts'
import type { SourceLine, StepName, TraceStep } from '../protocol/trace.ts'
import { parseTemplate } from '../template/parser.ts'
import { createTemplateScope } from '../template/scope.ts'
import type { TemplateScope } from '../template/template.ts'
import { watch } from '../template/watch.ts'
import { isTrue } from '../template/velocityEquality.ts'
import type { Filter, LineBreakpoint, Moment, StepBreakpoint } from './breakpoints.ts'
import { isHit } from './breakpoints.ts'
import type { HeldTime } from './heldTime.ts'
import type { Held, Reason, RequestThread } from './heldRequest.ts'
import { shortText } from './shownValues.ts'
import type { Going, Move } from './stepping.ts'
import { comesRound, reaches, Steps } from './stepping.ts'
import { placesOf } from './templatePlaces.ts'

/** Who shows what is held up. */
export interface DebugListener {
  readonly threadStarted: (thread: RequestThread) => void
  readonly threadEnded: (thread: RequestThread) => void
  readonly stopped: (thread: RequestThread, reason: Reason, breakpoints: readonly number[]) => void
  /** A log point. */
  readonly logged: (text: string, source: SourceLine | undefined) => void
}

/** What somebody wants to stop at. */
export interface Wanted {
  /** By the absolute path of the file. */
  readonly lines: Map<string, readonly LineBreakpoint[]>
  steps: readonly StepBreakpoint[]
  filters: ReadonlySet<Filter>
  /** Every request is held up when it arrives. */
  isStoppedOnEntry: boolean
}

/**
 * Holds requests up at breakpoints and steps them on. Each is a thread of its own: while one stands still the others go
 * on, but for the gateway's clock, which stands still too, so that nothing times out.
 */
export class GatewayDebugger implements Debugger {
  readonly wanted: Wanted = {
    lines: new Map(),
    steps: [],
    filters: new Set(),
    isStoppedOnEntry: false,
  }
  readonly threads = new Map<number, RequestThread>()
  readonly #listener: DebugListener
  readonly #heldTime: HeldTime
  readonly #byRequest = new Map<string, RequestDebugger>()
  readonly #hits = new Map<number, number>()
  #lastId = 0
  #held = 0
  #isOver = false

  /** `heldTime` notes how long requests are held up. */
  constructor(listener: DebugListener, heldTime: HeldTime) {
    this.#listener = listener
    this.#heldTime = heldTime
  }

  /** Whether no request is held up. */
  get isAllRunning(): boolean {
    return this.#held === 0
  }

  of(received: Received): RequestDebugger | undefined {
    return this.#byRequest.get(received.requestId)
  }

  open(
    request: Pick<HttpRequest, 'method' | 'path'>,
    follower?: RequestThread['follower'],
  ): RequestDebugger | undefined {
    if (this.#isOver) return undefined
    const thread: RequestThread = {
      id: ++this.#lastId,
      name: `${request.method} ${request.path}`,
      route: undefined,
      going: 'run',
      from: undefined,
      isAskedToStop: false,
      hasShownFault: false,
      held: undefined,
      resume: undefined,
      follower,
    }
    this.threads.set(thread.id, thread)
    this.#listener.threadStarted(thread)
    return this.#watching(thread)
  }

  /** Lets a held request go on. */
  resume(thread: RequestThread, going: Going): void {
    const { held, resume } = thread
    if (!resume) return
    thread.going = going
    thread.from = held?.type === 'template' ? held.standing : undefined
    thread.held = undefined
    thread.resume = undefined
    this.#held--
    this.#heldTime.release(thread)
    thread.follower?.held(undefined)
    resume()
  }

  /** What is debugged begins anew: requests are held up from now on. */
  begin(): void {
    this.#isOver = false
  }

  /** Nobody debugs any more: whatever is held up goes on. */
  end(): void {
    this.#isOver = true
    for (const thread of this.threads.values()) this.resume(thread, 'run')
  }

  #watching(thread: RequestThread): RequestDebugger {
    let steps: Steps | undefined
    let requestId = ''
    let hasArrived = false
    let isEntered = false
    /** Whether it is to be held up where it begins: at its first step, or in the first line of a template alone. */
    const enters = () => {
      const isFirst = !isEntered
      isEntered = true
      return isFirst && this.wanted.isStoppedOnEntry
    }
    const watching: RequestDebugger = {
      received: received => {
        requestId = received.requestId
        this.#byRequest.set(requestId, watching)
      },
      routed: route => {
        thread.route = route
      },
      arrives: edited => {
        hasArrived = true
        isEntered = true
        return this.#atStep(thread, 'before', 'methodRequest', undefined, edited)
      },
      // What cannot be changed at its arrival, the end of a WebSocket connection, stops here.
      before: step => {
        if (step === 'methodRequest' && hasArrived) return undefined
        isEntered = true
        return this.#atStep(thread, 'before', step, undefined, undefined)
      },
      after: (told, edited) => this.#atStep(thread, 'after', told.name, told, edited),
      entersTemplate: template => {
        const isEntry = this.wanted.isStoppedOnEntry && !isEntered
        if (this.#isOver || !(isEntry || this.#mayStopIn(thread, template))) return false
        steps = new Steps(parseTemplate(template.text).template, placesOf(template).lineOf)
        return true
      },
      inTemplate: (template, node, view, scope) => {
        if (!steps || this.#isOver) return undefined
        const move = steps.move(node)
        const source = placesOf(template).at(node.start)
        const hit = this.#hitLines(template, move, source, () => inView(view, scope))
        const isEntry = enters()
        const reason = this.#reasonIn(thread, move, hit.length > 0) ?? (isEntry ? 'entry' : undefined)
        if (!reason) return undefined
        const { calls } = steps
        const held = { template, standing: move.now, source, calls, view, scope, fault: undefined }
        return this.#hold(thread, { type: 'template', ...held }, reason, hit)
      },
      failsInTemplate: (template, fault, { view }, scope) => {
        const standing = steps?.last
        if (!steps || !standing || this.#isOver || !this.wanted.filters.has('failures')) return undefined
        thread.hasShownFault = true
        const source = placesOf(template).at(fault.start)
        const held = { template, standing, source, calls: steps.calls, view, scope, fault }
        return this.#hold(thread, { type: 'template', ...held }, 'exception', [])
      },
      leavesTemplate: () => {
        steps = undefined
        // What was stepped over the last line of goes on to the end of its step.
        thread.from = undefined
        if (thread.going !== 'run') thread.going = 'into'
      },
      runsIn: process => thread.follower?.runsIn(process),
      close: () => {
        this.#byRequest.delete(requestId)
        this.threads.delete(thread.id)
        this.#listener.threadEnded(thread)
      },
    }
    return watching
  }

  /** A template that nobody stops in runs as ever, which is faster. */
  #mayStopIn({ going, isAskedToStop }: RequestThread, template: DebuggedTemplate): boolean {
    if (going !== 'run' || isAskedToStop || this.wanted.filters.has('failures')) return true
    const { file, at } = placesOf(template)
    const lines = this.wanted.lines.get(file) ?? []
    if (lines.length === 0) return false
    const [first, last] = [at(0).line, at(template.text.length).line]
    return lines.some(({ line }) => first <= line && line <= last)
  }

  #reasonIn(thread: RequestThread, move: Move, isHit: boolean): Reason | undefined {
    if (thread.isAskedToStop) return 'pause'
    if (isHit) return 'breakpoint'
    return reaches(thread.going, thread.from, move) ? 'step' : undefined
  }

  #atStep(
    thread: RequestThread,
    moment: Moment,
    step: StepName,
    told: TraceStep | undefined,
    edited: EditedResult | undefined,
  ): Promise<void> | undefined {
    if (this.#isOver) return undefined
    const held = { type: 'step', moment, step, told, payload: edited?.payload } as const
    const hit = this.#hitSteps(thread, held)
    if (thread.isAskedToStop) return this.#hold(thread, held, 'pause', [])
    if (hit.length > 0) return this.#hold(thread, held, 'function breakpoint', hit)
    if (this.wanted.isStoppedOnEntry && moment === 'before' && step === 'methodRequest') {
      return this.#hold(thread, held, 'entry', [])
    }
    const isFailure = this.#isFailure(thread, held)
    if (isFailure || this.#isFiltered(held))
      return this.#hold(thread, held, isFailure ? 'exception' : 'breakpoint', [])
    // A step that there is nothing to do in is no place to stop at.
    const isStep = moment === 'after' && told?.state !== 'skipped' && thread.going !== 'run'
    return isStep ? this.#hold(thread, held, 'step', []) : undefined
  }

  async #hold(thread: RequestThread, held: Held, reason: Reason, hit: readonly number[]): Promise<void> {
    thread.held = held
    thread.isAskedToStop = false
    thread.going = 'run'
    this.#held++
    this.#heldTime.hold(thread)
    await new Promise<void>(resume => {
      thread.resume = resume
      this.#listener.stopped(thread, reason, hit)
    })
  }

  #isFailure(thread: RequestThread, { told }: Extract<Held, { type: 'step' }>): boolean {
    if (told?.state !== 'failed') return false
    const isNews = !thread.hasShownFault
    thread.hasShownFault = false
    return isNews && this.wanted.filters.has('failures')
  }

  #isFiltered({ moment, step, told }: Extract<Held, { type: 'step' }>): boolean {
    const { filters } = this.wanted
    if (filters.size === 0) return false
    if (moment === 'before') return step === 'methodRequest' && filters.has('requests')
    const filter = filterOf(step)
    return filter !== undefined && told?.state !== 'skipped' && filters.has(filter)
  }

  #hitSteps(thread: RequestThread, { moment, step, payload }: Extract<Held, { type: 'step' }>): number[] {
    const scope = createTemplateScope({
      body: payload?.body,
      variables: { ...payload, headers: new Map(payload?.headers ?? []) },
    })
    return this.wanted.steps
      .filter(each => each.moment === moment && each.step === step)
      .filter(({ route }) => route === undefined || route === thread.route || route === thread.name)
      .filter(each => this.#counts(each, scope))
      .map(({ id }) => id)
  }

  /** The breakpoints at which a template stands; log points are written and left out. */
  #hitLines(
    template: DebuggedTemplate,
    { now, before }: Move,
    source: SourceLine,
    scopeNow: () => TemplateScope,
  ): number[] {
    const here = this.wanted.lines.get(source.file)?.filter(({ line }) => line === source.line) ?? []
    if (here.length === 0) return []
    const scope = scopeNow()
    const previous = before && placesOf(template).at(before.node.start)
    const isNewOnLine = previous?.line !== source.line || comesRound(now, before)
    return here
      .filter(({ character }) => (character === undefined ? isNewOnLine : character === source.character))
      .filter(each => this.#counts(each, scope))
      .filter(each => {
        if (each.logMessage === undefined) return true
        this.#listener.logged(logText(each.logMessage, scope), source)
        return false
      })
      .map(({ id }) => id)
  }

  #counts({ id, condition, hitCondition }: StepBreakpoint | LineBreakpoint, scope: TemplateScope): boolean {
    if (condition !== undefined && condition.trim() !== '') {
      const watched = watch(condition, scope)
      // A condition that cannot be evaluated stops, so that its author sees it.
      if (watched.type === 'value' && !isTrue(watched.value)) return false
    }
    const hits = (this.#hits.get(id) ?? 0) + 1
    this.#hits.set(id, hits)
    return isHit(hitCondition, hits)
  }
}

/** The variables of a template as they are, and those that it began with. */
export function inView(
  view: { readonly variables: ReadonlyMap<string, unknown> },
  scope: TemplateScope,
): TemplateScope {
  const { variables } = view as { variables: ReadonlyMap<string, ReturnType<TemplateScope['get']>> }
  return { get: name => variables.get(name) ?? scope.get(name) }
}

function filterOf(step: StepName): Filter | undefined {
  switch (step) {
    case 'authorizer':
      return 'authorizer'
    case 'integrationRequest':
      return 'integrationRequest'
    case 'integration':
      return 'backendAnswers'
    case 'methodResponse':
    case 'gatewayResponse':
      return 'responses'
    default:
      return undefined
  }
}

function logText(message: string, scope: TemplateScope): string {
  return message.replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    const watched = watch(expression, scope)
    return watched.type === 'value' ? shortText(watched.value) : watched.message
  })
}
