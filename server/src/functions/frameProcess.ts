import type { ChildProcess } from 'node:child_process'
import { Duplex } from 'node:stream'
import { isInspectorLine, letInspectedRun } from './inspector.ts'
import { createFrameDecoder, encodeFrame, frameType, splitPayload } from './frames.ts'
import { readLines } from './outputLines.ts'
import type { OutputLines } from './outputLines.ts'
import type { Platform } from './platform.ts'
import { describeExit } from './platform.ts'
import type {
  DebugState,
  InvocationHead,
  LoadedMessage,
  LoadFailedMessage,
  NotBegun,
  ReadyMessage,
  ResultHead,
  RuntimeListener,
  RuntimeOutcome,
  RuntimeProcess,
  RuntimeTask,
  StreamListener,
} from './runtimeProcess.ts'
import type { FrameStart } from './runtimeStart.ts'

/** Longest frame of a process: the largest answer of a function and its head. */
const longestFrame = 7 * 1024 * 1024
/** Milliseconds without progress after which output that was written before an answer is waited for no longer. */
const outputGraceMs = 100
/** The same with progress. */
const longestOutputWaitMs = 2000

/** Milliseconds in which a frame that was sent before the end of a process arrives. */
const lastFrameMs = 50

/** Starts a process that waits for a function. */
export function startFrameProcess(platform: Platform, start: FrameStart): RuntimeProcess {
  const child = platform.startRuntime(start.file, start.arguments, {
    ...platform.baseEnvironment(),
    ...start.environment,
  })
  return new FrameProcess(platform, child, start.takesMore)
}

/** Events that go out without waiting for more. */
const fullOutbox = 8

interface Run {
  readonly requestId: string
  readonly resolve: (outcome: RuntimeOutcome | NotBegun) => void
  readonly stream: StreamListener | undefined
  /** The answer has come and waits for the output written before it. */
  answer?: { readonly outcome: Answer; readonly head: Partial<ResultHead> }
}

type Answer = Pick<RuntimeOutcome, 'type' | 'payload'> & Partial<Pick<RuntimeOutcome, 'place' | 'exit'>>

/** One child process with a bootstrap of ours and what is known of it; it lives from start to `ended`. */
class FrameProcess implements RuntimeProcess {
  readonly ready: Promise<ReadyMessage>
  readonly ended: Promise<void>
  readonly #platform: Platform
  readonly #child: ChildProcess
  readonly #pipe: Duplex | undefined
  readonly #stdout: OutputLines | undefined
  readonly #stderr: OutputLines | undefined
  /** Undefined while the process has no function. */
  #listener: RuntimeListener | undefined
  /** In the order in which the process runs them; the first one is under way. */
  #runs: Run[] = []
  /** Events for the end of this turn of the loop: several go out by one write. */
  #outbox: Buffer[] = []
  #lastLine = ''
  /** While it waits for a debugger, and after. */
  #inspectorUrl: string | undefined
  #isDebugged = false
  /** Bytes of stderr that Node's inspector wrote, not the function. */
  #inspectorBytes = 0
  #loaded: LoadedMessage | undefined
  #loadFailure: Answer | undefined
  #initIsReported = false
  #isSpent = false
  #hasEnded = false
  readonly #takesMore: boolean
  /** Until it is known which events come back, others would be taken for them. */
  #isRecalling = false
  #markReady: (message: ReadyMessage) => void = () => undefined
  #markFailed: (reason: Error) => void = () => undefined

  constructor(platform: Platform, child: ChildProcess, takesMore: boolean) {
    this.#takesMore = takesMore
    this.#platform = platform
    this.#child = child
    this.ready = new Promise((resolve, reject) => {
      this.#markReady = resolve
      this.#markFailed = reject
    })
    this.ready.catch(() => undefined)
    const progress = () => this.#finishIfComplete()
    this.#stdout = child.stdout
      ? readLines(child.stdout, text => this.#log('stdout', text), progress)
      : undefined
    this.#stderr = child.stderr
      ? readLines(child.stderr, text => this.#log('stderr', text), progress)
      : undefined
    this.ended = new Promise(resolve => {
      child.once('error', error => {
        this.#markFailed(new Error(`'${child.spawnfile}' cannot be started: ${error.message}`))
        this.#hasExited('cannot be started')
        resolve()
      })
      child.once('exit', (code, signal) => {
        const exit = describeExit(code, signal)
        this.#isSpent = true
        this.#markFailed(
          new Error(
            `'${child.spawnfile}' ended before it was ready: ${this.#lastLine || exit || 'no reason given'}`,
          ),
        )
        this.#afterLastFrame(() => {
          this.#hasExited(exit)
          resolve()
        })
      })
    })
    this.#pipe = this.#connect()
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get takesMore(): boolean {
    return this.#takesMore && !this.#isRecalling
  }

  get isSpent(): boolean {
    return this.#isSpent
  }

  load(task: RuntimeTask, listener: RuntimeListener): void {
    this.#listener = listener
    this.#isDebugged = task.isDebugged === true
    this.#pipe?.write(encodeFrame(frameType.load, JSON.stringify(task)))
  }

  run(head: InvocationHead, event: string, stream?: StreamListener): Promise<RuntimeOutcome | NotBegun> {
    return new Promise(resolve => {
      this.#runs.push({ requestId: head.requestId, resolve, stream })
      const isFirst = this.#runs.length === 1
      if (this.#isSpent) {
        if (isFirst) this.#answer(this.#loadFailure ?? { type: 'exit', payload: '', exit: '' })
        else this.#giveBack(1)
        return
      }
      const frame = encodeFrame(frameType.invoke, `${JSON.stringify(head)}\n${event}`)
      if (isFirst) return void this.#pipe?.write(frame)
      this.#holdOutput(true)
      if (this.#outbox.length === 0) setImmediate(() => this.#send())
      this.#outbox.push(frame)
      // The process works on these while more requests are read here.
      if (this.#outbox.length >= fullOutbox) this.#send()
    })
  }

  recall(): void {
    if (this.#isRecalling) return
    this.#isRecalling = true
    this.#send()
    this.#pipe?.write(encodeFrame(frameType.recall, ''))
  }

  goOn(): void {
    // A Node that waits for its debugger reads nothing else.
    if (this.#inspectorUrl === undefined) this.#pipe?.write(encodeFrame(frameType.goOn, ''))
    else letInspectedRun(this.#inspectorUrl)
  }

  guard(pids: readonly number[]): void {
    this.#pipe?.write(encodeFrame(frameType.siblings, JSON.stringify(pids)))
  }

  end(): void {
    this.#isSpent = true
    this.#platform.end(this.#child)
  }

  #send(): void {
    if (this.#outbox.length > 0) this.#pipe?.write(Buffer.concat(this.#outbox))
    this.#outbox = []
  }

  /** The last `count` events have not begun, and will not. */
  #giveBack(count: number): void {
    if (count === 0) return
    const back = this.#runs.splice(Math.max(0, this.#runs.length - count))
    if (this.#runs.length <= 1) this.#holdOutput(false)
    for (const { resolve } of back) resolve({ type: 'notBegun' })
  }

  #holdOutput(isHeld: boolean): void {
    this.#stdout?.hold(isHeld)
    this.#stderr?.hold(isHeld)
  }

  #connect(): Duplex | undefined {
    const pipe = this.#child.stdio[3]
    // A failed spawn has no pipe; its 'error' event follows.
    if (!(pipe instanceof Duplex)) return undefined
    const decode = createFrameDecoder(longestFrame, {
      frame: (type, payload) => this.#receive(type, payload),
      chunk: bytes => {
        const room = this.#running()?.stream?.chunk(bytes)
        if (!room) return
        pipe.pause()
        void room.then(() => pipe.resume())
      },
      garbage: () => this.#breakOff('the function wrote to descriptor 3, which belongs to its runtime'),
    })
    pipe.on('data', decode)
    pipe.on('error', () => undefined)
    // A handler can close what it does not own; without the pipe the process is of no use.
    pipe.on('close', () => this.#breakOff('the function closed descriptor 3, which belongs to its runtime'))
    return pipe
  }

  #receive(type: number, payload: string): void {
    // The frames come from our own bootstrap; `garbage` has caught what a handler wrote between them.
    if (type === frameType.ready) this.#markReady(JSON.parse(payload) as ReadyMessage)
    else if (type === frameType.loaded) {
      this.#loaded = JSON.parse(payload) as LoadedMessage
      this.#listener?.loaded()
    } else if (type === frameType.loadFailed) {
      const { error, place } = JSON.parse(payload) as LoadFailedMessage
      this.#isSpent = true
      this.#loadFailure = { type: 'initError', payload: JSON.stringify(error), ...(place && { place }) }
      this.#answer(this.#loadFailure)
    } else if (type === frameType.debugState) {
      const state = JSON.parse(payload) as DebugState
      if (state.type === 'waiting') this.#inspectorUrl = state.url
      this.#listener?.debugs?.(state)
    } else if (type === frameType.contentType) this.#running()?.stream?.contentType(payload)
    else if (type === frameType.recalled) {
      // A handler can write to the pipe, too: what nobody has asked for gives nothing back.
      if (this.#isRecalling) this.#giveBack(Number(payload) || 0)
      this.#isRecalling = false
    } else if (type === frameType.result || type === frameType.error) {
      const { head, body } = splitPayload(payload)
      const answer = type === frameType.result ? 'success' : 'error'
      this.#answer({ type: answer, payload: body }, JSON.parse(head) as ResultHead)
    }
  }

  /** The event that the process is at: answers of those before it may still wait for their output. */
  #running(): Run | undefined {
    return this.#runs.find(({ answer }) => !answer)
  }

  #answer(outcome: Answer, head: Partial<ResultHead> = {}): void {
    const run = this.#running()
    if (!run) return
    run.answer = { outcome, head }
    if (head.isLast) {
      this.#isSpent = true
      this.#giveBack(this.#runs.length - 1 - this.#runs.indexOf(run))
    }
    if (run === this.#runs[0]) this.#finishOrWait(run, head)
  }

  #finishOrWait(run: Run, head: Partial<ResultHead>): void {
    if (this.#outputHasArrived(head)) return this.#finish(run)
    const deadline = performance.now() + longestOutputWaitMs
    const waitOn = (bytes: number) => {
      const progress = this.#bytesRead()
      if (progress === bytes || performance.now() > deadline) this.#finish(run)
      else if (this.#runs[0] === run) setTimeout(waitOn, outputGraceMs, progress).unref()
    }
    setTimeout(waitOn, outputGraceMs, this.#bytesRead()).unref()
  }

  #bytesRead(): number {
    return (this.#stdout?.bytesRead() ?? 0) + (this.#stderr?.bytesRead() ?? 0)
  }

  #finishIfComplete(): void {
    const [run] = this.#runs
    if (run?.answer && this.#outputHasArrived(run.answer.head)) this.#finish(run)
  }

  #outputHasArrived(head: Partial<ResultHead>): boolean {
    const isWhole = (lines: OutputLines | undefined, bytes = 0) =>
      lines === undefined || lines.hasEnded() || lines.isFull() || lines.bytesRead() >= bytes
    return isWhole(this.#stdout, head.out) && isWhole(this.#stderr, (head.err ?? 0) + this.#inspectorBytes)
  }

  #finish(run: Run): void {
    if (this.#runs[0] !== run || !run.answer) return
    const { head } = run.answer
    this.#stdout?.finishEvent(head.out ?? 0)
    this.#stderr?.finishEvent(head.err ?? 0)
    this.#runs.shift()
    if (this.#runs.length <= 1) this.#holdOutput(false)
    this.#resolve(run, run.answer)
    const [next] = this.#runs
    if (next?.answer) this.#finishOrWait(next, next.answer.head)
    // Who waited behind the last event of a process has not begun.
    else if (this.#hasEnded) this.#giveBack(this.#runs.length)
  }

  #resolve(run: Run, { outcome, head }: NonNullable<Run['answer']>): void {
    const place = outcome.place ?? this.#loaded?.place
    const init = this.#initIsReported ? undefined : this.#loaded?.initMs
    this.#initIsReported = true
    if (init === undefined && place && head.ms !== undefined && outcome.exit === undefined) {
      const { type, payload } = outcome
      const memory = head.kb === undefined ? undefined : { memoryKb: head.kb }
      run.resolve({ type, payload, durationMs: head.ms, place, ...memory })
      return
    }
    run.resolve({
      ...outcome,
      ...(head.ms !== undefined && { durationMs: head.ms }),
      ...(head.kb !== undefined && { memoryKb: head.kb }),
      ...(init !== undefined && { initMs: init }),
      ...(place && { place }),
    })
  }

  #breakOff(why: string): void {
    if (this.#isSpent || this.#child.exitCode !== null || this.#child.signalCode !== null) return
    // At a normal end the pipe closes a moment before the exit is known.
    setTimeout(() => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
      this.#log('stderr', why)
      this.end()
    }, 20).unref()
  }

  // What the process sent last may be heard of after its end; something that it started may keep the pipe open.
  #afterLastFrame(proceed: () => void): void {
    const pipe = this.#pipe
    if (!pipe || pipe.destroyed || pipe.readableEnded) return proceed()
    let isDone = false
    const once = () => {
      if (!isDone) proceed()
      isDone = true
    }
    pipe.once('close', once)
    // After a stall the timer is served before the pipe: one look at that.
    setTimeout(() => setImmediate(once), lastFrameMs)
  }

  #hasExited(exit: string): void {
    this.#isSpent = true
    this.#platform.end(this.#child)
    const closed = { out: Infinity, err: Infinity }
    this.#hasEnded = true
    this.#answer(this.#loadFailure ?? { type: 'exit', payload: '', exit }, closed)
  }

  #log(stream: 'stdout' | 'stderr', text: string): void {
    if (stream === 'stderr' && this.#isDebugged && isInspectorLine(text)) {
      this.#inspectorBytes += Buffer.byteLength(text) + 1
      return
    }
    this.#lastLine = text
    this.#listener?.log(stream, text, this.#runs[0]?.requestId)
  }
}
