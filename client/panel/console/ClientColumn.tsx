import { useEffect, useMemo, useState } from 'preact/hooks'
import type { IdentityChoice } from '../../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConnectionLife, ConsoleClient, ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import { Icon, Spinner } from '../Icon.tsx'
import { MoreMenu } from '../MoreMenu.tsx'
import { Composer } from './Composer.tsx'
import { endOf, historyOf, shownFrames, timeLeft } from './consoleState.ts'
import { FrameList } from './FrameList.tsx'
import { HandshakeForm } from './HandshakeForm.tsx'

interface Props {
  readonly client: ConsoleClient
  /** Its place from the left, from 1. */
  readonly number: number
  readonly frames: readonly ConsoleFrame[]
  readonly filter: string
  readonly details: SocketDetails
  readonly identities: readonly IdentityChoice[]
  readonly isBlocked: boolean
  readonly post: (message: FromConsole) => void
}

/** One client: who it is and whether it is connected, its frames, and what it says next. */
export function ClientColumn(props: Props) {
  const { client, number, frames, filter, details, isBlocked, post } = props
  const [isFormOpen, setIsFormOpen] = useState(false)
  const [text, setText] = useState(() => firstMessage(details))
  const shown = useMemo(() => shownFrames(frames, client.id, filter), [frames, client.id, filter])
  const history = useMemo(() => historyOf(frames, client.id), [frames, client.id])
  const isHidden = shown.length === 0 && frames.some(frame => frame.client === client.id)
  return (
    <section
      class="ws-client"
      data-region={`client-${client.id}`}
      data-client={number}
      aria-label={`${client.name}, ${stateWords[client.state]}`}
    >
      <ClientHead {...props} onForm={() => setIsFormOpen(!isFormOpen)} isFormOpen={isFormOpen} text={text} />
      {isFormOpen && <HandshakeForm client={client} post={post} />}
      {shown.length > 0 ? (
        <FrameList frames={shown} details={details} post={post} name={client.name} />
      ) : (
        <div class="empty grow">
          {isHidden ? (
            'No frame fits the filter.'
          ) : (
            <span>
              Frames show here. Connect and send with <kbd>Ctrl</kbd>
              <kbd>Enter</kbd>
            </span>
          )}
        </div>
      )}
      {client.state === 'open' && client.life && <EndNote life={client.life} frames={shown} />}
      <Composer
        client={client}
        number={number}
        details={details}
        text={text}
        history={history}
        onText={setText}
        isBlocked={isBlocked}
        post={post}
      />
    </section>
  )
}

/** Quiet until the end is near. */
const nearMs = 2 * 60_000

/** When API Gateway is going to close. */
function EndNote({
  life,
  frames,
}: {
  readonly life: ConnectionLife
  readonly frames: readonly ConsoleFrame[]
}) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const { inMs, isIdle } = endOf(life, frames, now)
  if (inMs > nearMs) return null
  return (
    <div class="ws-end dim">
      <Icon name="watch" />
      <span class="mono">{isIdle ? 'idle' : 'two hours'}</span>
      <span>
        AWS closes {isIdle ? 'an idle connection' : 'an old connection'} in {timeLeft(inMs)}
      </span>
    </div>
  )
}

const stateWords = { closed: 'not connected', connecting: 'connecting', open: 'connected' } as const

interface HeadProps extends Props {
  readonly isFormOpen: boolean
  readonly onForm: () => void
  readonly text: string
}

function ClientHead({ client, frames, identities, isBlocked, isFormOpen, onForm, text, post }: HeadProps) {
  const { id, name, state, connectionId, identity, query, headers, protocols } = client
  const isOpen = state !== 'closed'
  const verb = isOpen ? 'Disconnect' : connectionId === undefined ? 'Connect' : 'Reconnect'
  const open = () => post({ type: isOpen ? 'disconnect' : 'connect', client: id })
  return (
    <div class="ws-head">
      {state === 'connecting' ? (
        <Spinner />
      ) : (
        <i class={`ws-dot ${state}`} role="img" aria-label={stateWords[state]} title={stateWords[state]} />
      )}
      <b>{name}</b>
      <span class="mono dim clip" title={connectionTitle(client, frames)}>
        {state === 'open' ? connectionId : stateWords[state]}
      </span>
      <span class="grow" />
      <span class="bare-select dim">
        <Icon name="account" />
        <select
          aria-label={`${name} connects as`}
          value={identity ?? ''}
          disabled={isOpen}
          title={isOpen ? 'Counts from the next connection: disconnect first' : 'Connects as'}
          onChange={event => {
            const chosen = event.currentTarget.value
            const settings = { query, headers, protocols, ...(chosen !== '' && { identity: chosen }) }
            post({ type: 'configure', client: id, settings })
          }}
        >
          <option value="">nobody</option>
          {identities.map(choice => (
            <option key={choice.name} value={choice.name}>
              {choice.name}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
      <button
        type="button"
        class="tool"
        disabled={isBlocked}
        title={verb}
        aria-label={`${verb} ${name}`}
        onClick={open}
      >
        <Icon name={isOpen ? 'debug-disconnect' : 'plug'} />
      </button>
      <ClientMenu {...{ client, isFormOpen, onForm, text, post }} />
    </div>
  )
}

type MenuProps = Pick<HeadProps, 'client' | 'isFormOpen' | 'onForm' | 'text' | 'post'>

function ClientMenu({ client, isFormOpen, onForm, text, post }: MenuProps) {
  const { id, name, state } = client
  const isOpen = state !== 'closed'
  return (
    <MoreMenu
      label={`${name}: actions`}
      items={[
        {
          label: isFormOpen ? 'Hide handshake' : 'Query, headers, subprotocols…',
          icon: 'list-flat',
          run: onForm,
        },
        ...(isOpen
          ? [
              {
                label: 'Close with a code…',
                icon: 'debug-disconnect',
                run: () => post({ type: 'closeWithCode', client: id }),
              },
              {
                label: 'Close by DELETE @connections',
                icon: 'circle-slash',
                run: () => post({ type: 'deleteConnection', client: id }),
              },
            ]
          : []),
        {
          label: 'Send as a binary frame',
          icon: 'file-binary',
          run: () => post({ type: 'sendBinary', client: id, text }),
        },
        { label: 'Remove client', icon: 'trash', run: () => post({ type: 'removeClient', client: id }) },
      ]}
    />
  )
}

/** What a hover tells of a connection: its id, and how long it lasts. */
function connectionTitle(
  { connectionId, life, id }: ConsoleClient,
  frames: readonly ConsoleFrame[],
): string | undefined {
  if (connectionId === undefined) return undefined
  if (!life) return `Connection ${connectionId}, ended`
  const own = frames.filter(({ client }) => client === id)
  const { inMs, isIdle } = endOf(life, own, Date.now())
  const why = isIdle ? `when idle for ${timeLeft(life.idleMs)}` : `after ${timeLeft(life.durationMs)}`
  return `Connection ${connectionId}\nAWS closes it in ${timeLeft(inMs)}, ${why}`
}

function firstMessage({ routes }: SocketDetails): string {
  return routes.find(({ exampleMessage }) => exampleMessage !== '')?.exampleMessage ?? ''
}
