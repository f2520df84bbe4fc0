import type { Origin } from '../base/origin.ts'
import { isPending } from '../base/pending.ts'
import type {
  FunctionLogLine,
  SourceLine,
  StepName,
  Trace,
  TracedMessage,
  TracedTemplate,
  TraceStep,
  Why,
} from '../protocol/trace.ts'
import type { AuthorizerVerdict } from './authorizers/authorizerCache.ts'
import { editedResult } from './debug/editedResult.ts'
import type { EditedResult } from './debug/payload.ts'
import type { RequestDebugger } from './debug/requestDebugger.ts'
import { HeldUp, heldUp } from './debug/requestDebugger.ts'
import { StepFailure } from './gatewayError.ts'
import { ExecutionLog } from './logs/executionLog.ts'
import type { RequestFacts } from './logs/requestFacts.ts'
import type { Cause } from './why/cause.ts'

/** What a step tells of itself; made only when somebody reads the trace. */
export interface StepReport {
  readonly state: TraceStep['state']
  readonly summary: string
  /** What in the definition it followed. */
  readonly origin?: Origin | undefined
  /** Stands in for the origin where the work was done elsewhere: in a handler. */
  readonly source?: SourceLine | undefined
  readonly before?: TracedMessage | undefined
  readonly after?: TracedMessage | undefined
  readonly template?: TracedTemplate | undefined
  /** What it knows of an answer that may not be the wanted one; a failure brings its own. */
  readonly cause?: Cause | undefined
  /** What a Lambda authorizer answered, now or to an earlier request. */
  readonly verdict?: AuthorizerVerdict | undefined
  readonly otherFormat?: TracedMessage | undefined
}

/** A step with what it knows of why, for whoever explains the answer. */
export interface ToldStep {
  readonly step: TraceStep
  readonly cause: Cause | undefined
  readonly verdict: AuthorizerVerdict | undefined
}

/** Called by a step, any number of times; the last report counts. A failure overrides state and summary. */
export type Tell = (report: () => StepReport) => void

/** Takes the steps' reports while one request runs, turns them into a `Trace` on demand, and keeps what logs tell of it. */
export class TraceRecorder {
  readonly #clock: () => number
  readonly #start: number
  readonly #onStep: ((step: TraceStep) => void) | undefined
  readonly #titles: ReadonlyMap<StepName, string>
  readonly #steps: RecordedStep[] = []
  readonly #log: FunctionLogLine[] = []
  #facts: RequestFacts = {}
  /** Set while somebody debugs, with how far each step is. */
  #debugger: RequestDebugger | undefined
  readonly #held = new Map<StepName, HeldStep>()
  /** Lines of REST and WebSocket APIs, written by the steps. */
  readonly execution = new ExecutionLog(() => this.elapsed())

  constructor(
    clock: () => number,
    titles: ReadonlyMap<StepName, string>,
    onStep: ((step: TraceStep) => void) | undefined,
  ) {
    this.#clock = clock
    this.#start = clock()
    this.#titles = titles
    this.#onStep = onStep
  }

  /** The steps may be held up from now on; whoever runs them has to run them by `pausable`. */
  debugBy(watching: RequestDebugger | undefined): void {
    this.#debugger = watching
  }

  /** The route that takes the request is known. */
  routed(route: string): void {
    this.#debugger?.routed(route)
  }

  /** Runs steps that need nothing from outside; again, when a debugger held one up. */
  pausable<T>(run: () => T): T | Promise<T> {
    return this.#debugger ? heldUp(run) : run()
  }

  /** Runs a step that needs nothing from outside. */
  step<T>(name: StepName, work: (tell: Tell) => T): T {
    if (this.#debugger) return this.#heldStep(name, work, this.#debugger)
    const step = this.#begin(name)
    try {
      return work(step.tell)
    } catch (error) {
      step.failure = error
      throw error
    } finally {
      this.#end(step)
    }
  }

  /** Runs a step that may wait for a function or a backend; what it gives at once is there at once. */
  asyncStep<T>(name: StepName, work: (tell: Tell) => T | Promise<T>): T | Promise<T> {
    if (this.#debugger) return this.#watchedStep(name, work, this.#debugger)
    const step = this.#begin(name)
    let result: T | Promise<T>
    try {
      result = work(step.tell)
    } catch (error) {
      this.#fail(step, error)
    }
    if (isPending(result))
      return result.then(
        value => this.#pass(step, value),
        (error: unknown) => this.#fail(step, error),
      )
    return this.#pass(step, result)
  }

  /** The same step with waits before and after what it does. */
  async #watchedStep<T>(
    name: StepName,
    work: (tell: Tell) => T | Promise<T>,
    watching: RequestDebugger,
  ): Promise<T> {
    await watching.before(name)
    const step = this.#begin(name)
    let result: T
    try {
      result = await work(step.tell)
    } catch (error) {
      step.failure = error
      this.#end(step)
      await watching.after(this.#told(step), undefined)
      throw error
    }
    this.#end(step)
    const edited = editedResult(result)
    await watching.after(this.#told(step), edited)
    return edited ? edited.result() : result
  }

  /** The same step in parts: it is left before and after what it does, when it is held up there, and entered again. */
  #heldStep<T>(name: StepName, work: (tell: Tell) => T, watching: RequestDebugger): T {
    const held = this.#held.get(name)
    if (held?.finish) return held.finish() as T
    if (!held) {
      this.#held.set(name, {})
      const wait = watching.before(name)
      if (wait) throw new HeldUp(() => wait)
    }
    const step = this.#begin(name)
    let edited: EditedResult | undefined
    let finish: () => unknown
    try {
      const result = work(step.tell)
      edited = editedResult(result)
      finish = edited ? edited.result : () => result
    } catch (error) {
      // It runs again: what it told until here is told then.
      if (error instanceof HeldUp) this.#steps.splice(this.#steps.indexOf(step), 1)
      if (error instanceof HeldUp) throw error
      step.failure = error
      finish = () => {
        throw error
      }
    }
    this.#end(step)
    this.#held.set(name, { finish })
    const wait = watching.after(this.#told(step), edited)
    if (wait) throw new HeldUp(() => wait)
    return finish() as T
  }

  /** Keeps the lines a function wrote. */
  addLog(lines: readonly FunctionLogLine[]): void {
    for (const line of lines) this.#log.push(line)
  }

  /** Notes how a phase ended; what was noted of it before stays. */
  note(facts: RequestFacts): void {
    const known = this.#facts
    Object.assign(known, facts, {
      authorizer: facts.authorizer ? { ...known.authorizer, ...facts.authorizer } : known.authorizer,
      integration: facts.integration ? { ...known.integration, ...facts.integration } : known.integration,
    })
  }

  get facts(): RequestFacts {
    return this.#facts
  }

  /** The whole trace; steps that never began are there as `notReached`. */
  format(
    head: TraceHead,
    durationMs: number,
    explain?: (told: readonly ToldStep[]) => Why | undefined,
  ): Trace {
    const told = [...this.#titles].flatMap(([name, title]) => {
      const recorded = this.#steps.find(step => step.name === name)
      if (recorded) return [tellStep(recorded, title)]
      const step = notReached(name, title)
      return onlyWhenRun.has(name) ? [] : [{ step, cause: undefined, verdict: undefined }]
    })
    const executionLog = this.execution.lines()
    const why = explain?.(told)
    return {
      ...head,
      durationMs,
      steps: told.map(({ step }) => step),
      log: this.#log,
      ...(executionLog.length > 0 && { executionLog }),
      ...(why && { why }),
    }
  }

  /** Milliseconds since the request came in. */
  elapsed(): number {
    return this.#clock() - this.#start
  }

  /** Milliseconds since the step under way began. */
  sinceStep(): number {
    return this.elapsed() - (this.#steps.at(-1)?.startMs ?? 0)
  }

  /** Milliseconds that a step took so far; undefined for one that was not reached. */
  durationOf(name: StepName): number | undefined {
    return this.#steps.find(step => step.name === name)?.durationMs
  }

  #begin(name: StepName): RecordedStep {
    const step = new RecordedStep(name, this.elapsed())
    this.#steps.push(step)
    return step
  }

  #end(step: RecordedStep): void {
    step.durationMs = this.elapsed() - step.startMs
    this.#onStep?.(this.#told(step))
  }

  #pass<T>(step: RecordedStep, result: T): T {
    this.#end(step)
    return result
  }

  #fail(step: RecordedStep, error: unknown): never {
    step.failure = error
    this.#end(step)
    throw error
  }

  #told(step: RecordedStep): TraceStep {
    return tellStep(step, this.#titles.get(step.name) ?? step.name).step
  }
}

/** What of a trace is not the steps' own. */
export type TraceHead = Omit<Trace, 'steps' | 'log' | 'durationMs' | 'executionLog' | 'why'>

/** Steps that most requests do not have. */
const onlyWhenRun: ReadonlySet<StepName> = new Set(['responseCache', 'gatewayResponse'])

/** A step under a debugger. `finish` gives its result, or throws what it threw, once it is through. */
interface HeldStep {
  readonly finish?: () => unknown
}

class RecordedStep {
  readonly name: StepName
  readonly startMs: number
  durationMs = 0
  failure: unknown = undefined
  report: (() => StepReport) | undefined
  readonly tell: Tell

  constructor(name: StepName, startMs: number) {
    this.name = name
    this.startMs = startMs
    this.tell = report => {
      this.report = report
    }
  }
}

function tellStep(step: RecordedStep, title: string): ToldStep {
  const { failure } = step
  const details = failure instanceof StepFailure ? failure.details?.() : undefined
  const told = step.report?.()
  const report = told && { ...told, ...details }
  const source = report?.source ?? (report?.origin && sourceLineOf(report.origin))
  const formatted: TraceStep = {
    name: step.name,
    title,
    ...verdict(step, report),
    ...(source && { source }),
    startMs: step.startMs,
    durationMs: step.durationMs,
    ...(report?.before && { before: report.before }),
    ...(report?.after && { after: report.after }),
    ...(report?.otherFormat && { otherFormat: report.otherFormat }),
    ...(report?.template && { template: report.template }),
  }
  return { step: formatted, cause: report?.cause, verdict: report?.verdict }
}

function verdict(step: RecordedStep, report: StepReport | undefined): Pick<TraceStep, 'state' | 'summary'> {
  const { failure } = step
  if (failure instanceof StepFailure) return { state: failure.state, summary: failure.reason }
  if (failure !== undefined) {
    const words = failure instanceof Error ? failure.message : 'unknown reason'
    return { state: 'failed', summary: `stopped: ${words}` }
  }
  return { state: report?.state ?? 'passed', summary: report?.summary ?? '' }
}

function notReached(name: StepName, title: string): TraceStep {
  return { name, title, state: 'notReached', summary: 'not reached', startMs: 0, durationMs: 0 }
}

/** The place of an origin as traces name it: the first character it marks. */
export function sourceLineOf(origin: Origin): SourceLine {
  const { file, range } = origin
  return { file, line: range.start.line, character: range.start.character }
}
