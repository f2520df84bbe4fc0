import { Socket } from 'node:net'
import { createFrameDecoder, encodeChunks, encodeFrame, frameType, splitPayload } from './frames.ts'
import { largestPayload, resultTooLarge } from './functionLimits.ts'
import { errorPayload, RuntimeError } from './nodeErrors.ts'
import type { Handler } from './nodeHandler.ts'
import { loadHandler } from './nodeHandler.ts'
import type { Answer, Invocation } from './nodeInvocation.ts'
import { startInvocation } from './nodeInvocation.ts'
import { reachLocalHosts } from './nodeLocalHosts.ts'
import { hideParent } from './nodeParent.ts'
import type { SendChunk } from './nodeStreaming.ts'
import { defineStreaming, isStreaming, startStreaming } from './nodeStreaming.ts'
import { endProcess } from './platform.ts'
import type {
  DebugState,
  InvocationHead,
  LoadedMessage,
  LoadFailedMessage,
  ReadyMessage,
  ResultHead,
  RuntimeTask,
} from './runtimeProcess.ts'

// The program of a child process that runs one Node handler. It is bundled to a file of its own, boots without a
// function (the spare), takes one by a `load` frame on descriptor 3, then one event after the other.

const pipe = new Socket({ fd: 3, readable: true, writable: true })

let siblings: readonly number[] = []
/** Events that have come and wait for those before them. */
let waiting: string[] = []
let isWorking = false
/** What waits is run elsewhere, and must not begin here as well. */
let isEnding = false
let loaded: { readonly handler: Handler; readonly task: RuntimeTask } | undefined
let current: Invocation | undefined
let currentStarted = 0

pipe.on(
  'data',
  createFrameDecoder(64 * 1024 * 1024, {
    frame: (type, payload) => {
      if (type === frameType.siblings) siblings = readPids(payload)
      else if (type === frameType.recall) giveBack()
      // It came too late for one that waited.
      else if (type === frameType.goOn) return
      else if (type === frameType.load) void work(() => load(payload))
      else {
        waiting.push(payload)
        if (!isWorking) void work(() => Promise.resolve())
      }
    },
    garbage: () => process.exit(1),
  }),
)
// The gateway is gone: nobody waits for an answer any more.
for (const event of ['end', 'error', 'close']) {
  pipe.on(event, () => {
    siblings.forEach(endProcess)
    process.exit(1)
  })
}
process.on('beforeExit', () => {
  // The pipe is not counted while a handler runs; counting it again keeps the process for the next event.
  pipe.ref()
  current?.loopIsEmpty()
})
process.on('uncaughtException', error => endWith(error))
process.on('unhandledRejection', reason => {
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)
  endWith(new RuntimeError('Runtime.UnhandledPromiseRejection', message, reason))
})
defineStreaming()
hideParent()
// Node makes these streams on first use; made now, the first line of a handler does not wait for it.
void process.stdout.bytesWritten
void process.stderr.bytesWritten
// What came while this process booted is read first: the guard of a gateway that is gone already has its list there, and
// what it wrote to that gateway would fail before it had read it.
setImmediate(() => send(frameType.ready, { version: process.versions.node } satisfies ReadyMessage))
// A spare has time for what most functions load, AWS's SDKs among them, and what would hold up the first event.
const whileIdle = setTimeout(() => void import('node:tls'), 30).unref()

/** Does `first`, then runs what waits, one event after the other. */
async function work(first: () => Promise<void>): Promise<void> {
  isWorking = true
  await first()
  while (!isEnding) {
    const next = waiting.shift()
    if (next === undefined) break
    await run(next)
  }
  isWorking = false
}

function giveBack(): void {
  const count = waiting.length
  waiting = []
  pipe.write(encodeFrame(frameType.recalled, String(count)))
}

async function load(payload: string): Promise<void> {
  let started = performance.now()
  clearTimeout(whileIdle)
  // Our own parent wrote it.
  const task = JSON.parse(payload) as RuntimeTask
  siblings = []
  try {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, task.environment)
    process.chdir(task.taskRoot)
    if (task.source !== undefined) process.setSourceMapsEnabled(true)
    if (task.localHosts) await reachLocalHosts(task.localHosts)
    if (task.isDebugged) {
      await waitForDebugger()
      started = performance.now()
    }
    const { handler, place } = await loadHandler(task.taskRoot, task.handler, task.source)
    loaded = { handler, task }
    send(frameType.loaded, {
      initMs: performance.now() - started,
      ...(place && { place }),
    } satisfies LoadedMessage)
  } catch (error) {
    const place = error instanceof RuntimeError ? error.place : undefined
    const failure: LoadFailedMessage = { error: errorPayload(error), ...(place && { place }) }
    pipe.end(encodeFrame(frameType.loadFailed, JSON.stringify(failure)), () => process.exit(1))
  }
}

/** Until a debugger has attached and set its breakpoints; whoever started this process lets it go on without one. */
async function waitForDebugger(): Promise<void> {
  const inspector = await import('node:inspector')
  inspector.open(0, '127.0.0.1')
  const url = inspector.url() ?? ''
  const waiting: DebugState = { type: 'waiting', debugger: 'node', port: Number(new URL(url).port), url }
  // While it waits nothing is sent.
  await new Promise<void>(resolve => {
    pipe.write(encodeFrame(frameType.debugState, JSON.stringify(waiting)), () => resolve())
  })
  inspector.waitForDebugger()
  send(frameType.debugState, { type: 'running' } satisfies DebugState)
}

async function run(payload: string): Promise<void> {
  if (!loaded) return
  const { head, body } = splitPayload(payload)
  const invocationHead = JSON.parse(head) as InvocationHead
  process.env['_X_AMZN_TRACE_ID'] = invocationHead.traceId
  pipe.unref()
  currentStarted = performance.now()
  const { handler, task } = loaded
  const kept: Buffer[] = []
  current = isStreaming(handler)
    ? startStreaming(handler, task, invocationHead, body, senderOf(invocationHead, kept))
    : startInvocation(handler, task, invocationHead, body)
  const answered = await current.answer
  current = undefined
  // Nobody reads along: the whole stream is the answer, as Lambda's Invoke gives it.
  const isKept = kept.length > 0 && answered.type === 'result'
  const answer: Answer = isKept ? { type: 'result', json: Buffer.concat(kept).toString('utf8') } : answered
  pipe.ref()
  pipe.write(answerFrame(answer, performance.now() - currentStarted))
}

/** Where the bytes of a streaming handler go: out as they come, or into `kept` where the answer is wanted as a whole. */
function senderOf({ isStreamed }: InvocationHead, kept: Buffer[]): SendChunk {
  if (isStreamed === true) {
    let isFirst = true
    return (bytes, done, contentType) => {
      if (isFirst && contentType !== undefined) pipe.write(encodeFrame(frameType.contentType, contentType))
      isFirst = false
      pipe.write(encodeChunks(bytes), () => done())
    }
  }
  let size = 0
  return (bytes, done) => {
    size += bytes.length
    // What is beyond Lambda's limit is needed only as far as it shows that there is more.
    if (size <= largestPayload + bytes.length) kept.push(bytes)
    done()
  }
}

function answerFrame(answer: Answer, ms: number, isLast?: true): Buffer {
  const checked = checkSize(answer)
  const head: ResultHead = {
    ms,
    out: process.stdout.bytesWritten,
    err: process.stderr.bytesWritten,
    kb: process.resourceUsage().maxRSS,
    ...(isLast && { isLast }),
  }
  const [type, body] =
    checked.type === 'result'
      ? [frameType.result, checked.json]
      : [frameType.error, JSON.stringify(errorPayload(checked.thrown))]
  return encodeFrame(type, `${JSON.stringify(head)}\n${body}`)
}

function checkSize(answer: Answer): Answer {
  // A UTF-16 unit is at most three bytes: most results need no counting.
  if (answer.type === 'error' || answer.json.length * 3 <= largestPayload) return answer
  if (Buffer.byteLength(answer.json) <= largestPayload) return answer
  return { type: 'error', thrown: new RuntimeError(resultTooLarge.errorType, resultTooLarge.errorMessage) }
}

/** Reports an error that nothing caught, then ends: Lambda starts a fresh process for the next event, too. */
function endWith(thrown: unknown): void {
  isEnding = true
  process.stderr.write(`${errorPayload(thrown).trace.join('\n') || String(thrown)}\n`)
  if (leavesErrorsToNode()) process.exit(1)
  pipe.ref()
  if (loaded) {
    const frame = answerFrame({ type: 'error', thrown }, performance.now() - currentStarted, true)
    if (current) pipe.end(frame, () => process.exit(1))
    else process.exit(1)
  } else {
    const failure: LoadFailedMessage = { error: errorPayload(thrown) }
    pipe.end(encodeFrame(frameType.loadFailed, JSON.stringify(failure)), () => process.exit(1))
  }
}

/** The runtime client 4 of nodejs24.x hears of no error that nothing caught: Node exits. */
function leavesErrorsToNode(): boolean {
  const [, major] = /^AWS_Lambda_nodejs(\d+)/.exec(process.env['AWS_EXECUTION_ENV'] ?? '') ?? []
  return Number(major) >= 24
}

function send(type: number, message: object): void {
  pipe.write(encodeFrame(type, JSON.stringify(message)))
}

function readPids(payload: string): number[] {
  const pids: unknown = JSON.parse(payload)
  return Array.isArray(pids) ? pids.filter(pid => typeof pid === 'number') : []
}
