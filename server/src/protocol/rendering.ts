import type { Fields } from '../base/headers.ts'
import type { Position } from '../base/text.ts'
import type { Location } from './places.ts'
import type { Trace } from './trace.ts'

/** A mapping template by a position in its text: a `.vtl` file, or a string of a definition. */
export interface TemplatePosition {
  readonly uri: string
  readonly position: Position
}

/** Asks what a template prints. */
export interface RenderQuestion extends TemplatePosition {
  /** The text of a `CONTEXT.json`, as `gatehouse render --context` takes it. */
  readonly context: string
}

/** Asks for a context like the request that a trace tells of. */
export interface TraceContextQuestion extends TemplatePosition {
  readonly trace: Trace
}

/** Which template it is. */
export interface TemplateName {
  readonly location: Location
  /** Unset where no definition is known to use it. */
  readonly use?: {
    readonly direction: 'request' | 'response'
    /** `POST /orders`; of several routes the first. */
    readonly route: string
    /** Routes that use it too. */
    readonly others: number
    readonly mediaType: string
  }
}

/** A context that Gatehouse made for a template. */
export interface MadeContext {
  /** `Text with quotes` */
  readonly label: string
  /** What is in it: `ends a JSON string and adds a member`. */
  readonly detail: string
  /** JSON, two spaces a level. */
  readonly text: string
}

export interface TemplateContexts {
  readonly template: TemplateName
  /** The first is an ordinary request. */
  readonly made: readonly MadeContext[]
}

/** What a template printed. Offsets are UTF-16 units of `output`. */
export interface Rendering {
  readonly template: TemplateName
  /** Why nothing was rendered: the context is none. */
  readonly contextFault?: string
  /** Of a template that failed, what it had printed until then; the beginning of a very long one. */
  readonly output: string
  readonly isCut: boolean
  /** Bytes of the whole output in UTF-8. */
  readonly size: number
  readonly durationMs: number
  /** `json` when it is JSON; `other` where something else is wanted (XML, a form) and nothing is checked. */
  readonly kind: 'json' | 'notJson' | 'other'
  /** What is wrong with the output. */
  readonly findings: readonly OutputFinding[]
  /** Stretches that come from values which a caller chooses and nothing escaped, where they are more than plain text. */
  readonly raw: readonly OutputSpan[]
  /** What references printed, in the order of the output, each once. */
  readonly values: readonly PrintedValue[]
  /** By name, as JSON. */
  readonly variables: Fields
  /** `requestOverride.header.X-Tier` and the value. */
  readonly overrides: Fields
  /** Names that are overridden more than once, which API Gateway answers with a 5XX. */
  readonly repeated: readonly string[]
  /** What ended the template. `isLimit`: Gatehouse's own limit, and AWS may have gone on. */
  readonly fault?: { readonly message: string; readonly isLimit: boolean; readonly place: TemplateLine }
}

/** A place in the template. */
export interface TemplateLine {
  /** Inside the template; counts from 1. */
  readonly line: number
  readonly location: Location
}

export interface OutputSpan {
  readonly start: number
  readonly end: number
}

export interface OutputFinding extends OutputSpan {
  readonly severity: 'error' | 'warning'
  /** `code` in backticks is the only mark. */
  readonly message: string
  /** In the output; counts from 1. */
  readonly line: number
  /** The reference that is the likely cause, in words; unset where text of the template itself is. */
  readonly cause?: { readonly text: string; readonly place: TemplateLine }
}

export interface PrintedValue {
  /** `$item.quantity` */
  readonly reference: string
  /** The text it printed first; the beginning of a long one. */
  readonly text: string
  /** How often it printed. */
  readonly count: number
  /** It comes from the caller, stands in a JSON string and nothing escapes it. */
  readonly isRaw: boolean
  readonly place: TemplateLine
}
