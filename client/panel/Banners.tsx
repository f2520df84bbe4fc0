import { useContext } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import type { PanelState } from './state.ts'
import { obstacle } from './useSending.ts'
import { Icon } from './Icon.tsx'
import { sentence } from './format.ts'
import { LinkButton, SourceLink } from './Links.tsx'
import { MarkedText } from './MarkedText.tsx'
import { PanelContext } from './panelContext.ts'

interface Props {
  readonly state: PanelState
  /** Names of path parameters that the user tried to send without a value. */
  readonly missing: readonly string[]
  readonly onSend: () => void
}

/** What stands between the user and an answer, each with its way out. */
export function Banners({ state, missing, onSend }: Props) {
  const { post } = useContext(PanelContext)
  const { details, trouble, gateway, gone, run } = state
  // One notice at a time: why nothing can be sent, else why the last request was not, else what sending will do.
  const canSend = obstacle(state) === undefined
  return (
    <>
      {gone !== undefined && (
        <Banner kind="warning">
          <MarkedText text={gone} />
        </Banner>
      )}
      {gateway.type === 'untrusted' && (
        <Banner kind="warning" icon="workspace-untrusted">
          <b>Restricted Mode.</b> The gateway runs your handlers, so nothing is sent before you trust this
          workspace. <LinkButton onClick={() => post({ type: 'manageTrust' })}>Manage trust</LinkButton>
        </Banner>
      )}
      {canSend && trouble?.type === 'failed' && (
        <Banner kind="error">
          <MarkedText text={sentence(trouble.message)} />
          {trouble.source && (
            <>
              {' '}
              (<SourceLink source={trouble.source} />)
            </>
          )}
          <span class="acts">
            {trouble.isPortTaken ? (
              <>
                <LinkButton onClick={() => post({ type: 'sendOnFreePort' })}>Send on a free port</LinkButton>
                <LinkButton onClick={() => post({ type: 'openSettings' })}>Change the port</LinkButton>
              </>
            ) : (
              <LinkButton onClick={onSend}>Send again</LinkButton>
            )}
            <LinkButton onClick={() => post({ type: 'showLog' })}>Show log</LinkButton>
          </span>
        </Banner>
      )}
      {canSend && trouble?.type === 'cancelled' && !run && (
        <Banner kind="info" icon="circle-slash">
          Cancelled after {trouble.after}. <LinkButton onClick={onSend}>Send again</LinkButton>
        </Banner>
      )}
      {missing.length > 0 && (
        <Banner kind="warning">{missingText(missing)} Without it the request reaches another route.</Banner>
      )}
      {canSend && gateway.type === 'stopped' && details && !run && !trouble && <Stopped state={state} />}
    </>
  )
}

function Stopped({ state: { gateway, details, draft } }: { state: PanelState }) {
  const { post } = useContext(PanelContext)
  const port = gateway.type === 'stopped' ? gateway.port : undefined
  return (
    <Banner kind="info">
      {details?.apiName} is not running. Sending starts it
      {port !== undefined && ` on port ${port}`}
      {draft?.stage && (
        <>
          {' '}
          with stage <b>{draft.stage}</b>
        </>
      )}
      . <LinkButton onClick={() => post({ type: 'openSettings' })}>Change the port</LinkButton>
    </Banner>
  )
}

interface BannerProps {
  readonly kind: 'info' | 'warning' | 'error'
  readonly icon?: string
  readonly children: ComponentChildren
}

function Banner({ kind, icon, children }: BannerProps) {
  const colour = { info: 'acc', warning: 'warn', error: 'err' }[kind]
  return (
    <div class={`note ${kind}`} role={kind === 'info' ? 'note' : 'alert'}>
      <Icon name={icon ?? kind} class={colour} />
      <span>{children}</span>
    </div>
  )
}

function missingText(names: readonly string[]): string {
  const quoted = names.map(name => `'${name}'`)
  return quoted.length === 1
    ? `Path parameter ${quoted[0]} needs a value.`
    : `Path parameters ${quoted.join(' and ')} need a value.`
}
