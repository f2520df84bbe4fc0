import { useState } from 'preact/hooks'
import type { IdentityChoice } from '../../../server/src/protocol/identities.ts'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleClient, ConsoleFrame, FromConsole } from '../../src/consoleMessages.ts'
import { Icon, Spinner } from '../Icon.tsx'
import { MoreMenu } from '../MoreMenu.tsx'
import { Composer } from './Composer.tsx'
import { shownFrames } from './consoleState.ts'
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
  const shown = shownFrames(frames, client.id, filter)
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
      <Composer
        client={client}
        number={number}
        details={details}
        text={text}
        onText={setText}
        isBlocked={isBlocked}
        post={post}
      />
    </section>
  )
}

const stateWords = { closed: 'not connected', connecting: 'connecting', open: 'connected' } as const

interface HeadProps extends Props {
  readonly isFormOpen: boolean
  readonly onForm: () => void
  readonly text: string
}

function ClientHead({ client, identities, isBlocked, isFormOpen, onForm, text, post }: HeadProps) {
  const { id, name, state, connectionId, identity, query, headers } = client
  const isOpen = state !== 'closed'
  const open = () => post({ type: isOpen ? 'disconnect' : 'connect', client: id })
  return (
    <div class="ws-head">
      {state === 'connecting' ? (
        <Spinner />
      ) : (
        <i class={`ws-dot ${state}`} role="img" aria-label={stateWords[state]} title={stateWords[state]} />
      )}
      <b>{name}</b>
      <span class="mono dim clip" title={connectionId && `Connection ${connectionId}`}>
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
            const settings = { query, headers, ...(chosen !== '' && { identity: chosen }) }
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
        title={isOpen ? 'Disconnect' : 'Connect'}
        aria-label={`${isOpen ? 'Disconnect' : 'Connect'} ${name}`}
        onClick={open}
      >
        <Icon name={isOpen ? 'debug-disconnect' : 'plug'} />
      </button>
      <MoreMenu
        label={`${name}: actions`}
        items={[
          { label: isFormOpen ? 'Hide handshake' : 'Query and headers…', icon: 'list-flat', run: onForm },
          ...(isOpen
            ? [
                {
                  label: 'Close with a code…',
                  icon: 'debug-disconnect',
                  run: () => post({ type: 'closeWithCode', client: id }),
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
    </div>
  )
}

function firstMessage({ routes }: SocketDetails): string {
  return routes.find(({ exampleMessage }) => exampleMessage !== '')?.exampleMessage ?? ''
}
