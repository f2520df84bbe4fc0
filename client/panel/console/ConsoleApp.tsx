import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { FromConsole } from '../../src/consoleMessages.ts'
import type { FromPanel } from '../../src/panelMessages.ts'
import { Icon } from '../Icon.tsx'
import { onPanelKeys } from '../keys.ts'
import { LinkButton } from '../Links.tsx'
import { MoreMenu } from '../MoreMenu.tsx'
import { PanelContext } from '../panelContext.ts'
import { useIsNarrow } from '../useIsNarrow.ts'
import { ClientColumn } from './ClientColumn.tsx'
import type { ConsoleHost } from './consoleHost.ts'
import { initialConsoleState, keptConsole, receive, type ConsoleState } from './consoleState.ts'
import { PushBar } from './PushBar.tsx'

/** The whole console: tools above, a column for each client below. */
export function ConsoleApp({ host }: { host: ConsoleHost }) {
  const [state, dispatch] = useReducer(receive, initialConsoleState)
  const [filter, setFilter] = useState('')
  const [isPushing, setIsPushing] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow(root)
  useLayoutEffect(() => {
    host.onMessage(dispatch)
    host.post({ type: 'ready' })
    const removeKeys = onPanelKeys({ send: sendFocused, cancel: () => undefined })
    document.addEventListener('keydown', focusClient, true)
    return () => {
      removeKeys()
      document.removeEventListener('keydown', focusClient, true)
    }
  }, [])

  useKept(state, host)
  const { details, clients, gateway, gone, identities, workspaceRoot } = state
  const tools = {
    dispatch: () => undefined,
    post: (message: FromPanel) => {
      if (isShared(message)) host.post(message)
    },
    nonce: host.nonce,
    workspaceRoot,
    isNarrow,
  }
  const isBlocked = gateway.type === 'untrusted'
  return (
    <PanelContext.Provider value={tools}>
      <div class={isNarrow ? 'panel console narrow' : 'panel console'} ref={root}>
        <ConsoleTools
          {...{ state, filter, isPushing }}
          onFilter={setFilter}
          onPush={() => setIsPushing(!isPushing)}
          post={host.post}
        />
        {isPushing && (
          <PushBar {...{ clients, isBlocked }} post={host.post} onClose={() => setIsPushing(false)} />
        )}
        {gone !== undefined && <Note text={`${gone}. Connections stay as they are.`} />}
        {isBlocked && (
          <div class="note" role="alert">
            <Icon name="shield" class="warn" />
            <span>
              Clients connect once this workspace is trusted: a connection runs the code of this folder.{' '}
              <LinkButton onClick={() => host.post({ type: 'manageTrust' })}>Manage trust</LinkButton>
            </span>
          </div>
        )}
        {identities?.state === 'unreadable' && (
          <Note text={`The identities file is not used: ${identities.message ?? ''}`} />
        )}
        {!details && gone === undefined && <div class="empty grow">Reading the definition…</div>}
        {details && clients.length === 0 && (
          <div class="empty grow">
            <Icon name="broadcast" class="big" />
            <b>No clients</b>
            <LinkButton onClick={() => host.post({ type: 'addClient' })}>Add a client</LinkButton>
          </div>
        )}
        {details && clients.length > 0 && (
          <Columns {...{ state, details, filter, isBlocked }} post={host.post} />
        )}
      </div>
    </PanelContext.Provider>
  )
}

interface ColumnsProps {
  readonly state: ConsoleState
  readonly details: SocketDetails
  readonly filter: string
  readonly isBlocked: boolean
  readonly post: (message: FromConsole) => void
}

function Columns({ state, ...rest }: ColumnsProps) {
  const { clients, frames, identities } = state
  return (
    <div class="ws-cols">
      {clients.map((client, index) => (
        <ClientColumn
          key={client.id}
          client={client}
          number={index + 1}
          frames={frames}
          identities={identities?.identities ?? []}
          {...rest}
        />
      ))}
    </div>
  )
}

/** Milliseconds after a change until it is kept: with many frames a second not each is written down. */
const keepAfterMs = 500

function useKept(state: ConsoleState, host: ConsoleHost): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const kept = keptConsole(state)
      if (kept) host.save(kept)
    }, keepAfterMs)
    return () => clearTimeout(timer)
  }, [state])
}

interface ToolsProps {
  readonly state: ConsoleState
  readonly filter: string
  readonly isPushing: boolean
  readonly onFilter: (filter: string) => void
  readonly onPush: () => void
  readonly post: (message: FromConsole) => void
}

function ConsoleTools({ state, filter, isPushing, onFilter, onPush, post }: ToolsProps) {
  return (
    <section class="reqline ws-tools" data-region="tools" aria-label="Console">
      <span class="input mono ws-url clip" title={urlTitle(state)}>
        {urlText(state)}
      </span>
      <button type="button" class="btn second" onClick={() => post({ type: 'addClient' })}>
        <Icon name="add" /> Client
      </button>
      <button
        type="button"
        class="btn second"
        title="Send to a client as a backend does"
        aria-expanded={isPushing}
        onClick={onPush}
      >
        <Icon name="send" /> Push…
      </button>
      <input
        class="input ws-filter"
        type="search"
        aria-label="Filter frames"
        placeholder="Filter frames"
        value={filter}
        onInput={event => onFilter(event.currentTarget.value)}
      />
      <button
        type="button"
        class="tool"
        title="Clear all frames"
        aria-label="Clear all frames"
        onClick={() => post({ type: 'clear' })}
      >
        <Icon name="clear-all" />
      </button>
      <MoreMenu
        label="Console actions"
        items={[
          { label: 'Save frames…', icon: 'save', run: () => post({ type: 'saveFrames' }) },
          {
            label: 'Reconnect when the gateway starts again',
            icon: state.reconnects ? 'check' : 'blank',
            run: () => post({ type: 'setReconnects', isOn: !state.reconnects }),
          },
          { label: 'Open identities', icon: 'account', run: () => post({ type: 'openIdentities' }) },
        ]}
      />
    </section>
  )
}

function urlText({ gateway }: ConsoleState): string {
  if (gateway.type === 'running') return gateway.url
  if (gateway.type === 'starting') return 'The gateway starts…'
  if (gateway.type === 'untrusted') return 'The gateway does not run'
  return gateway.port === undefined ? 'The gateway is stopped' : `ws://127.0.0.1:${gateway.port}, stopped`
}

function urlTitle({ gateway, details }: ConsoleState): string {
  const stage = gateway.type === 'running' ? `Stage ${gateway.stage}. ` : ''
  return `${stage}Messages choose their route by ${details?.routeSelectionExpression ?? 'an expression'}`
}

function Note({ text }: { text: string }) {
  return (
    <div class="note" role="alert">
      <Icon name="warning" class="warn" />
      <span>{text}</span>
    </div>
  )
}

/** Ctrl+Enter pushes, or sends the message of the client that has the focus, else that of the first. */
function sendFocused(): void {
  const push = document.activeElement?.closest<HTMLFormElement>('.ws-push')
  if (push) return push.requestSubmit()
  const client = document.activeElement?.closest('.ws-client') ?? document.querySelector('.ws-client')
  client?.querySelector('form')?.requestSubmit()
}

/** Alt+1 to Alt+9 lead to the message of a client. */
function focusClient(event: KeyboardEvent): void {
  const digit = /^Digit([1-9])$/.exec(event.code)?.[1]
  if (digit === undefined || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  const target = document.querySelector<HTMLElement>(`[data-client="${digit}"] .ws-message .cm-content`)
  if (!target) return
  event.preventDefault()
  event.stopPropagation()
  target.focus()
  target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}

type Shared = Extract<FromPanel, { type: 'openSource' | 'openLocation' | 'openText' | 'copy' | 'showLog' }>

// Parts of the invoke panel are used here; traces are saved by the frame that they belong to.
function isShared(message: FromPanel): message is Shared {
  return ['openSource', 'openLocation', 'openText', 'copy', 'showLog'].includes(message.type)
}
