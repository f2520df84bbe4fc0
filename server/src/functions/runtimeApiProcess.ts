import type { ChildProcess } from 'node:child_process'
import { resultTooLarge } from './functionLimits.ts'
import { readLines } from './outputLines.ts'
import type { OutputLines } from './outputLines.ts'
import type { Platform } from './platform.ts'
import { describeExit } from './platform.ts'
import type { RuntimeAnswer, RuntimeApi } from './runtimeApi/runtimeApi.ts'
import { openRuntimeApi } from './runtimeApi/runtimeApi.ts'
import type {
  InvocationHead,
  ReadyMessage,
  RuntimeListener,
  RuntimeOutcome,
  RuntimeProcess,
  RuntimeTask,
  StreamListener,
} from './runtimeProcess.ts'
import type { ProgramStart } from './runtimeStart.ts'

/** Milliseconds that a runtime gets to ask for its next event, in which what it wrote before arrives. */
const outputGraceMs = 100

/** Milliseconds in which a debugger says where it listens. */
const longestAnnouncementMs = 1000

/**
 * Makes a process that runs a function over the Runtime API; its program starts when it gets its function: `spawned` hears
 * of it.
 */
export function startRuntimeApiProcess(
  platform: Platform,
  start: ProgramStart,
  spawned: () => void,
): RuntimeProcess {
  return new RuntimeApiProcess(platform, start, spawned)
}

interface Run {
  readonly requestId: string
  readonly startedAt: number
  readonly stream: StreamListener | undefined
  readonly resolve: (outcome: RuntimeOutcome) => void
  answer?: RuntimeAnswer & { readonly ms: number }
}

class RuntimeApiProcess implements RuntimeProcess {
  readonly takesMore = false
  readonly ready: Promise<ReadyMessage>
  readonly ended: Promise<void>
  readonly #platform: Platform
  readonly #start: ProgramStart
  readonly #spawned: () => void
  readonly #api: RuntimeApi
  #child: ChildProcess | undefined
  #output: readonly OutputLines[] = []
  #task: RuntimeTask | undefined
  #listener: RuntimeListener | undefined
  #run: Run | undefined
  #startedAt = 0
  /** Until its debugger listens. */
  #announcement: NodeJS.Timeout | undefined
  #initMs: number | undefined
  #initIsReported = false
  #initFailure: string | undefined
  #exit: string | undefined
  #isSpent = false
  #markEnded: () => void = () => undefined

  constructor(platform: Platform, start: ProgramStart, spawned: () => void) {
    this.#platform = platform
    this.#start = start
    this.#spawned = spawned
    this.#api = openRuntimeApi({
      asked: () => this.#hasAsked(),
      initFailed: payload => {
        this.#isSpent = true
        this.#initFailure = payload
        this.#finish()
      },
      chunk: bytes => this.#run?.stream?.chunk(bytes),
      contentType: type => this.#run?.stream?.contentType(type),
      answered: answer => this.#hasAnswered(answer),
    })
    this.ready = this.#api.address.then(() => ({ version: '' }))
    this.ready.catch(() => undefined)
    this.ended = new Promise(resolve => (this.#markEnded = resolve))
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get isSpent(): boolean {
    return this.#isSpent
  }

  load(task: RuntimeTask, listener: RuntimeListener): void {
    this.#task = task
    this.#listener = listener
    void this.#api.address.then(address => this.#spawn(task, address))
  }

  run(head: InvocationHead, event: string, stream?: StreamListener): Promise<RuntimeOutcome> {
    return new Promise(resolve => {
      this.#run = { requestId: head.requestId, startedAt: performance.now(), stream, resolve }
      if (this.#isSpent) return this.#finish()
      const functionArn = this.#task?.functionArn ?? ''
      this.#api.give({ head, functionArn, payload: event, deadlineMs: Date.now() + head.timeoutMs })
    })
  }

  // What waits for its debugger hears nothing else: the event goes to a process that is started without one.
  goOn(): void {
    if (this.#initMs === undefined && this.#child) this.#platform.end(this.#child)
  }

  // Only a process without a function guards others.
  guard(): void {}

  // The Runtime API gives one event at a time.
  recall(): void {}

  end(): void {
    this.#isSpent = true
    this.#api.close()
    if (this.#child) return this.#platform.end(this.#child)
    this.#finish()
    this.#markEnded()
  }

  #spawn(task: RuntimeTask, address: string): void {
    if (this.#isSpent) return
    this.#startedAt = performance.now()
    const child = this.#platform.startProgram(this.#start.file, this.#start.arguments, {
      environment: { ...task.environment, ...this.#start.environment, AWS_LAMBDA_RUNTIME_API: address },
      folder: task.taskRoot,
    })
    this.#child = child
    this.#spawned()
    if (this.#start.debugPort !== undefined)
      this.#announcement = setTimeout(() => this.#announce(), longestAnnouncementMs).unref()
    const read = (name: 'stdout' | 'stderr') => {
      const stream = child[name]
      return stream ? [readLines(stream, text => this.#log(name, text), nothing)] : []
    }
    this.#output = [...read('stdout'), ...read('stderr')]
    child.once('error', error => {
      this.#log('stderr', `'${child.spawnfile}' cannot be started: ${error.message}`)
      if (this.#start.debugPort !== undefined)
        this.#listener?.debugs?.({ type: 'failed', reason: error.message })
      this.#hasExited('cannot be started')
    })
    child.once('exit', (code, signal) => this.#hasExited(describeExit(code, signal)))
  }

  /** Its debugger listens, as far as anybody can tell without a connection, which many a debugger takes for its client's. */
  #announce(): void {
    const { debugPort } = this.#start
    if (this.#announcement === undefined || debugPort === undefined) return
    clearTimeout(this.#announcement)
    this.#announcement = undefined
    if (!this.#isSpent) this.#listener?.debugs?.({ type: 'waiting', debugger: 'command', port: debugPort })
  }

  #hasAsked(): void {
    if (this.#initMs === undefined) {
      this.#initMs = performance.now() - this.#startedAt
      // What init took is not the event's.
      if (this.#run) this.#run = { ...this.#run, startedAt: performance.now() }
      if (this.#start.debugPort !== undefined) {
        this.#announce()
        this.#listener?.debugs?.({ type: 'running' })
      }
      this.#listener?.loaded()
    }
    // The runtime writes to pipes before it asks: one turn of the loop, and their bytes are here.
    if (this.#run?.answer) setImmediate(() => this.#finish())
  }

  #hasAnswered(answer: RuntimeAnswer): void {
    const run = this.#run
    if (!run) return
    run.answer = { ...answer, ms: performance.now() - run.startedAt }
    setTimeout(() => {
      if (this.#run === run) this.#finish()
    }, outputGraceMs).unref()
  }

  #hasExited(exit: string): void {
    this.#exit = exit
    this.#isSpent = true
    this.#api.close()
    if (this.#child) this.#platform.end(this.#child)
    // What it wrote last is still on its way.
    setImmediate(() => {
      this.#finish()
      this.#markEnded()
    })
  }

  #finish(): void {
    const run = this.#run
    if (!run) return
    this.#run = undefined
    for (const lines of this.#output) lines.finishEvent(0)
    const initMs = this.#initIsReported ? undefined : this.#initMs
    this.#initIsReported = true
    const memory = this.pid === undefined ? undefined : this.#platform.memoryOf(this.pid)
    run.resolve({
      ...this.#outcomeOf(run),
      ...(memory && { memoryKb: memory.peakKb }),
      ...(run.answer && { durationMs: run.answer.ms }),
      ...(initMs !== undefined && { initMs }),
    })
  }

  #outcomeOf({ answer }: Run): RuntimeOutcome {
    if (answer?.type === 'success' || answer?.type === 'error')
      return { type: answer.type, payload: answer.payload }
    if (answer) return { type: 'error', payload: JSON.stringify(resultTooLarge) }
    if (this.#initFailure !== undefined) return { type: 'initError', payload: this.#initFailure }
    return { type: 'exit', payload: '', exit: this.#exit ?? '' }
  }

  #log(stream: 'stdout' | 'stderr', text: string): void {
    // `Listening for transport dt_socket at address: 41234`, `API server listening at: 127.0.0.1:41234`
    if (this.#announcement && text.includes(String(this.#start.debugPort))) this.#announce()
    this.#listener?.log(stream, text, this.#run?.requestId)
  }
}

function nothing(): void {}
