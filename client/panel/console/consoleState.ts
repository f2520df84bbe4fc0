import type { IdentityList } from '../../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleClient, ConsoleFrame, ToConsole } from '../../src/consoleMessages.ts'
import type { GatewayState } from '../../src/panelMessages.ts'
import { without } from '../state.ts'

/** What the console knows. */
export interface ConsoleState {
  readonly details?: SocketDetails
  readonly gateway: GatewayState
  readonly workspaceRoot: string
  readonly gone?: string
  readonly identities?: IdentityList
  readonly clients: readonly ConsoleClient[]
  readonly frames: readonly ConsoleFrame[]
}

export const initialConsoleState: ConsoleState = {
  gateway: { type: 'stopped' },
  workspaceRoot: '',
  clients: [],
  frames: [],
}

/** Takes a message of the extension. */
export function receive(state: ConsoleState, message: ToConsole): ConsoleState {
  switch (message.type) {
    case 'show': {
      const { details, gateway, workspaceRoot } = message
      return { ...without(state, 'gone'), details, gateway, workspaceRoot }
    }
    case 'gateway':
      return { ...state, gateway: message.gateway }
    case 'gone':
      return { ...state, gone: message.message }
    case 'identities':
      return { ...state, identities: message.list }
    case 'clients':
      return { ...state, clients: message.clients }
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
    frame => frame.client === client && `${frame.label} ${frame.text}`.toLowerCase().includes(wanted),
  )
}

/** `11:42:09`, of this machine's clock. */
export function clockTime(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':')
}

function withFrame(frames: readonly ConsoleFrame[], frame: ConsoleFrame): readonly ConsoleFrame[] {
  const known = frames.some(({ id }) => id === frame.id)
  return known ? frames.map(other => (other.id === frame.id ? frame : other)) : [...frames, frame]
}
