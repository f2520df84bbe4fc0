import type { IdentityList } from '../../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ApiSubject } from '../../src/apiSubject.ts'
import type {
  ConnectionLife,
  ConsoleClient,
  ConsoleFrame,
  KeptConsole,
  ToConsole,
} from '../../src/consoleMessages.ts'
import { forgetOld } from '../../src/frameLimits.ts'
import type { GatewayState } from '../../src/panelMessages.ts'
import { without } from '../state.ts'

/** What the console knows. */
export interface ConsoleState {
  readonly subject?: ApiSubject
  readonly details?: SocketDetails
  readonly gateway: GatewayState
  readonly workspaceRoot: string
  readonly gone?: string
  readonly identities?: IdentityList
  readonly clients: readonly ConsoleClient[]
  readonly reconnects: boolean
  readonly frames: readonly ConsoleFrame[]
}

export const initialConsoleState: ConsoleState = {
  gateway: { type: 'stopped' },
  workspaceRoot: '',
  clients: [],
  reconnects: true,
  frames: [],
}

/** Takes a message of the extension. */
export function receive(state: ConsoleState, message: ToConsole): ConsoleState {
  switch (message.type) {
    case 'show': {
      const { subject, details, gateway, workspaceRoot } = message
      return { ...without(state, 'gone'), subject, details, gateway, workspaceRoot }
    }
    case 'gateway':
      return { ...state, gateway: message.gateway }
    case 'gone':
      return { ...state, gone: message.message }
    case 'identities':
      return { ...state, identities: message.list }
    case 'clients':
      return { ...state, clients: message.clients, reconnects: message.reconnects }
    case 'allFrames':
      return { ...state, frames: message.frames }
    case 'frame':
      return { ...state, frames: withFrame(state.frames, message.frame) }
  }
}

/** The frames of a client that the filter lets through: part of a route, a payload or a connection's end. */
export function shownFrames(
  frames: readonly ConsoleFrame[],
  client: number,
  filter: string,
): readonly ConsoleFrame[] {
  const wanted = filter.trim().toLowerCase()
  return frames.filter(
    frame =>
      frame.client === client &&
      (wanted === '' || `${frame.label} ${frame.text}`.toLowerCase().includes(wanted)),
  )
}

function withFrame(frames: readonly ConsoleFrame[], frame: ConsoleFrame): readonly ConsoleFrame[] {
  const changed = [...frames]
  const isNew = frame.id > (frames.at(-1)?.id ?? 0)
  const index = isNew ? -1 : frames.findLastIndex(({ id }) => id === frame.id)
  if (index >= 0) changed[index] = frame
  else {
    changed.push(frame)
    forgetOld(changed)
  }
  return changed
}

const mostKept = 200
const longestKept = 2000

/** What VS Code keeps over a reload of the window; undefined before the page knows what it is about. */
export function keptConsole({ subject, clients, frames, reconnects }: ConsoleState): KeptConsole | undefined {
  if (!subject) return undefined
  const last = frames.slice(-mostKept).map(frame => ({
    ...without(without(frame, 'trace'), 'why'),
    text: frame.text.slice(0, longestKept),
  }))
  return { version: 1, subject, clients, frames: last, reconnects }
}

/** When API Gateway closes a connection, and why. */
export interface End {
  /** Milliseconds from now. */
  readonly inMs: number
  readonly isIdle: boolean
}

/** When the connection of a client ends by itself, if nothing more is said on it. */
export function endOf(life: ConnectionLife, frames: readonly ConsoleFrame[], now: number): End {
  const lastAt = Math.max(life.lastAt, frames.findLast(({ isOld }) => !isOld)?.at ?? 0)
  const idleEnd = lastAt + life.idleMs
  const end = Math.min(idleEnd, life.openedAt + life.durationMs)
  return { inMs: Math.max(0, end - now), isIdle: end === idleEnd }
}

/** `9 min 12 s`, `45 s`, `1 h 52 min` */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  const minutes = Math.floor(seconds / 60)
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`
}

/** What a client said before, the newest first, nothing twice in a row. */
export function historyOf(frames: readonly ConsoleFrame[], client: number): readonly string[] {
  return frames
    .filter(frame => frame.client === client && frame.kind === 'sent' && frame.base64 === undefined)
    .map(({ text }) => text)
    .filter((text, index, all) => text !== all[index + 1])
    .reverse()
}
