import type { LambdaFunction } from '../api/lambdaFunction.ts'
import { valueOf } from '../base/origin.ts'
import type { ChunkSink, FunctionCall, FunctionResult } from '../gateway/world.ts'
import { Deadline } from './deadline.ts'
import type { Job, Worker, WorkersInput } from './functionJob.ts'
import { onAbort } from './functionJob.ts'
import { FunctionLog } from './functionLog.ts'
import type { ResultFrame } from './functionResults.ts'
import {
  functionTimeout,
  integrationTimeout,
  resultOf,
  syntaxErrorOf,
  throttled,
  unavailable,
} from './functionResults.ts'
import type { PlatformStatus } from './reportLine.ts'
import { platformStatus } from './reportLine.ts'
import { durationOf } from './runReports.ts'
import { longRunMs, mostSharedRuns, ShortRuns } from './shortRuns.ts'
import type { RuntimeOutcome, StreamListener } from './runtimeProcess.ts'

/** Milliseconds that a process takes to start and load most handlers, roughly. */
const startMs = 20
/** Milliseconds after which an idle process is ended where all events are short: one process runs them. */
const surplusMs = 1000

/** The processes of one function: the warmest idle one takes the next event, others are started when events wait. */
export class FunctionWorkers {
  readonly #input: WorkersInput
  readonly #log: FunctionLog
  #lambda: LambdaFunction
  #generation = 0
  #idle: Worker[] = []
  /** The newest code that was loaded. */
  #proven = -1
  /** Idle processes with that code, kept until newer code is loaded. */
  #kept: Worker[] = []
  /** Why the newest code cannot be loaded: until the next save, `#proven` runs on. */
  #fault: string | undefined
  readonly #busy = new Set<Worker>()
  #queue: Job[] = []
  #isStarting = false
  /** When the newest process got its function. */
  #startedAt = 0
  readonly #runs = new ShortRuns()
  #patience: NodeJS.Timeout | undefined
  #surplus: NodeJS.Timeout | undefined

  constructor(lambda: LambdaFunction, input: WorkersInput) {
    this.#lambda = lambda
    this.#input = input
    this.#log = new FunctionLog(lambda.id, input)
  }

  /** Logical id. */
  get functionId(): string {
    return this.#lambda.id
  }

  /** Runs one event; always resolves. */
  invoke(call: FunctionCall): Promise<FunctionResult> {
    const { stream } = call
    return new Promise(resolve => {
      const job: Job = {
        call,
        queuedAt: this.#input.clock(),
        resolve,
        log: [],
        notes: [],
        isAnswered: false,
        isReported: false,
        hasInitFailed: false,
        limit: new Deadline(this.#input.limitClock, () => this.#passLimit(job, call.timeoutMs)),
        idle: stream && new Deadline(this.#input.limitClock, () => this.#passLimit(job, stream.idleMs)),
      }
      if (call.signal?.aborted) return this.#cancel(job)
      if (this.#isThrottled()) return this.#settle(job, throttled(this.#frame(job)))
      job.letGo = onAbort(call.signal, () => this.#cancel(job))
      job.limit.set(call.timeoutMs)
      const worker = this.#workerFor(job)
      if (worker) return this.#run(worker, job)
      this.#queue.push(job)
      void this.#grow()
    })
  }

  /**
   * Who runs an event at once: the warmest idle process. While events are short, one that is busy is better still where
   * the wait in it is shorter than it takes to wake another.
   */
  #workerFor({ call }: Job): Worker | undefined {
    if (call.stream || !this.#runs.areShort) return this.#idle.pop()
    let least: Worker | undefined
    for (const worker of this.#busy)
      if (this.#mayShare(worker) && worker.jobs.length < (least?.jobs.length ?? mostSharedRuns))
        least = worker
    if (least && this.#runs.isWaitShort(least.jobs.length)) return least
    return this.#idle.pop() ?? least
  }

  #mayShare({ process, setup, generation, jobs }: Worker): boolean {
    // At a breakpoint a process could give nothing back.
    if (!process.takesMore || process.isSpent || setup.task.isDebugged) return false
    return generation === this.#generation && !jobs[0]?.call.stream
  }

  /** Whether as many events as the function's ReservedConcurrentExecutions are under way. */
  #isThrottled(): boolean {
    const reserved = valueOf(this.#lambda.reservedConcurrentExecutions)
    if (reserved === undefined) return false
    let underWay = this.#queue.length
    for (const { jobs } of this.#busy) underWay += jobs.length
    return underWay >= reserved
  }

  /**
   * The code, or with `lambda` the definition, has changed: events under way finish as they are, the next runs in a fresh
   * process. Should saved code be no valid source, the code before it runs on.
   */
  renew(lambda?: LambdaFunction): void {
    this.#generation++
    this.#fault = undefined
    const old = [...this.#kept, ...this.#idle]
    this.#idle = []
    this.#kept = lambda ? [] : old.filter(({ generation }) => generation === this.#proven)
    for (const worker of old) if (!this.#kept.includes(worker)) worker.process.end()
    if (!lambda) return
    this.#lambda = lambda
    this.#proven = -1
  }

  /** The next events run in fresh processes, whatever is the matter with the code. */
  restart(): void {
    this.renew(this.#lambda)
  }

  /** Ends processes that have had nothing to do since `time` (of the clock). */
  endIdleSince(time: number): void {
    for (const worker of [...this.#idle, ...this.#kept]) if (worker.idleSince < time) worker.process.end()
    this.#idle = this.#idle.filter(({ idleSince }) => idleSince >= time)
    this.#kept = this.#kept.filter(({ idleSince }) => idleSince >= time)
  }

  /** Answers whatever waits or runs; the processes are ended by the pool. */
  close(): void {
    clearTimeout(this.#patience)
    clearTimeout(this.#surplus)
    const open = [...this.#queue, ...[...this.#busy].flatMap(({ jobs }) => jobs)]
    this.#queue = []
    for (const job of open) this.#settle(job, unavailable(this.#frame(job), 'the gateway is ending'))
  }

  async #grow(): Promise<void> {
    const [first] = this.#queue
    if (this.#isStarting || !first || this.#busy.size >= this.#input.most) return
    // Every new process would load the code that cannot be loaded.
    if (this.#fault !== undefined && this.#hasOldProcess()) return
    const wait = this.#growAt(first) - this.#input.clock()
    if (wait > 0) {
      clearTimeout(this.#patience)
      this.#patience = setTimeout(() => void this.#grow(), wait)
      return
    }
    this.#isStarting = true
    const worker = await this.#start()
    this.#isStarting = false
    this.#startedAt = this.#input.clock()
    if (worker) this.#offer(worker)
    void this.#grow()
  }

  /** When one more process is started for an event that waits. */
  #growAt({ queuedAt }: Job): number {
    if (this.#busy.size === 0) return queuedAt
    if (this.#busy.size >= this.#input.eager) return queuedAt + this.#input.patienceMs
    // A process that has just begun may well answer all that wait, sooner than another one starts.
    return Math.max(queuedAt, this.#startedAt) + startMs
  }

  /** A new process with the function; undefined when there is none to be had, and all that wait have been told. */
  async #start(): Promise<Worker | undefined> {
    const generation = this.#generation
    const setup = await this.#input.setUp(this.#lambda)
    if (setup.type === 'missing') {
      if (setup.isFault && generation === this.#generation && this.#hasOldProcess()) {
        this.#fallBack(setup.message)
        return undefined
      }
      this.#refuseAll(frame => unavailable(frame, setup.message, setup.place))
      return undefined
    }
    try {
      const process = await this.#input.takeProcess(setup)
      const memory = this.#input.watchMemory(process, setup.task.memoryMb)
      const worker = this.#worker({ process, setup, memory, generation })
      process.load(setup.task, {
        log: (stream, text, requestId) => {
          // The process may be ahead of what is settled here: the first of the jobs need not be the one that wrote it.
          const job = worker.jobs.find(({ call }) => call.requestId === requestId)
          this.#log.write(job, stream, text, requestId)
        },
        loaded: () => this.#hasLoaded(worker),
        debugs: this.#input.followDebugger(
          { lambda: this.#lambda, taskRoot: setup.task.taskRoot, process },
          text => this.#log.write(worker.jobs[0], 'platform', text, worker.jobs[0]?.call.requestId),
        ),
      })
      void process.ended.then(() => {
        this.#idle = this.#idle.filter(other => other !== worker)
        this.#kept = this.#kept.filter(other => other !== worker)
        worker.limit.clear()
        worker.patience.clear()
      })
      return worker
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      this.#refuseAll(frame => unavailable(frame, message))
      return undefined
    }
  }

  #worker(given: Pick<Worker, 'generation' | 'memory' | 'process' | 'setup'>): Worker {
    const { clock, limitClock } = this.#input
    const worker: Worker = {
      ...given,
      loadedAt: limitClock(),
      isLoaded: false,
      isInitTimedOut: false,
      idleSince: 0,
      startedAt: 0,
      heldMsBefore: 0,
      jobs: [],
      limit: new Deadline(limitClock, () => this.#timeOut(worker)),
      patience: new Deadline(clock, () => this.#recall(worker)),
    }
    return worker
  }

  #hasLoaded(worker: Worker): void {
    worker.isLoaded = true
    this.#prove(worker)
    const [job] = worker.jobs
    if (job?.hasInitFailed) return
    worker.initMs = this.#input.limitClock() - worker.loadedAt
    if (!job) return
    // From here on the function's own limit counts.
    this.#startCounting(worker)
    worker.limit.set(worker.setup.timeoutMs)
  }

  /** Gives a free process the event that has waited longest; one that is spent or runs old code is ended. */
  #offer(worker: Worker): void {
    worker.idleSince = this.#input.clock()
    if (worker.process.isSpent) return worker.process.end()
    if (worker.generation !== this.#generation && this.#fault === undefined) {
      if (worker.generation !== this.#proven) return worker.process.end()
      this.#kept.push(worker)
      return
    }
    const job = this.#queue.shift()
    if (job) return this.#run(worker, job)
    this.#idle.push(worker)
  }

  /** The code of a process is loaded: older code is of no more use. */
  #prove({ generation }: Worker): void {
    if (generation !== this.#generation || this.#proven === generation) return
    this.#proven = generation
    for (const worker of this.#kept) worker.process.end()
    this.#kept = []
  }

  #hasOldProcess(): boolean {
    const isOld = ({ generation, process }: Worker) =>
      generation === this.#proven && generation !== this.#generation && !process.isSpent
    return [...this.#kept, ...this.#idle, ...this.#busy].some(isOld)
  }

  /** The newest code cannot be loaded: processes with the code before it take the events. */
  #fallBack(why: string): void {
    if (this.#fault === undefined)
      this.#input.problem(`'${this.#lambda.id}' runs on with the code before the last save: ${why}`)
    this.#fault = why
    const kept = this.#kept
    this.#kept = []
    for (const worker of kept) this.#offer(worker)
  }

  #run(worker: Worker, job: Job): void {
    const { process, setup } = worker
    const { requestId, traceId, event, stream, runsIn } = job.call
    this.#busy.add(worker)
    if (process.pid !== undefined) runsIn?.(process.pid)
    worker.jobs.push(job)
    if (worker.jobs.length === 1) this.#begin(worker)
    else if (worker.jobs.length === 2) worker.patience.set(longRunMs)
    const isOld = worker.generation !== this.#generation
    job.notes =
      this.#fault !== undefined && isOld
        ? [`the code before the last save ran, since that cannot be loaded: ${this.#fault}`, ...setup.notes]
        : setup.notes
    const { timeoutMs } = setup
    const head = stream
      ? { requestId, traceId, timeoutMs, isStreamed: true as const }
      : { requestId, traceId, timeoutMs }
    const listener = stream && this.#listenerOf(job, stream)
    if (stream) job.idle?.set(stream.idleMs)
    void process.run(head, event, listener).then(outcome => {
      if (outcome.type === 'notBegun') this.#takeBack(worker, job)
      else this.#hasRun(worker, job, outcome)
    })
  }

  /** The first event of a process is under way. */
  #begin(worker: Worker): void {
    this.#startCounting(worker)
    worker.memory.start()
    const isOwnInit = !worker.isLoaded && worker.jobs[0]?.hasInitFailed === false
    worker.limit.set(isOwnInit ? this.#input.longestInitMs : worker.setup.timeoutMs)
    if (worker.jobs.length > 1) worker.patience.set(longRunMs)
    else worker.patience.lift()
  }

  #startCounting(worker: Worker): void {
    worker.startedAt = this.#input.limitClock()
    worker.heldMsBefore = this.#input.heldMs()
  }

  #recall({ process }: Worker): void {
    this.#runs.forget()
    process.recall()
  }

  /** An event that has not begun goes to another process. */
  #takeBack(worker: Worker, job: Job): void {
    const index = worker.jobs.indexOf(job)
    if (index >= 0) worker.jobs.splice(index, 1)
    if (!job.isAnswered) {
      const later = this.#queue.findIndex(({ queuedAt }) => queuedAt > job.queuedAt)
      this.#queue.splice(later < 0 ? this.#queue.length : later, 0, job)
    }
    if (worker.jobs.length === 0) {
      this.#busy.delete(worker)
      this.#offer(worker)
    }
    const idle = this.#queue.length > 0 ? this.#idle.pop() : undefined
    if (idle) this.#offer(idle)
    void this.#grow()
  }

  #hasRun(worker: Worker, job: Job, ran: RuntimeOutcome): void {
    const { stream } = job.call
    const outcome =
      worker.memory.isExceeded() && ran.type === 'exit' ? { ...ran, isOutOfMemory: true as const } : ran
    // What does not stream answers as a whole.
    if (stream && outcome.type === 'success' && outcome.payload !== '')
      void this.#passOn(job, stream, Buffer.from(outcome.payload))
    // Of an init that was part of the event, no figure stands alone.
    const handlerMs = job.hasInitFailed && worker.initMs === undefined ? undefined : outcome.durationMs
    const durationMs = durationOf(handlerMs, worker, this.#input)
    worker.jobs.shift()
    if (worker.jobs.length > 0) this.#begin(worker)
    else {
      worker.memory.stop()
      worker.limit.lift()
      this.#busy.delete(worker)
    }
    const syntaxError = worker.generation === this.#generation ? syntaxErrorOf(outcome) : undefined
    if (syntaxError !== undefined && this.#hasOldProcess() && !job.isAnswered) {
      job.log.length = 0
      this.#queue.unshift(job)
      this.#fallBack(syntaxError)
      worker.process.end()
      return
    }
    if (!worker.isLoaded && this.#initHasFailed(worker, job, outcome)) return
    this.#runs.learn(durationMs)
    const status = platformStatus(outcome, worker.process.isSpent)
    this.#log.report(worker, job, { durationMs, status }, outcome)
    this.#settle(job, resultOf(this.#frame(job), outcome, durationMs))
    if (worker.jobs.length === 0) this.#offer(worker)
    if (this.#queue.length > 0) void this.#grow()
    else if (this.#idle.length > 1 && this.#runs.areShort)
      this.#surplus ??= setTimeout(() => this.#endSurplus(), surplusMs).unref()
  }

  /** Keeps the warmest idle process of those that have had nothing to do. */
  #endSurplus(): void {
    this.#surplus = undefined
    if (!this.#runs.areShort) return
    const time = this.#input.clock() - surplusMs / 2
    const kept = this.#idle.filter(
      (worker, index) => worker.idleSince > time || index === this.#idle.length - 1,
    )
    for (const worker of this.#idle) if (!kept.includes(worker)) worker.process.end()
    this.#idle = kept
  }

  #listenerOf(job: Job, stream: ChunkSink): StreamListener {
    return {
      chunk: bytes => this.#passOn(job, stream, bytes),
      contentType: type => stream.contentType?.(type),
    }
  }

  #passOn(job: Job, stream: ChunkSink, bytes: Uint8Array): Promise<void> | undefined {
    if (job.isAnswered) return undefined
    job.idle?.set(stream.idleMs)
    return stream.push(bytes)
  }

  /** Tells of an init that failed, and gives its event a second one; false where there was one, or nobody waits any more. */
  #initHasFailed(worker: Worker, job: Job, outcome: RuntimeOutcome): boolean {
    this.#log.reportInit(worker, job, worker.isInitTimedOut ? timedOut : platformStatus(outcome, true))
    if (job.hasInitFailed || job.isAnswered) return false
    job.hasInitFailed = true
    this.#queue.unshift(job)
    worker.process.end()
    void this.#grow()
    return true
  }

  #timeOut(worker: Worker): void {
    const [job] = worker.jobs
    if (!job) return
    worker.process.end()
    if (!worker.isLoaded && !job.hasInitFailed) {
      worker.isInitTimedOut = true
      return
    }
    const { timeoutMs } = worker.setup
    if (!worker.isLoaded) this.#log.reportInit(worker, job, timedOut)
    const { errorMessage } = functionTimeout(this.#frame(job), timeoutMs)
    this.#log.platform(job, errorMessage)
    this.#log.report(worker, job, { status: timedOut, durationMs: timeoutMs })
    this.#settle(job, functionTimeout(this.#frame(job), timeoutMs))
  }

  #passLimit(job: Job, limitMs: number): void {
    this.#queue = this.#queue.filter(other => other !== job)
    this.#settle(job, integrationTimeout(this.#frame(job), limitMs))
  }

  #cancel(job: Job): void {
    job.isReported = true
    this.#queue = this.#queue.filter(other => other !== job)
    for (const worker of this.#busy) if (worker.jobs.includes(job)) this.#drop(worker, job)
    this.#settle(job, unavailable(this.#frame(job), 'the request was cancelled', undefined, 'exit'))
  }

  /** Nobody waits for an event any more. */
  #drop({ process, jobs }: Worker, job: Job): void {
    if (jobs[0] === job) process.end()
    else process.recall()
  }

  #refuseAll(result: (frame: ResultFrame) => FunctionResult): void {
    const waiting = this.#queue
    this.#queue = []
    for (const job of waiting) this.#settle(job, result(this.#frame(job)))
  }

  #settle(job: Job, result: FunctionResult): void {
    if (job.isAnswered) return
    job.isAnswered = true
    job.letGo?.()
    job.limit.clear()
    job.idle?.clear()
    job.resolve(result)
  }

  // A copy of the log: a function that runs on after its answer writes to the job's own.
  #frame(job: Job): ResultFrame {
    return { requestId: job.call.requestId, notes: job.notes, log: [...job.log] }
  }
}

const timedOut: PlatformStatus = { status: 'timeout' }
