import { heldTimeReader } from './heldTimeFile.ts'
import type { Handler } from './nodeHandler.ts'
import type { InvocationHead, RuntimeTask } from './runtimeProcess.ts'

/** How the handler's work came out. */
export type Answer =
  { readonly type: 'result'; readonly json: string } | { readonly type: 'error'; readonly thrown: unknown }

/** One event on its way through a handler. */
export interface Invocation {
  readonly requestId: string
  /** Resolves with the first answer; later ones are ignored, as on Lambda. */
  readonly answer: Promise<Answer>
  /** To be called when the event loop has nothing left to do: a waiting callback's answer is given then. */
  readonly loopIsEmpty: () => void
  /** Ends the invocation from outside: an error that no handler caught. */
  readonly fail: (thrown: unknown) => void
}

/**
 * Calls a handler as Lambda's Node runtime does: a promise answers when it settles; a callback when the event loop is
 * empty, or at once if `callbackWaitsForEmptyEventLoop` is false; a handler that does neither answers null.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html
 */
export function startInvocation(
  handler: Handler,
  task: RuntimeTask,
  head: InvocationHead,
  event: string,
): Invocation {
  let waitsForEmptyLoop = true
  let waiting: Answer = { type: 'result', json: 'null' }
  let answer: (answer: Answer) => void = () => undefined
  const answered = new Promise<Answer>(resolve => (answer = resolve))

  const fail = (thrown: unknown) => answer({ type: 'error', thrown })
  const succeed = (result: unknown) => answer(answerOf(result))
  const callback = (error: unknown, result?: unknown) => {
    waiting = error === null || error === undefined ? answerOf(result) : { type: 'error', thrown: error }
    if (!waitsForEmptyLoop) answer(waiting)
  }
  const context = Object.defineProperty(
    {
      ...baseContext(task, head),
      done: (error: unknown, result?: unknown) =>
        error === null || error === undefined ? succeed(result) : fail(error),
      succeed,
      fail,
    },
    'callbackWaitsForEmptyEventLoop',
    {
      enumerable: true,
      get: () => waitsForEmptyLoop,
      set: (value: boolean) => (waitsForEmptyLoop = value),
    },
  )

  try {
    const returned = handler(JSON.parse(event), context, callback)
    if (isThenable(returned)) returned.then(succeed, fail)
  } catch (error) {
    fail(error)
  }
  return { requestId: head.requestId, answer: answered, fail, loopIsEmpty: () => answer(waiting) }
}

/** What every handler's `context` has. */
export function baseContext(task: RuntimeTask, head: InvocationHead): object {
  // Time stands still while a debugger holds something.
  const heldMs = heldTimeReader(task.heldTimeFile)
  const now = () => Date.now() - heldMs()
  const deadline = now() + head.timeoutMs
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: '$LATEST',
    functionName: task.functionName,
    memoryLimitInMB: String(task.memoryMb),
    logGroupName: task.logGroupName,
    logStreamName: task.logStreamName,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: task.functionArn,
    awsRequestId: head.requestId,
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  }
}

function answerOf(result: unknown): Answer {
  try {
    // JSON has no undefined: a function or a symbol answers null like nothing at all.
    return { type: 'result', json: JSON.stringify(result) ?? 'null' }
  } catch {
    return { type: 'error', thrown: new Error('Unable to stringify response body') }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
