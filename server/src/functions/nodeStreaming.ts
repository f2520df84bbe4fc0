import { Writable } from 'node:stream'
import { RuntimeError } from './nodeErrors.ts'
import type { Answer, Invocation } from './nodeInvocation.ts'
import { baseContext } from './nodeInvocation.ts'
import type { InvocationHead, RuntimeTask } from './runtimeProcess.ts'

/** A handler that `awslambda.streamifyResponse` was given: `(event, responseStream, context)`. */
export type StreamingHandler = (event: unknown, responseStream: Writable, context: object) => unknown

/** Sends a piece of the answer and calls back when there is room for more. */
export type SendChunk = (bytes: Buffer, done: () => void, contentType: string | undefined) => void

/** What Lambda's own runtime marks such handlers with; wrappers of handlers carry it on. */
const mark = Symbol.for('aws.lambda.runtime.handler.streaming')

/** What Lambda streams of one answer at most. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
const mostBytes = 200 * 1024 * 1024

/** Whether a handler writes its answer to a stream. */
export function isStreaming(handler: unknown): handler is StreamingHandler {
  return typeof handler === 'function' && Reflect.get(handler, mark) === 'response'
}

/** Gives handlers the global `awslambda` of Lambda's Node runtimes. */
export function defineStreaming(): void {
  const streamifyResponse = (handler: object): object => {
    Reflect.set(handler, mark, 'response')
    return handler
  }
  const awslambda = { streamifyResponse, HttpResponseStream: { from: withMetadata } }
  Object.assign(globalThis, { awslambda })
}

// Status and headers as JSON, then eight NUL bytes, then the body; sent with the body's first bytes.
function withMetadata(stream: ResponseStream, metadata: unknown): ResponseStream {
  stream.setContentType('application/vnd.awslambda.http-integration-response')
  stream.prelude = Buffer.concat([Buffer.from(JSON.stringify(metadata)), Buffer.alloc(8)])
  return stream
}

/** The second argument of a streaming handler. Takes strings, bytes, and anything else as its JSON. */
class ResponseStream extends Writable {
  contentType: string | undefined
  prelude: Buffer | undefined
  #sent = 0
  readonly #send: SendChunk

  constructor(send: SendChunk) {
    super({ objectMode: true })
    this.#send = send
  }

  setContentType(type: string): void {
    this.contentType = type
  }

  override _write(chunk: unknown, encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#deliver(bytesOf(chunk, encoding), done)
  }

  override _final(done: (error?: Error) => void): void {
    // Metadata without a body are an answer, too.
    this.#deliver(Buffer.alloc(0), done)
  }

  #deliver(body: Buffer, done: (error?: Error) => void): void {
    const bytes = this.prelude ? Buffer.concat([this.prelude, body]) : body
    this.prelude = undefined
    this.#sent += bytes.length
    if (bytes.length === 0) return done()
    if (this.#sent <= mostBytes) return this.#send(bytes, done, this.contentType)
    const message = `Response payload size exceeded maximum allowed payload size (${mostBytes} bytes).`
    done(new RuntimeError('Function.ResponseSizeTooLarge', message))
  }
}

function bytesOf(chunk: unknown, encoding: BufferEncoding): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, encoding)
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  return Buffer.from(JSON.stringify(chunk) ?? '')
}

/**
 * Calls a streaming handler as Lambda's Node runtime does: the answer is whole when the handler's promise has settled
 * and the stream has ended, or when the event loop has nothing left to do.
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
export function startStreaming(
  handler: StreamingHandler,
  task: RuntimeTask,
  head: InvocationHead,
  event: string,
  send: SendChunk,
): Invocation {
  let answer: (answer: Answer) => void = () => undefined
  const answered = new Promise<Answer>(resolve => (answer = resolve))
  const fail = (thrown: unknown) => answer({ type: 'error', thrown })
  const succeed = () => answer({ type: 'result', json: '' })
  const stream = new ResponseStream(send)
  stream.on('error', fail)
  const ended = new Promise<void>(resolve => stream.on('finish', resolve))
  try {
    const returned = handler(JSON.parse(event), stream, baseContext(task, head))
    if (!(returned instanceof Promise)) throw new Error('Streaming does not support non-async handlers.')
    Promise.all([returned, ended]).then(succeed, fail)
  } catch (error) {
    fail(error)
  }
  return { requestId: head.requestId, answer: answered, fail, loopIsEmpty: succeed }
}
