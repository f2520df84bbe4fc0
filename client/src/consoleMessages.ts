import type { IdentityList } from '../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../server/src/protocol/requests.ts'
import type { ShownTrace, Why } from '../../server/src/protocol/trace.ts'
import type { ApiSubject } from './apiSubject.ts'
import { readFromPanel } from './fromPanel.ts'
import type { FromPanel, GatewayState } from './panelMessages.ts'
import type { FromWhyCard } from './whyCardMessages.ts'
import { whyCardChecks } from './whyCardMessages.ts'

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
  /** Subprotocols that the handshake offers, comma-separated. */
  readonly protocols: string
  /** Of the open connection. */
  readonly life?: ConnectionLife
}

/** How long an open connection may last. */
export interface ConnectionLife {
  /** Milliseconds since 1970. */
  readonly openedAt: number
  /** Of the last frame that is known of. */
  readonly lastAt: number
  /** Milliseconds. */
  readonly idleMs: number
  readonly durationMs: number
}

export type ClientSettings = Pick<ConsoleClient, 'identity' | 'query' | 'headers' | 'protocols'>

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
  /** The bytes of a binary frame. */
  readonly base64?: string
  /** Whose milliseconds the line shows: set on what took a route. */
  readonly durationMs?: number
  readonly trace?: ShownTrace
  /** Of an end: why the gateway closed. */
  readonly why?: Why
  /** From before the window was loaded anew. */
  readonly isOld?: true
}

/** Messages from the extension to the WebSocket console. A hidden webview is forgotten: after `ready` all comes anew. */
export type ToConsole =
  | {
      readonly type: 'show'
      /** By which the page can be made again after the window was loaded anew. */
      readonly subject: ApiSubject
      readonly details: SocketDetails
      readonly gateway: GatewayState
      readonly workspaceRoot: string
    }
  | { readonly type: 'gateway'; readonly gateway: GatewayState }
  /** The API is no longer in the definition. */
  | { readonly type: 'gone'; readonly message: string }
  | { readonly type: 'identities'; readonly list: IdentityList; readonly fileName: string }
  | {
      readonly type: 'clients'
      readonly clients: readonly ConsoleClient[]
      /** Clients that lose their connection with the gateway connect again when it runs. */
      readonly reconnects: boolean
    }
  /** All frames there are. */
  | { readonly type: 'allFrames'; readonly frames: readonly ConsoleFrame[] }
  /** A new frame, or one that is known better now. */
  | { readonly type: 'frame'; readonly frame: ConsoleFrame }

/** What the page keeps over a reload of the window. */
export interface KeptConsole {
  readonly version: 1
  readonly subject: ApiSubject
  readonly clients: readonly ConsoleClient[]
  /** The last ones, without their traces. */
  readonly frames: readonly ConsoleFrame[]
  readonly reconnects: boolean
}

type SharedMessage =
  'openSource' | 'openLocation' | 'openText' | 'copy' | 'openIdentities' | 'manageTrust' | 'showLog'

/** Messages from the WebSocket console to the extension. */
export type FromConsole =
  | Extract<FromPanel, { type: 'ready' | SharedMessage }>
  | { readonly type: 'addClient' | 'clear' }
  | { readonly type: 'saveFrames' }
  | { readonly type: 'setReconnects'; readonly isOn: boolean }
  | {
      readonly type: 'removeClient' | 'connect' | 'disconnect' | 'closeWithCode' | 'deleteConnection'
      readonly client: number
    }
  | { readonly type: 'configure'; readonly client: number; readonly settings: ClientSettings }
  /** Connects first when the client is not. Binary: the text as UTF-8. */
  | { readonly type: 'send' | 'sendBinary'; readonly client: number; readonly text: string }
  /** Sends to a client as a backend does, by POST @connections. */
  | { readonly type: 'push'; readonly client: number; readonly base64: string }
  /** A button of the card that explains a frame. */
  | { readonly type: 'whyCard'; readonly frame: number; readonly message: FromWhyCard }
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
  'showLog',
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
  saveFrames: () => true,
  setReconnects: ({ isOn }) => typeof isOn === 'boolean',
  removeClient: ofClient,
  connect: ofClient,
  disconnect: ofClient,
  closeWithCode: ofClient,
  deleteConnection: ofClient,
  configure: message => ofClient(message) && isSettings(message['settings']),
  send: ofText,
  sendBinary: ofText,
  push: message => ofClient(message) && typeof message['base64'] === 'string',
  whyCard: ({ frame, message }) => Number.isInteger(frame) && isFromCard(message),
  saveTrace: ({ frame, format }) => Number.isInteger(frame) && (format === 'gatehouse' || format === 'otlp'),
  compareTrace: ({ frame }) => Number.isInteger(frame),
}

function isFromCard(value: unknown): value is FromWhyCard {
  if (typeof value !== 'object' || value === null) return false
  const message = value as Readonly<Record<string, unknown>>
  const { type } = message
  return (
    typeof type === 'string' &&
    Object.hasOwn(whyCardChecks, type) &&
    whyCardChecks[type as FromWhyCard['type']](message)
  )
}

export function isSettings(value: unknown): value is ClientSettings {
  if (typeof value !== 'object' || value === null) return false
  const { identity, query, headers, protocols } = value as Readonly<Record<string, unknown>>
  return (
    (identity === undefined || typeof identity === 'string') &&
    typeof query === 'string' &&
    typeof headers === 'string' &&
    typeof protocols === 'string'
  )
}
