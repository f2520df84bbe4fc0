import type { Range } from '../base/text.ts'
import type { FileAnswer, FileQuestion } from './files.ts'
import type { AccessMatrix, AccessQuestion } from './access.ts'
import type { DesignMap, MapQuestion, MapTheme } from './designMap.ts'
import type { IdentityList, IdentityQuestion } from './identities.ts'
import type {
  ApiDocs,
  DraftedModel,
  DraftModelQuestion,
  ImportedRequests,
  ImportQuestion,
  NoApiDocs,
  NoModel,
  NoRequests,
} from './exchange.ts'
import type { JournalEvents } from './journal.ts'
import type { Neighbour } from './neighbours.ts'
import type { NewPart, NoPartEdit, PartEdit, PartForm, PartName } from './parts.ts'
import type { Location, RouteReference } from './places.ts'
import type {
  Rendering,
  RenderQuestion,
  TemplateContexts,
  TemplatePosition,
  TraceContextQuestion,
} from './rendering.ts'
import type { NoSavedTest, SavedTest, SaveTemplateTestQuestion, SaveTestQuestion } from './savedTests.ts'
import type { TestFileOutline, TestName } from './testRun.ts'
import type { Trace } from './trace.ts'

/** Names of the requests and notifications that go beyond LSP. Types only: both sides write the literal. */
export interface GatehouseRequests {
  /** The tree of all gateways in the workspace. */
  'gatehouse/outline': { readonly params: null; readonly result: Outline }
  /** What the invoke panel shows before anything is sent. Null when the route is gone. */
  'gatehouse/routeDetails': { readonly params: RouteReference; readonly result: RouteDetails | null }
  /** What the WebSocket console shows of an API. Null when the API is gone. */
  'gatehouse/socketDetails': {
    readonly params: { readonly definition: string; readonly apiId: string }
    readonly result: SocketDetails | null
  }
  /** Who may call what of an API. Null when the API is gone. */
  'gatehouse/whoMayCall': { readonly params: AccessQuestion; readonly result: AccessMatrix | null }
  /** Who can be chosen to call a route. Null when the route is gone. */
  'gatehouse/identities': { readonly params: IdentityQuestion; readonly result: IdentityList | null }
  /** Whether an answer fits what the definition says of it. Null where it says nothing, or it cannot be told here. */
  'gatehouse/answerFit': { readonly params: AnswerQuestion; readonly result: AnswerFit | null }
  /** Which route takes a request, the taker first. Null when the API is gone or routes no requests. */
  'gatehouse/routing': { readonly params: RoutingQuestion; readonly result: readonly RoutingVerdict[] | null }
  /** The text of a file that keeps a trace, without secrets. */
  'gatehouse/traceFile': {
    readonly params: { readonly trace: Trace; readonly format: 'gatehouse' | 'otlp' }
    readonly result: { readonly text: string }
  }
  /**
   * Saved traces in words: of one file all of it, of two or more what can be laid side by side. There are none when a
   * file cannot be read; `fault` says why. Files below one of the `folders` (absolute paths) are named from there.
   */
  'gatehouse/traceTexts': {
    readonly params: { readonly files: readonly TraceFile[]; readonly folders?: readonly string[] }
    readonly result: { readonly texts: readonly string[]; readonly fault?: string }
  }
  /** What a mapping template prints with a context, at most about two seconds long. Null when there is no template. */
  'gatehouse/render': { readonly params: RenderQuestion; readonly result: Rendering | null }
  /** Contexts to render a mapping template with. Null when there is no template. */
  'gatehouse/templateContexts': {
    readonly params: TemplatePosition
    readonly result: TemplateContexts | null
  }
  /** An API as an OpenAPI 3 document (JSON) for those who call it. */
  'gatehouse/apiDocs': {
    readonly params: { readonly definition: string; readonly apiId: string }
    readonly result: ApiDocs | NoApiDocs
  }
  /** Requests of a Postman collection or a HAR file as a `.http` file. */
  'gatehouse/importRequests': {
    readonly params: ImportQuestion
    readonly result: ImportedRequests | NoRequests
  }
  /** A model of recorded answers, as an edit of the definition. */
  'gatehouse/draftModel': { readonly params: DraftModelQuestion; readonly result: DraftedModel | NoModel }
  /** A context like the request of a trace. Null when there is no template. */
  'gatehouse/traceContext': {
    readonly params: TraceContextQuestion
    readonly result: { readonly text: string } | null
  }
  /** The last changes of a definition's APIs, as a running gateway noted them. */
  'gatehouse/journal': { readonly params: { readonly definition: string }; readonly result: JournalEvents }
  /** A test that expects what a request got, to be written beside the definition. */
  'gatehouse/saveTemplateTest': {
    readonly params: SaveTemplateTestQuestion
    readonly result: SavedTest | NoSavedTest
  }
  'gatehouse/saveTest': { readonly params: SaveTestQuestion; readonly result: SavedTest | NoSavedTest }
  /** The tests of a file as it stands in the editor, else on disk. */
  'gatehouse/tests': { readonly params: { readonly uri: string }; readonly result: TestFileOutline }
  /** What can be chosen for a new part of an API. */
  'gatehouse/partForm': { readonly params: PartName; readonly result: PartForm | NoPartEdit }
  /** Adds a part to an API, as an edit of the text. Asked at each key typed, for what is wrong with a name. */
  'gatehouse/addPart': { readonly params: NewPart; readonly result: PartEdit | NoPartEdit }
  /** Takes a part out of an API. */
  'gatehouse/deletePart': { readonly params: PartName; readonly result: PartEdit | NoPartEdit }
  /** The picture of an API, laid out. Null when the API is gone. */
  'gatehouse/designMap': { readonly params: MapQuestion; readonly result: DesignMap | null }
  /** The same as an SVG document that stands for itself. Null when the API is gone. */
  'gatehouse/designMapSvg': {
    readonly params: MapQuestion & { readonly theme: MapTheme }
    readonly result: { readonly text: string } | null
  }
}

/** What the server's command `gatehouse.migrateToHttpApi` made: URIs of new files, which hold unsaved text. */
export interface MigratedToHttpApi {
  readonly definition: string
  readonly report: string
}

export interface RoutingQuestion {
  readonly definition: string
  readonly apiId: string
  readonly method: string
  /** Begins with `/`; a query does not count. */
  readonly path: string
}

export interface RoutingVerdict {
  /** `GET /books/{id}` */
  readonly name: string
  readonly verdict: 'takes' | 'loses' | 'otherMethod' | 'otherPath'
  /** Code in backticks, no full stop. */
  readonly why: string
  readonly location: Location
}

export interface TraceFile {
  readonly name: string
  readonly text: string
}

/** What a server in a worker asks of its client. */
export interface ClientRequests {
  /** One answer for each question, in their order. */
  'gatehouse/files': {
    readonly params: { readonly questions: readonly FileQuestion[] }
    readonly result: readonly FileAnswer[]
  }
}

export interface GatehouseNotifications {
  /** Server to client: ask for the outline again. */
  'gatehouse/outlineChanged': null
  /** Client to server: the extensions that are active beside Gatehouse are others now. */
  'gatehouse/neighbours': { readonly active: readonly Neighbour[] }
  /** Client to server: the user trusts the workspace now, so its own rules may run (`ownRules` of `gatehouse.json`). */
  'gatehouse/workspaceTrusted': null
}

export interface Outline {
  readonly gateways: readonly OutlineGateway[]
  /** Definitions that cannot be read at all. */
  readonly unreadable: readonly { readonly uri: string; readonly message: string; readonly range: Range }[]
}

export interface OutlineGateway {
  readonly definition: string
  readonly apiId: string
  readonly name: string
  readonly type: 'rest' | 'http' | 'websocket'
  readonly stages: readonly string[]
  readonly location: Location
  /** No parts are added or deleted here: Terraform's configuration, or what `cdk synth` writes. */
  readonly isFixed?: true
  /** Groups: Routes, Authorizers, Models and validators, Stages, Usage plans, Domain names, Policies, Gateway responses, not emulated. */
  readonly children: readonly OutlineNode[]
}

export type OutlineKind =
  | 'group'
  | 'route'
  | 'integration'
  | 'authorizer'
  | 'model'
  | 'requestValidator'
  | 'stage'
  | 'gatewayResponse'
  | 'notEmulated'
  | 'response'
  | 'domainName'
  | 'usagePlan'
  | 'policy'

export interface OutlineNode {
  /** Stable over refreshes: the tree keeps its expansion by it. */
  readonly id: string
  readonly kind: OutlineKind
  readonly label: string
  readonly description?: string
  /** Lines of the tooltip, Markdown. */
  readonly tooltip?: readonly string[]
  readonly location?: Location
  readonly children?: readonly OutlineNode[]
  /** Routes only. */
  readonly route?: RouteReference
  /** Routes only: the handler's file, when it is found. */
  readonly handler?: Location
  /** Routes only: the saved tests that send it a request. Unset where the workspace has none for the definition. */
  readonly tests?: readonly TestName[]
  /** Groups only: what the group holds, for its icon. */
  readonly holds?: OutlineKind
}

export interface RouteDetails {
  readonly route: RouteReference
  readonly apiName: string
  readonly apiType: 'rest' | 'http' | 'websocket'
  readonly location: Location
  readonly stages: readonly string[]
  /** The same stages with what can be chosen of each. */
  readonly stageDetails?: readonly StageDetails[]
  /** Of a private API: ids of the VPC endpoints that it is bound to. */
  readonly vpcEndpoints?: readonly string[]
  readonly pathParameters: readonly ParameterDetails[]
  readonly queryParameters: readonly ParameterDetails[]
  readonly headers: readonly ParameterDetails[]
  /** Media type of the body, when the method takes one. */
  readonly contentType?: string
  /** An example body, the definition's own or made from the model. */
  readonly exampleBody?: string
  /** Name of the request model. */
  readonly model?: string
  /** What may stand in the body, from the request model. */
  readonly bodyShape?: BodyShape
  /** Facts in words for the line under the URL, in order: function, authorizer, API key, validation. */
  readonly facts: readonly RouteFact[]
  /** What a request waits for, and how long at most: named while it runs. */
  readonly integration?: { readonly name: string; readonly timeoutMs: number }
}

export interface StageDetails {
  readonly name: string
  /** No value: it cannot be known on this machine. */
  readonly variables: readonly { readonly name: string; readonly value?: string }[]
  /** The canary's share of the requests, 0 to 100; unset for a stage without a canary. */
  readonly canaryPercent?: number
}

/** A part of a body as completion needs it. */
export interface BodyShape {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, BodyShape>>
  readonly required?: readonly string[]
  readonly items?: BodyShape
  /** Those that may stand here, as JSON values. */
  readonly values?: readonly unknown[]
}

/** Asks whether an answer fits the model of the method's response. */
export interface AnswerQuestion {
  readonly route: RouteReference
  readonly status: number
  readonly contentType: string
  readonly body: string
}

export interface AnswerFit {
  readonly model: string
  /** In the words of API Gateway's validator; none when the answer fits. */
  readonly errors: readonly string[]
}

export interface ParameterDetails {
  readonly name: string
  readonly isRequired: boolean
  readonly example?: string
}

export interface RouteFact {
  readonly kind: 'integration' | 'authorizer' | 'apiKey' | 'validation' | 'notEmulated'
  readonly text: string
  readonly location?: Location
}

export interface SocketDetails {
  readonly apiName: string
  readonly location: Location
  /** `$request.body.action` */
  readonly routeSelectionExpression: string
  /** `action`: the member of a JSON message that chooses the route. Unset where the expression chooses otherwise. */
  readonly selectionKey?: string
  /** Those that take messages, in the order of the definition. */
  readonly routes: readonly SocketRouteDetails[]
}

export interface SocketRouteDetails {
  readonly routeKey: string
  readonly location: Location
  /** A message that takes this route; empty where none can be thought of. */
  readonly exampleMessage: string
  /** What may stand in a message, from the request model. */
  readonly messageShape?: BodyShape
  /** It has a route response: what the integration answers is sent to the client. */
  readonly answers: boolean
}
