import type { FromPanel, ToPanel } from '../src/panelMessages.ts'
import type { RouteReference } from '../../server/src/protocol/places.ts'
import { answerSize, keptPast } from './pastRuns.ts'
import type { Answer } from './runs.ts'
import { initialState, without, type PanelState } from './state.ts'

/** The side of VS Code that a webview may talk to. */
export interface Host {
  readonly post: (message: FromPanel) => void
  readonly onMessage: (listener: (message: ToPanel) => void) => void
  /** The state kept from before the panel was hidden or VS Code restarted. */
  readonly load: () => PanelState
  readonly save: (state: PanelState) => void
  /** The nonce of the page's script: styles that the code editor makes need it too. */
  readonly nonce: string
}

/** Connects to VS Code; to be called once, since a page may ask for its API only once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi()
  return {
    post: message => api.postMessage(message),
    onMessage: listener =>
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        if (isToPanel(data)) listener(data)
      }),
    load: () => restoredState(api.getState()),
    save: state => api.setState(keptState(state)),
    nonce: document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '',
  }
}

/** VS Code writes the state down on every change; a longer answer is posted again by the extension instead. */
const maxKeptAnswer = 200_000
const maxKeptPast = 200_000

interface KeptState {
  readonly version: 3
  /** Which panel to open again after a restart: the extension reads it. */
  readonly route?: RouteReference
  readonly state: PanelState
}

function keptState(state: PanelState): KeptState {
  const pending = without(without(state, 'pendingReplay'), 'isDebugPending')
  const settled = without(without(pending, 'pendingSend'), 'repeat')
  const past = keptPast(state.past, maxKeptPast).map(withoutSecrets)
  const kept = without(without({ ...settled, past, announcement: '' }, 'run'), 'answer')
  const { answer } = state
  const isSmall = answer && answerSize(answer) < maxKeptAnswer
  const look = { ...state.look, areSecretsShown: false }
  const route = state.details?.route
  return {
    version: 3,
    ...(route && { route }),
    state: { ...kept, look, ...(isSmall && { answer: withoutSecrets(answer) }) },
  }
}

/** An answer as it may be written down. */
function withoutSecrets(answer: Answer): Answer {
  const { trace } = answer
  return { ...answer, trace: trace.masked ?? trace }
}

function restoredState(kept: unknown): PanelState {
  const isOurs = typeof kept === 'object' && kept !== null && 'version' in kept && kept.version === 3
  // What is kept under our own version was written by keptState above.
  return isOurs ? (kept as KeptState).state : initialState
}

const messageTypes: ReadonlySet<unknown> = new Set<ToPanel['type']>([
  'show',
  'gateway',
  'gone',
  'step',
  'held',
  'completed',
  'identities',
  'minted',
  'replay',
  'debug',
  'failed',
  'reloaded',
  'outdated',
  'fit',
  'fill',
  'picked',
  'repeated',
  'opened',
])

function isToPanel(data: unknown): data is ToPanel {
  return typeof data === 'object' && data !== null && 'type' in data && messageTypes.has(data.type)
}

declare function acquireVsCodeApi(): {
  postMessage(message: FromPanel): void
  getState(): unknown
  setState(state: unknown): void
}
