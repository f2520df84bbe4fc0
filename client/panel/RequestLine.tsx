import { useContext } from 'preact/hooks'
import type { CopyFormat, GatewayState } from '../src/panelMessages.ts'
import type { RouteDetails } from '../../server/src/protocol/requests.ts'
import { anyMethods, hasManyMethods, type Draft } from './draft.ts'
import { Icon } from './Icon.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { orderOf } from './order.ts'
import { PanelContext } from './panelContext.ts'
import { SendButton, type SendProps } from './SendButton.tsx'
import { UrlLine } from './UrlLine.tsx'

interface Props extends SendProps {
  readonly details: RouteDetails
  readonly draft: Draft
  readonly isReplaying: boolean
}

/** Method, URL, Send and the menus: the one line that says what will be sent. */
export function RequestLine(props: Props) {
  const { details, draft, gateway, isReplaying } = props
  const { dispatch, post } = useContext(PanelContext)
  const copy = (format: CopyFormat) => post({ type: 'copyAs', format, ...orderOf(draft, details) })
  return (
    <div class="reqline">
      <Method details={details} draft={draft} />
      <UrlLine details={details} draft={draft} origin={originOf(gateway)} />
      <SendButton {...props} />
      <button
        type="button"
        class={isReplaying ? 'tool on' : 'tool'}
        title="Replay on save: send the last request again when a handler, a template or the definition was saved"
        aria-label="Replay on save"
        aria-pressed={isReplaying}
        onClick={() => dispatch({ type: 'toggledReplay' })}
      >
        <Icon name="sync" />
      </button>
      <button
        type="button"
        class="tool"
        title="History and saved requests"
        aria-label="History and saved requests"
        onClick={() => post({ type: 'showHistory' })}
      >
        <Icon name="history" />
      </button>
      <MoreMenu
        label="More actions"
        items={[
          { label: 'Copy as curl', icon: 'terminal', run: () => copy('curl') },
          { label: 'Copy as fetch', icon: 'code', run: () => copy('fetch') },
          { label: 'Copy as awscurl', icon: 'shield', run: () => copy('awscurl') },
          {
            label: 'Save to a .http file…',
            icon: 'save',
            run: () => post({ type: 'saveRequest', ...orderOf(draft, details) }),
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

/** `http://127.0.0.1:3000`; empty while no port is known. */
function originOf(gateway: GatewayState): string {
  if (gateway.type === 'running') return gateway.url.replace(/\/$/, '')
  return gateway.type === 'stopped' && gateway.port ? `http://127.0.0.1:${gateway.port}` : ''
}
