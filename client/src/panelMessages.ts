import type {
  Circumstances,
  InvokeRequest,
  InvokeResponse,
} from '../../server/src/protocol/gatewayControl.ts'
import type { IdentityList, TokenOrder } from '../../server/src/protocol/identities.ts'
import type { Location } from '../../server/src/protocol/places.ts'
import type { AnswerFit, RouteDetails } from '../../server/src/protocol/requests.ts'
import type { SaveTestQuestion } from '../../server/src/protocol/savedTests.ts'
import type { ShownTrace, SourceLine, TraceStep } from '../../server/src/protocol/trace.ts'
import type { FromWhyCard } from './whyCardMessages.ts'

/**
 * Messages from the extension to the invoke panel's webview.
 *
 * A `send` is answered by exactly one `completed` or `failed`, a cancelled one by `failed`. VS Code throws away
 * what is posted to a hidden webview, so after `ready` and `show` the extension posts the last `completed` again:
 * without a request under way the panel takes it as the answer it had.
 */
export type ToPanel =
  /** First message after `ready`, and again when the definition changed: what the panel is about. */
  | {
      readonly type: 'show'
      readonly details: RouteDetails
      readonly gateway: GatewayState
      readonly workspaceRoot: string
    }
  | { readonly type: 'gateway'; readonly gateway: GatewayState }
  /** The route is no longer in the definition; the last answer stays. */
  | { readonly type: 'gone'; readonly message: string }
  | { readonly type: 'step'; readonly step: TraceStep }
  /** The request under way stands still at a breakpoint; unset: it goes on. */
  | { readonly type: 'held'; readonly held?: { readonly where: string; readonly source?: SourceLine } }
  | {
      readonly type: 'completed'
      readonly response: InvokeResponse
      readonly trace: ShownTrace
      /** As whom the request was sent. */
      readonly identity?: string
    }
  /** Who can be chosen to call, again when the file or the definition changed. `fileName` is for reading. */
  | { readonly type: 'identities'; readonly list: IdentityList; readonly fileName: string }
  /** A fix was applied and saved: the request goes out again as it stands in the panel. */
  | { readonly type: 'replay' }
  /** The request goes out as it stands in the panel, debugged. */
  | { readonly type: 'debug' }
  /** A token that was asked for to be sent as a header. */
  | { readonly type: 'minted'; readonly token: string }
  /** No answer of the gateway: a banner, not a status. */
  | ({ readonly type: 'failed' } & Failure)
  /** The running gateway took what was saved. */
  | { readonly type: 'reloaded'; readonly cause: ReloadCause }
  /** What the gateway took since the last answer, which may be another now: absolute paths, all of them. */
  | { readonly type: 'outdated'; readonly files: readonly string[] }
  /** Whether the answer with this request id fits the model of the method's response. */
  | { readonly type: 'fit'; readonly requestId: string; readonly fit: AnswerFit }
  /** A request of the history or of a file, to be edited; `from` says which, `isSent` that it is to go out at once. */
  | { readonly type: 'fill'; readonly order: Order; readonly from: string; readonly isSent: boolean }
  /** The file that was asked for by `pickFile`; `at` says what for. */
  | { readonly type: 'picked'; readonly at: FileUse; readonly file: ChosenFile }
  /** Further answers of a request that is repeated; with the last of them `isDone`. */
  | { readonly type: 'repeated'; readonly results: readonly RepeatedAnswer[]; readonly isDone: boolean }
  /** One answer of a repeated request, whole. */
  | {
      readonly type: 'opened'
      readonly number: number
      readonly response: InvokeResponse
      readonly trace: ShownTrace
    }

/** Messages from the webview to the extension. */
export type FromPanel =
  | FromWhyCard
  | { readonly type: 'ready' }
  /** Starts the gateway first when it does not run; one that `isDebugged` in a debug session. */
  | ({ readonly type: 'send'; readonly isReplay?: boolean; readonly isDebugged?: boolean } & Order)
  /** Sends a request `count` times, `atOnce` of them at a time. Answered by `repeated`, or `failed`. */
  | ({ readonly type: 'repeat'; readonly count: number; readonly atOnce: number } & Order)
  /** Asks for one answer of a repeated request, by its number. */
  | { readonly type: 'openRepeated'; readonly number: number }
  /** Lets the user choose one of the requests sent before, or of those in files. */
  | { readonly type: 'showHistory' }
  /** Writes the request into a `.http` file that the user chooses. */
  | ({ readonly type: 'saveRequest' } & Order)
  | { readonly type: 'pickFile'; readonly at: FileUse }
  /** Shows two texts in VS Code's own diff. */
  | {
      readonly type: 'openDiff'
      readonly title: string
      readonly before: string
      readonly after: string
      readonly language: string
    }
  /** Opens the identities file, with an example in it when it is not there yet. */
  | { readonly type: 'openIdentities'; readonly line?: number }
  /** Mints a token, for the clipboard or for a header of the request. */
  | { readonly type: 'mintToken'; readonly order: TokenOrder; readonly target: 'clipboard' | 'header' }
  | { readonly type: 'cancel' }
  /** Lets the request go on that is held up at a breakpoint. */
  | { readonly type: 'continue' }
  | { readonly type: 'openSource'; readonly source: SourceLine }
  /** The route's own line, or that of a fact. */
  | { readonly type: 'openLocation'; readonly location: Location }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  /** Opens a body in an editor of its own. */
  | { readonly type: 'openText'; readonly text: string; readonly language: string }
  /** Makes a test of an answer, or of the mapping template that a step of it rendered. */
  | ({ readonly type: 'saveAsTest' } & Omit<SaveTestQuestion, 'route'>)
  | ({ readonly type: 'copyAs'; readonly format: CopyFormat } & Order)
  /** Saves the trace of an answer, or lays it beside a saved one. */
  | {
      readonly type: 'saveTrace'
      readonly format: 'gatehouse' | 'otlp'
      readonly requestId: string
    }
  | { readonly type: 'compareTrace'; readonly requestId: string }
  /** Adds a model of an answer to the definition. */
  | { readonly type: 'draftModel'; readonly requestId: string }
  | { readonly type: 'showLog' }
  | { readonly type: 'openSettings' }
  /** Starts the gateway on a port that the system chooses, and has the page send its request. */
  | { readonly type: 'sendOnFreePort' }
  /** Asks VS Code for its workspace trust editor. */
  | { readonly type: 'manageTrust' }

/** A request with all that goes with it. */
export interface Order {
  /** Without its body where `body` says where that comes from. */
  readonly request: InvokeRequest
  readonly stage: string
  /** Name of the identity whose credentials go with it; unset for none. */
  readonly identity?: string
  readonly circumstances?: PanelCircumstances
  readonly body?: BodySource
}

/** What the panel can say of a request beside what it carries; the certificate is read when it is sent. */
export type PanelCircumstances = Omit<Circumstances, 'clientCertificate' | 'isFresh'> & {
  /** Absolute path of a client's certificate in PEM form. */
  readonly certificateFile?: string
}

/** A body that is made when the request is sent: files are read then. */
export type BodySource =
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'multipart'; readonly parts: readonly FormPart[] }

/** A field of a form: a text, or a file. */
export interface FormPart {
  readonly name: string
  readonly value?: string
  /** Absolute path. */
  readonly path?: string
}

/** What a chosen file is for: the body, a part of a form by the id of its row, the client's certificate. */
export type FileUse = 'body' | 'certificate' | number

export interface ChosenFile {
  /** Absolute path. */
  readonly path: string
  /** Bytes. */
  readonly size: number
}

export type CopyFormat = 'curl' | 'fetch' | 'awscurl'

/** Why a request is sent again: what was saved, and what the gateway did then. */
export interface ReloadCause {
  /** Absolute paths. */
  readonly files: readonly string[]
  /** In words: `ListBooks was reloaded`. */
  readonly changes: readonly string[]
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Why a request has no answer, and what helps. */
export interface Failure {
  readonly message: string
  /** The line that is to be mended. */
  readonly source?: SourceLine
  readonly isPortTaken?: boolean
}

/** One of many answers to a request that is repeated. */
export interface RepeatedAnswer {
  /** Counts from one, in the order of sending. */
  readonly number: number
  /** Unset where there was no answer. */
  readonly status?: number
  /** Milliseconds from the request to its answer, as the gateway took it. */
  readonly durationMs: number
  /** Its function was started for it. */
  readonly isCold?: boolean
  /** Why there was no answer. */
  readonly message?: string
}

/** Why what was saved is not served. */
export interface NotServed {
  /** Absolute path of what was saved. */
  readonly file: string
  readonly message: string
  /** What is broken. */
  readonly source?: SourceLine
}

/** The local gateway that the panel's requests go to. */
export type GatewayState =
  | { readonly type: 'stopped'; readonly port?: number }
  | { readonly type: 'starting' }
  | {
      readonly type: 'running'
      readonly url: string
      readonly stage: string
      /** What was saved is broken, and the last good definition is served. */
      readonly notServed?: NotServed
    }
  /** Restricted Mode: nothing runs. */
  | { readonly type: 'untrusted' }
