import type { Fields } from '../base/headers.ts'
import type { SourceLine, StepName } from './step.ts'
import type { Why } from './why.ts'

export type { SourceLine, StepName } from './step.ts'

/** A body as shown: text when it is UTF-8, else base64. */
export interface Payload {
  readonly text?: string
  readonly base64?: string
  /** Bytes of the whole body. */
  readonly size: number
  /** The body is longer than what is shown. */
  readonly isCut?: boolean
}

/** What went into or came out of a step. */
export interface TracedMessage {
  /** `Body of the method request`, `Event`, `Response of the function`. */
  readonly title: string
  readonly method?: string
  readonly url?: string
  readonly status?: number
  readonly headers?: Fields
  readonly query?: Fields
  readonly body?: Payload
}

/** A mapping template that a step rendered. */
export interface TracedTemplate {
  readonly mediaType: string
  /** Where the template begins. */
  readonly source: SourceLine
  /** What it printed; of a template that failed, what it had printed until then. */
  readonly output: Payload
  /** What it set, by name, as JSON; of very many or very long ones the beginning. */
  readonly variables: Fields
  /** What it overrode: `requestOverride.header.X-Tier` and the value. */
  readonly overrides: Fields
  readonly fault?: TemplateFault
}

/** What ended a template. */
export interface TemplateFault {
  readonly message: string
  /** Inside the template; both count from 1. */
  readonly line: number
  readonly column: number
  /** The same place in the definition, as exactly as it can be told. */
  readonly source: SourceLine
}

export interface TraceStep {
  readonly name: StepName
  /** What the panel shows: `Method request`. */
  readonly title: string
  /**
   * `passed`; `failed`: this step decided a 4xx or 5xx answer; `skipped`: there is nothing to do on this method;
   * `notReached`; `notEmulated`: AWS would do something here that Gatehouse does not do yet.
   */
  readonly state: 'passed' | 'failed' | 'skipped' | 'notReached' | 'notEmulated'
  /** One sentence, no closing full stop; `code` in backticks and **bold** are the only marks. */
  readonly summary: string
  /** The definition's line (or the handler's) that the step followed. */
  readonly source?: SourceLine
  /** Milliseconds after the request came in; 0 for steps not reached. */
  readonly startMs: number
  readonly durationMs: number
  readonly before?: TracedMessage
  readonly after?: TracedMessage
  /** Of an event in one payload format: the same event in the other, which a changed integration would send. */
  readonly otherFormat?: TracedMessage
  /** Set where the step rendered a mapping template. */
  readonly template?: TracedTemplate
}

/** A line that a function wrote. */
export interface FunctionLogLine {
  readonly functionId: string
  readonly stream: 'stdout' | 'stderr' | 'platform'
  readonly text: string
}

/** A line of the execution log that API Gateway keeps of a REST API. */
export interface ExecutionLogLine {
  /** Milliseconds after the request came in. */
  readonly atMs: number
  /**
   * From which setting of the stage on AWS writes it: `error` with the logging level ERROR, `info` with INFO, `dataTrace`
   * with INFO and DataTraceEnabled.
   */
  readonly level: 'error' | 'info' | 'dataTrace'
  /** In AWS's words, without the request's id that stands before each line in CloudWatch. */
  readonly text: string
}

/** What the gateway did with one request; written by the steps themselves. */
export interface Trace {
  readonly requestId: string
  readonly api: { readonly id: string; readonly name: string; readonly type: 'rest' | 'http' | 'websocket' }
  readonly stage: string
  /** The method or route that took the request: `GET /books/{bookId}`; unset when none did. */
  readonly route?: string
  /** Who answered, where the stage has a canary: the stage's own deployment is the base. */
  readonly release?: 'base' | 'canary'
  /** Of a WebSocket API: the connection, and what happened on it. */
  readonly connection?: {
    readonly id: string
    readonly eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT'
  }
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly durationMs: number
  readonly request: TracedMessage
  readonly response: TracedMessage
  readonly steps: readonly TraceStep[]
  /** Lines of the functions that ran for this request. */
  readonly log: readonly FunctionLogLine[]
  /** Of REST APIs only: HTTP APIs have none on AWS. All of it, whatever the stage's logging level. */
  readonly executionLog?: readonly ExecutionLogLine[]
  /** Why the answer has its status; unset where there is nothing to explain. */
  readonly why?: Why
}
