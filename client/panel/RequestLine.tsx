import { useContext } from 'preact/hooks'
import type { GatewayState } from '../src/panelMessages.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { anyMethods, hasManyMethods, requestOf, type Draft } from './draft.ts'
import { Icon } from './Icon.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { PanelContext } from './panelContext.ts'
import { UrlLine } from './UrlLine.tsx'

interface Props {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly gateway: GatewayState
  readonly isRunning: boolean
  readonly isCancelling: boolean
  /** Why nothing can be sent now. */
  readonly obstacle: string | undefined
  readonly onSend: () => void
  readonly onCancel: () => void
}

/** Method, URL, Send and the menu: the one line that says what will be sent. */
export function RequestLine(props: Props) {
  const { details, draft, gateway } = props
  const { post } = useContext(PanelContext)
  return (
    <div class="reqline">
      <Method details={details} draft={draft} />
      <UrlLine details={details} draft={draft} origin={originOf(gateway)} />
      <SendButton {...props} />
      <MoreMenu
        label="More actions"
        items={[
          {
            label: 'Copy as curl',
            icon: 'terminal',
            run: () => post({ type: 'copyAsCurl', request: requestOf(draft, details) }),
          },
          { label: 'Check CORS…', icon: 'globe', run: () => post({ type: 'checkCors' }) },
          { label: 'Show log', icon: 'output', run: () => post({ type: 'showLog' }) },
          { label: 'Open settings', icon: 'settings-gear', run: () => post({ type: 'openSettings' }) },
        ]}
      />
    </div>
  )
}

function Method({ details, draft }: { details: RouteDetails; draft: Draft }) {
  const { dispatch } = useContext(PanelContext)
  const className = `m ${draft.method.toLowerCase()}`
  if (!hasManyMethods(details)) return <span class={`method ${className}`}>{draft.method}</span>
  return (
    <span class={`select method-select ${className}`}>
      <select
        aria-label="Method"
        value={draft.method}
        onChange={event => dispatch({ type: 'edited', change: { method: event.currentTarget.value } })}
      >
        {anyMethods.map(method => (
          <option key={method}>{method}</option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  )
}

function SendButton({ gateway, isRunning, isCancelling, obstacle, onSend, onCancel }: Props) {
  if (isRunning) {
    return (
      <button
        type="button"
        class="btn second"
        title="Cancel (Esc)"
        disabled={isCancelling}
        onClick={onCancel}
      >
        <Icon name="debug-stop" />
        {isCancelling ? 'Cancelling' : 'Cancel'}
      </button>
    )
  }
  const label = gateway.type === 'stopped' ? 'Start and send' : 'Send'
  return (
    <button
      type="button"
      class="btn"
      title={obstacle ?? `${label} (${sendKeys.join('+')})`}
      disabled={obstacle !== undefined}
      onClick={onSend}
    >
      <Icon name="play" />
      {label}
    </button>
  )
}

/** The keys that send, as they are written on this system's keyboard. */
export const sendKeys: readonly string[] =
  typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac')
    ? ['\u2318', 'Enter']
    : ['Ctrl', 'Enter']

/** `http://127.0.0.1:3000`; empty while no port is known. */
function originOf(gateway: GatewayState): string {
  if (gateway.type === 'running') return gateway.url.replace(/\/$/, '')
  return gateway.type === 'stopped' && gateway.port ? `http://127.0.0.1:${gateway.port}` : ''
}
