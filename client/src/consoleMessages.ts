import type { IdentityList } from '../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../server/src/protocol/requests.ts'
import type { Trace } from '../../server/src/protocol/trace.ts'
import { readFromPanel } from './fromPanel.ts'
import type { FromPanel, GatewayState } from './panelMessages.ts'

/** A client of the WebSocket console; its socket is held by the gateway. */
export interface ConsoleClient {
  readonly id: number
  /** `Client 1` */
  readonly name: string
  readonly state: 'closed' | 'connecting' | 'open'
  /** Of the last connection. */
  readonly connectionId?: string
  /** Name of the identity it connects as; unset for none. */
  readonly identity?: string
  /** Of the handshake, without its `?`. */
  readonly query: string
  /** Of the handshake, one a line: `Name: value`. */
  readonly headers: string
}

export type ClientSettings = Pick<ConsoleClient, 'identity' | 'query' | 'headers'>

/** A line of a client: a frame, or what happened to its connection. */
export interface ConsoleFrame {
  readonly id: number
  readonly client: number
  /** Milliseconds since 1970. */
  readonly at: number
  readonly kind: 'opened' | 'refused' | 'sent' | 'received' | 'closed' | 'note'
  /** The route, `@connections`, `error`; what happened to the connection. */
  readonly label: string
  readonly tone: 'route' | 'push' | 'plain' | 'error'
  readonly text: string
  /** Whose milliseconds the line shows: set on what took a route. */
  readonly durationMs?: number
  readonly trace?: Trace
}

/** Messages from the extension to the WebSocket console. A hidden webview is forgotten: after `ready` all comes anew. */
export type ToConsole =
  | {
      readonly type: 'show'
      readonly details: SocketDetails
      readonly gateway: GatewayState
      readonly workspaceRoot: string
    }
  | { readonly type: 'gateway'; readonly gateway: GatewayState }
  /** The API is no longer in the definition. */
  | { readonly type: 'gone'; readonly message: string }
  | { readonly type: 'identities'; readonly list: IdentityList; readonly fileName: string }
  | { readonly type: 'clients'; readonly clients: readonly ConsoleClient[] }
  /** All frames there are. */
  | { readonly type: 'allFrames'; readonly frames: readonly ConsoleFrame[] }
  /** A new frame, or one that is known better now. */
  | { readonly type: 'frame'; readonly frame: ConsoleFrame }

type SharedMessage = 'openSource' | 'openLocation' | 'openText' | 'copy' | 'openIdentities' | 'manageTrust'

/** Messages from the WebSocket console to the extension. */
export type FromConsole =
  | Extract<FromPanel, { type: 'ready' | SharedMessage }>
  | { readonly type: 'addClient' | 'clear' }
  | { readonly type: 'saveText' }
  | {
      readonly type: 'removeClient' | 'connect' | 'disconnect' | 'closeWithCode'
      readonly client: number
    }
  | { readonly type: 'configure'; readonly client: number; readonly settings: ClientSettings }
  /** Connects first when the client is not. Binary: the text as UTF-8. */
  | { readonly type: 'send' | 'sendBinary'; readonly client: number; readonly text: string }
  | { readonly type: 'saveTrace'; readonly frame: number; readonly format: 'gatehouse' | 'otlp' }
  | { readonly type: 'compareTrace'; readonly frame: number }

const shared: ReadonlySet<string> = new Set<SharedMessage | 'ready'>([
  'ready',
  'openSource',
  'openLocation',
  'openText',
  'copy',
  'openIdentities',
  'manageTrust',
])

/** Checks what the webview sent: only a message of the agreed shape comes through. */
export function readFromConsole(value: unknown): FromConsole | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined
  const message = value as Readonly<Record<string, unknown>>
  const { type } = message
  if (typeof type !== 'string') return undefined
  const ofPanel = shared.has(type) ? readFromPanel(value) : undefined
  const isOurs = Object.hasOwn(checks, type) && checks[type as keyof typeof checks](message)
  // Each check proves the shape of the message that carries its name.
  return ofPanel || isOurs ? (value as unknown as FromConsole) : undefined
}

type Own = Exclude<FromConsole['type'], SharedMessage | 'ready'>

const ofClient = ({ client }: Readonly<Record<string, unknown>>) => Number.isInteger(client)
const ofText = (message: Readonly<Record<string, unknown>>) =>
  ofClient(message) && typeof message['text'] === 'string'

const checks: Readonly<Record<Own, (message: Readonly<Record<string, unknown>>) => boolean>> = {
  addClient: () => true,
  clear: () => true,
  saveText: () => true,
  removeClient: ofClient,
  connect: ofClient,
  disconnect: ofClient,
  closeWithCode: ofClient,
  configure: message => ofClient(message) && isSettings(message['settings']),
  send: ofText,
  sendBinary: ofText,
  saveTrace: ({ frame, format }) => Number.isInteger(frame) && (format === 'gatehouse' || format === 'otlp'),
  compareTrace: ({ frame }) => Number.isInteger(frame),
}

function isSettings(value: unknown): value is ClientSettings {
  if (typeof value !== 'object' || value === null) return false
  const { identity, query, headers } = value as Readonly<Record<string, unknown>>
  return (
    (identity === undefined || typeof identity === 'string') &&
    typeof query === 'string' &&
    typeof headers === 'string'
  )
}
