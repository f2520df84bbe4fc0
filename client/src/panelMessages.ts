import type { InvokeRequest, InvokeResponse } from '../../server/src/protocol/gatewayControl.ts'
import type { IdentityList, TokenOrder } from '../../server/src/protocol/identities.ts'
import type { Location } from '../../server/src/protocol/places.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import type { SourceLine, Trace, TraceStep } from '../../server/src/protocol/trace.ts'
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
  | {
      readonly type: 'completed'
      readonly response: InvokeResponse
      readonly trace: Trace
      /** As whom the request was sent. */
      readonly identity?: string
    }
  /** Who can be chosen to call, again when the file or the definition changed. `fileName` is for reading. */
  | { readonly type: 'identities'; readonly list: IdentityList; readonly fileName: string }
  /** A fix was applied and saved: the request goes out again as it stands in the panel. */
  | { readonly type: 'replay' }
  /** A token that was asked for to be sent as a header. */
  | { readonly type: 'minted'; readonly token: string }
  /** No answer of the gateway: a banner, not a status. */
  | { readonly type: 'failed'; readonly message: string }

/** Messages from the webview to the extension. */
export type FromPanel =
  | FromWhyCard
  | { readonly type: 'ready' }
  /** Starts the gateway first when it does not run. */
  | {
      readonly type: 'send'
      readonly request: InvokeRequest
      readonly stage: string
      /** Name of the identity whose credentials go with it; unset for none. */
      readonly identity?: string
    }
  /** Opens the identities file, with an example in it when it is not there yet. */
  | { readonly type: 'openIdentities'; readonly line?: number }
  /** Mints a token, for the clipboard or for a header of the request. */
  | { readonly type: 'mintToken'; readonly order: TokenOrder; readonly target: 'clipboard' | 'header' }
  | { readonly type: 'cancel' }
  | { readonly type: 'openSource'; readonly source: SourceLine }
  /** The route's own line, or that of a fact. */
  | { readonly type: 'openLocation'; readonly location: Location }
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  /** Opens a body in an editor of its own. */
  | { readonly type: 'openText'; readonly text: string; readonly language: string }
  | { readonly type: 'copyAsCurl'; readonly request: InvokeRequest }
  /** Saves the trace of the last answer, or lays it beside a saved one. */
  | { readonly type: 'saveTrace'; readonly format: 'gatehouse' | 'otlp' }
  | { readonly type: 'compareTrace' }
  | { readonly type: 'showLog' }
  | { readonly type: 'openSettings' }
  /** Asks VS Code for its workspace trust editor. */
  | { readonly type: 'manageTrust' }

/** The local gateway that the panel's requests go to. */
export type GatewayState =
  | { readonly type: 'stopped'; readonly port?: number }
  | { readonly type: 'starting' }
  | { readonly type: 'running'; readonly url: string; readonly stage: string }
  /** Restricted Mode: nothing runs. */
  | { readonly type: 'untrusted' }
