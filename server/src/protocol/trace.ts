import type { TextEdit } from '../base/diagnostic.ts'
import type { Fields } from '../base/headers.ts'

/** The steps of API Gateway in AWS's order and words. An HTTP API leaves out those it does not have. */
export type StepName =
  | 'methodRequest'
  | 'authorizer'
  | 'apiKey'
  | 'requestValidation'
  | 'responseCache'
  | 'integrationRequest'
  | 'integration'
  | 'integrationResponse'
  | 'methodResponse'
  | 'gatewayResponse'

/** A line of the user's files that a step followed. */
export interface SourceLine {
  /** Absolute path. */
  readonly file: string
  /** Zero-based. */
  readonly line: number
  readonly character: number
}

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
  /** What it found, as JSON of `gatehouse render --context`; unset where that is very long. */
  readonly context?: string
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
  readonly api: {
    readonly id: string
    readonly name: string
    readonly type: 'rest' | 'http' | 'websocket' | 'functionUrl'
  }
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

/** A trace for somebody who looks at it. */
export interface ShownTrace extends Trace {
  /** The same with its secrets masked; unset when it has none. */
  readonly masked?: Trace
}

/** Why a request was answered as it was: one sentence, what proves it, and the ways out. */
export interface Why {
  /** One of the causes of docs/why.md: `authorizer-policy-denies`. */
  readonly cause: string
  /**
   * `<Who> <did what>: <the deciding fact in bold>. <What followed from it>.` Under 45 words; `code` in backticks and
   * **bold** are the only marks.
   */
  readonly sentence: string
  /** The step that decided. */
  readonly step: StepName
  /** The line that decided: of the definition, or of a handler. */
  readonly source?: SourceLine
  readonly evidence?: Evidence
  /** Short pairs: the ARN that was asked for, where the policy came from. */
  readonly facts: readonly WhyFact[]
  /** At most three, the best first. */
  readonly fixes: readonly WhyFix[]
  /** AWS's page on it. */
  readonly documentation: string
  /** The status itself is no failure, so that the explanation is shown when it is asked for. */
  readonly isQuiet?: boolean
}

/** A few lines that prove a sentence: a statement with its neighbours, or what a function returned. */
export interface Evidence {
  /** `Policy of TokenAuthorizer`, `What GetBook returned`, `template.yaml`. */
  readonly title: string
  /** Number of the first line, from 1. */
  readonly firstLine: number
  readonly lines: readonly EvidenceLine[]
}

export interface EvidenceLine {
  readonly text: string
  readonly isDeciding?: boolean
  /** What of the text is wrong, in UTF-16 code units. */
  readonly wrong?: { readonly start: number; readonly end: number }
}

export interface WhyFact {
  /** `Request ARN` */
  readonly label: string
  /** With the marks of a sentence. */
  readonly text: string
  readonly source?: SourceLine
}

/** A way out, behind a button. */
export type WhyFix =
  /** A change of the user's files; only where it is certain. */
  | {
      readonly type: 'edit'
      readonly title: string
      readonly change: SuggestedChange
    }
  /** The quick fix of a rule at a line. */
  | { readonly type: 'rule'; readonly title: string; readonly rule: string; readonly source: SourceLine }
  | { readonly type: 'open'; readonly title: string; readonly source: SourceLine }
  /** The lines that the function wrote. */
  | { readonly type: 'log'; readonly title: string }

/** One edit with the whole lines that it changes. */
export interface SuggestedChange {
  readonly edit: TextEdit
  /** What stands in the range of the edit: where something else does, the file was changed since. */
  readonly oldText: string
  /** Lines before and after, the first of them at the beginning of the edit's range. */
  readonly removed: readonly string[]
  readonly added: readonly string[]
}
