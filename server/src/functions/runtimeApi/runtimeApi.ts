import type { Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import type { ApiError, EnvironmentState, RuntimeEvent } from './environmentState.ts'
import {
  invalidRequestId,
  invalidResponseMode,
  payloadTooLarge,
  reportedError,
  transitionError,
} from './environmentState.ts'
import { largestPayload } from '../functionLimits.ts'
import type { RequestHead } from './requestReader.ts'
import { RequestReader } from './requestReader.ts'

/** What a runtime tells. */
export interface RuntimeApiListener {
  /** It asks for its next event; the first time, its init is over. */
  readonly asked: () => void
  /** It cannot start; `payload` is its error as JSON. */
  readonly initFailed: (payload: string) => void
  /** A part of an answer in chunks, where they are wanted as they come; the connection waits while a promise is open. */
  readonly chunk: (bytes: Uint8Array) => Promise<void> | undefined
  /** Before the first of them. */
  readonly contentType: (type: string) => void
  /** It answered the event it has. */
  readonly answered: (answer: RuntimeAnswer) => void
}

export interface RuntimeAnswer {
  /** `tooLarge`: more than Lambda's limit. */
  readonly type: 'success' | 'error' | 'tooLarge'
  /** JSON of the result or of the error; for `tooLarge` empty. */
  readonly payload: string
}

/** The Runtime API of one execution environment. */
export interface RuntimeApi {
  /** `127.0.0.1:PORT`, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: Promise<string>
  /** Hands an event to the runtime, now or when it asks; one at a time. */
  readonly give: (event: RuntimeEvent) => void
  readonly close: () => void
}

const base = '/2018-06-01/runtime/'
const largestError = 256 * 1024

/**
 * Serves Lambda's Runtime API to one process on a port of its own on loopback: `next`, `response` (buffered or in
 * chunks), `error`, `init/error`, with the states and refusals of AWS's implementation.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export function openRuntimeApi(listener: RuntimeApiListener): RuntimeApi {
  const environment = new Environment(listener)
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    converse(socket, environment)
  })
  return {
    address: listen(server),
    give: event => environment.give(event),
    close: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      // A server on a port has no other kind of address.
      if (typeof address === 'object' && address) resolve(`127.0.0.1:${address.port}`)
    })
    server.unref()
  })
}

type Waiting = (event: RuntimeEvent) => void

/** The state that all connections of one runtime share. */
class Environment {
  readonly #listener: RuntimeApiListener
  #state: EnvironmentState = 'Started'
  #event: RuntimeEvent | undefined
  #answeredId: string | undefined
  #waiting: Waiting | undefined

  constructor(listener: RuntimeApiListener) {
    this.#listener = listener
  }

  give(event: RuntimeEvent): void {
    this.#event = event
    this.#handOut()
  }

  /** A runtime that asks again, say on a new connection, gets the event it has not answered. */
  next(waiting: Waiting): ApiError | undefined {
    if (this.#state === 'InitError') return transitionError(this.#state, 'Ready')
    if (this.#state !== 'Running') this.#state = 'Ready'
    this.#waiting = waiting
    this.#listener.asked()
    this.#handOut()
    return undefined
  }

  initError(payload: string): ApiError | undefined {
    if (this.#state !== 'Started') return transitionError(this.#state, 'InitError')
    this.#state = 'InitError'
    this.#listener.initFailed(payload)
    return undefined
  }

  /** Whether an answer to this request is awaited, before its body is read. */
  refusal(requestId: string, kind: 'InvocationResponse' | 'InvocationErrorResponse'): ApiError | undefined {
    if ((this.#event?.head.requestId ?? this.#answeredId) !== requestId) return invalidRequestId
    return this.#state === 'Running' ? undefined : transitionError(this.#state, kind)
  }

  /** Where the answer in chunks goes; undefined where it is wanted as a whole. */
  stream(contentType: string): ((bytes: Uint8Array) => Promise<void> | undefined) | undefined {
    if (!this.#event?.head.isStreamed) return undefined
    this.#listener.contentType(contentType)
    return this.#listener.chunk
  }

  answer(answer: RuntimeAnswer): void {
    this.#state = 'ResponseSent'
    this.#answeredId = this.#event?.head.requestId
    this.#event = undefined
    this.#listener.answered(answer)
  }

  #handOut(): void {
    const event = this.#event
    const waiting = this.#waiting
    if (!event || !waiting) return
    this.#state = 'Running'
    this.#waiting = undefined
    waiting(event)
  }
}

/** A request whose body is still to come. */
interface Pending {
  readonly mostBytes: number
  /** Takes the bytes as they come; they are not kept then. */
  readonly chunk?: ((bytes: Uint8Array) => Promise<void> | undefined) | undefined
  readonly finish: (body: string, isTooLarge: boolean, trailers: ReadonlyMap<string, string>) => void
}

function converse(socket: Socket, environment: Environment): void {
  let pending: Pending | undefined
  let parts: Buffer[] = []
  let length = 0

  const passOn = (chunk: NonNullable<Pending['chunk']>, bytes: Buffer) => {
    const room = chunk(Buffer.from(bytes))
    if (!room) return
    socket.pause()
    void room.then(() => socket.resume())
  }
  const take = (head: RequestHead): Pending | undefined => {
    if (/^100-continue$/i.test(head.headers.get('expect') ?? ''))
      socket.write('HTTP/1.1 100 Continue\r\n\r\n')
    const path = head.path.startsWith(base) ? head.path.slice(base.length) : undefined
    if (head.method === 'GET' && path === 'invocation/next') return nextEvent(socket, environment)
    if (head.method === 'POST' && path === 'init/error') return initError(socket, environment, head)
    const answered = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '')
    if (head.method === 'POST' && answered?.[1] !== undefined) {
      const id = answered[1]
      return answered[2] === 'error'
        ? invocationError(socket, environment, head, id)
        : invocationResponse(socket, environment, head, id)
    }
    return refused(socket, { status: 404, errorType: 'NotFound', errorMessage: '404 page not found' })
  }
  const reader = new RequestReader({
    head: head => {
      parts = []
      length = 0
      pending = take(head)
    },
    body: bytes => {
      if (pending?.chunk) return passOn(pending.chunk, bytes)
      length += bytes.length
      if (pending && length <= pending.mostBytes) parts.push(Buffer.from(bytes))
      else parts = []
    },
    end: trailers => {
      const ended = pending
      pending = undefined
      ended?.finish(Buffer.concat(parts).toString('utf8'), length > ended.mostBytes, trailers)
      parts = []
    },
    garbage: () => {
      reply(socket, { status: 400, errorType: 'BadRequest', errorMessage: 'the request is no HTTP/1.1' })
      socket.end()
    },
  })
  socket.on('data', chunk => reader.read(chunk))
}

function nextEvent(socket: Socket, environment: Environment): Pending {
  return {
    mostBytes: 0,
    finish: () => {
      const error = environment.next(event => {
        socket.write(eventText(event))
      })
      if (error) reply(socket, error)
    },
  }
}

function initError(socket: Socket, environment: Environment, { headers }: RequestHead): Pending {
  return {
    mostBytes: largestError,
    finish: (body, isTooLarge) => {
      const type = headers.get('lambda-runtime-function-error-type')
      reply(socket, environment.initError(reportedError(isTooLarge ? '' : body, type)))
    },
  }
}

function invocationError(
  socket: Socket,
  environment: Environment,
  { headers }: RequestHead,
  requestId: string,
): Pending {
  const error = environment.refusal(requestId, 'InvocationErrorResponse')
  if (error) return refused(socket, error)
  return {
    mostBytes: largestError,
    finish: (body, isTooLarge) => {
      const type = headers.get('lambda-runtime-function-error-type')
      // Answered before the gateway hears of it: the runtime must not be waited for.
      reply(socket)
      environment.answer({ type: 'error', payload: reportedError(isTooLarge ? '' : body, type) })
    },
  }
}

function invocationResponse(
  socket: Socket,
  environment: Environment,
  { headers }: RequestHead,
  requestId: string,
): Pending {
  const error = environment.refusal(requestId, 'InvocationResponse')
  if (error) return refused(socket, error)
  const mode = headers.get('lambda-runtime-function-response-mode')
  if (mode !== undefined && mode !== 'streaming') {
    const payload = reportedError('', 'Runtime.InvalidResponseModeHeader')
    environment.answer({ type: 'error', payload })
    return refused(socket, invalidResponseMode)
  }
  const contentType = headers.get('content-type') ?? 'application/octet-stream'
  return {
    mostBytes: largestPayload,
    chunk: mode === 'streaming' ? environment.stream(contentType) : undefined,
    finish: (body, isTooLarge, trailers) => {
      const failed = trailers.get('lambda-runtime-function-error-type')
      if (failed !== undefined) {
        const encoded = trailers.get('lambda-runtime-function-error-body') ?? ''
        const payload = reportedError(Buffer.from(encoded, 'base64').toString('utf8'), failed)
        reply(socket)
        environment.answer({ type: 'error', payload })
        return
      }
      reply(socket, isTooLarge ? payloadTooLarge : undefined)
      environment.answer(isTooLarge ? { type: 'tooLarge', payload: '' } : { type: 'success', payload: body })
    },
  }
}

/** Reads a body that nobody wants, then says why. */
function refused(socket: Socket, error: ApiError): Pending {
  return { mostBytes: 0, finish: () => reply(socket, error) }
}

function reply(socket: Socket, error?: ApiError): void {
  const [status, body] = error
    ? [error.status, { errorMessage: error.errorMessage, errorType: error.errorType }]
    : [202, { status: 'OK' }]
  const text = `${JSON.stringify(body)}\n`
  socket.write(
    `HTTP/1.1 ${status} ${reasons[status] ?? 'Error'}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}

const reasons: Readonly<Record<number, string>> = {
  202: 'Accepted',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
}

function eventText({ head, functionArn, payload, deadlineMs }: RuntimeEvent): string {
  return (
    'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n' +
    `Lambda-Runtime-Aws-Request-Id: ${head.requestId}\r\n` +
    `Lambda-Runtime-Deadline-Ms: ${deadlineMs}\r\n` +
    `Lambda-Runtime-Invoked-Function-Arn: ${functionArn}\r\n` +
    `Lambda-Runtime-Trace-Id: ${head.traceId}\r\n` +
    `Content-Length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`
  )
}
