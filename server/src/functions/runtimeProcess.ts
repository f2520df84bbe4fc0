import type { DebuggableEnvironment } from '../protocol/debugging.ts'
import type { FunctionLogLine } from '../protocol/trace.ts'

/**
 * A process that runs one function, one event at a time. `nodeProcess.ts` carries it over our own frames; the Lambda
 * Runtime API for other languages fits the same interface.
 */
export interface RuntimeProcess {
  readonly pid: number | undefined
  /** Resolves once the process has booted and can take a function; rejects with the reason when it cannot start. */
  readonly ready: Promise<ReadyMessage>
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>
  /** Whether no further event should be given to it. */
  readonly isSpent: boolean
  /** Gives the process its function, once. How that went is part of the outcome of the first `run`. */
  readonly load: (task: RuntimeTask, listener: RuntimeListener) => void
  /**
   * Whether `run` may be called before the last event has ended: the process still runs one after the other, and hears
   * of the next at once.
   */
  readonly takesMore: boolean
  /**
   * Runs one event; always resolves, with `exit` when the process ends before it answered. An event that waited behind
   * another one when that happened, or when `recall` was called, resolves with `notBegun`.
   */
  readonly run: (
    head: InvocationHead,
    event: string,
    stream?: StreamListener,
  ) => Promise<RuntimeOutcome | NotBegun>
  /** Takes back the events that have not begun. */
  readonly recall: () => void
  /** Tells a process that has no function yet which others to end should the gateway vanish. */
  readonly guard: (pids: readonly number[]) => void
  /** A process that waits for a debugger waits no longer. */
  readonly goOn: () => void
  /** Ends the process and everything it started. */
  readonly end: () => void
}

/** Takes a streamed answer as it comes. */
export interface StreamListener {
  /** The process waits while a promise of it is open. */
  readonly chunk: (bytes: Uint8Array) => Promise<void> | undefined
  readonly contentType: (type: string) => void
}

/** What a process hands on while it lives. */
export interface RuntimeListener {
  /** A line the function wrote; `requestId` is unset outside an invocation. */
  readonly log: (stream: FunctionLogLine['stream'], text: string, requestId: string | undefined) => void
  /** The handler is loaded: from here on the function's own `Timeout` counts. */
  readonly loaded: () => void
  /** Of a task that `isDebugged`. */
  readonly debugs?: (state: DebugState) => void
}

/** How a process stands to its debugger. */
export type DebugState =
  /** It waits before the handler's first line; `url` is that of Node's inspector. */
  | {
      readonly type: 'waiting'
      readonly debugger: DebuggableEnvironment['debugger']
      readonly port: number
      readonly url?: string
    }
  /** One has attached, or it was let go on without. */
  | { readonly type: 'running' }
  | { readonly type: 'unavailable'; readonly reason: string }
  /** What the user wants it started by cannot be started. */
  | { readonly type: 'failed'; readonly reason: string }

/** A function as its process needs it. */
export interface RuntimeTask {
  /** Absolute path of the folder that is `/var/task` on Lambda. */
  readonly taskRoot: string
  /** `src/app.handler` */
  readonly handler: string
  /** Source that the handler's file was bundled from, with a source map. */
  readonly source?: string
  /** Everything the process finds in its environment. */
  readonly environment: Readonly<Record<string, string>>
  readonly functionName: string
  readonly functionArn: string
  readonly memoryMb: number
  readonly logGroupName: string
  readonly logStreamName: string
  readonly localHosts?: LocalHosts
  /** Waits for a debugger before the handler's first line. */
  readonly isDebugged?: true
  /** Absolute path of a `HeldTimeFile`. */
  readonly heldTimeFile?: string
}

/** Hosts that a function finds on this machine when it speaks TLS to them, and the certificate (PEM) they show. */
export interface LocalHosts {
  readonly cert: string
  readonly places: readonly LocalPlace[]
}

/** A port of this machine. */
export interface LocalPlace {
  /** Hosts whose port 443 stands for it, in lower case. */
  readonly hosts: readonly string[]
  /** By which it is reached as it is, `127.0.0.1` and `localhost`; the first one is connected to. */
  readonly addresses: readonly [string, ...string[]]
  readonly port: number
}

export interface InvocationHead {
  readonly requestId: string
  /** Value of `_X_AMZN_TRACE_ID`. */
  readonly traceId: string
  /** The function's `Timeout` in milliseconds, for `getRemainingTimeInMillis`. */
  readonly timeoutMs: number
  /** A streaming handler's bytes are wanted as they come; else as a whole. */
  readonly isStreamed?: true
}

export interface ReadyMessage {
  /** `20.20.2` */
  readonly version: string
}

/** Where the handler stands; `line` is zero-based. */
export interface HandlerPlace {
  readonly file: string
  readonly line: number
}

export interface LoadedMessage {
  readonly initMs: number
  readonly place?: HandlerPlace
}

export interface LoadFailedMessage {
  readonly error: ErrorPayload
  readonly place?: HandlerPlace
}

/** What Lambda answers for a failed function. */
export interface ErrorPayload {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

export interface ResultHead {
  /** Milliseconds the handler ran. */
  readonly ms: number
  /** Bytes written to stdout and stderr so far: the log of the event is whole once they have arrived. */
  readonly out: number
  readonly err: number
  /** Most memory the process had at a time, in kilobytes. */
  readonly kb?: number
  /** The process ends after this answer, as Lambda's does after an uncaught error. */
  readonly isLast?: boolean
}

/** An event that waited behind another one and can go elsewhere. */
export interface NotBegun {
  readonly type: 'notBegun'
}

/** How one event ended. */
export interface RuntimeOutcome {
  readonly type: 'success' | 'error' | 'initError' | 'exit'
  /** JSON of the result or of the error; for `exit` empty. */
  readonly payload: string
  /** Milliseconds the handler ran, when it came to an end. */
  readonly durationMs?: number
  /** Milliseconds of init, on the first event of a process only. */
  readonly initMs?: number
  /** Most memory the process had at a time, in kilobytes; where it is known. */
  readonly memoryKb?: number
  readonly place?: HandlerPlace
  /** For `exit`: how the process ended, in Lambda's words: `exit status 1`, `signal: killed`. */
  readonly exit?: string
  /** For `exit`: it was ended because it took more memory than its function has. */
  readonly isOutOfMemory?: true
}
