import { useRef, useState } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleClient, FromConsole } from '../../src/consoleMessages.ts'
import { Icon } from '../Icon.tsx'

interface Props {
  readonly client: ConsoleClient
  readonly number: number
  readonly details: SocketDetails
  readonly text: string
  /** What it said before, the newest first. */
  readonly history: readonly string[]
  readonly onText: (text: string) => void
  readonly isBlocked: boolean
  readonly post: (message: FromConsole) => void
}

/** What a client says next: the example of a route, or anything else. */
export function Composer({ client, number, details, text, history, onText, isBlocked, post }: Props) {
  const onHistoryKey = useHistory(history, text, onText)
  const send = () => {
    if (!isBlocked) post({ type: 'send', client: client.id, text })
  }
  const chosen = details.routes.find(({ exampleMessage }) => exampleMessage === text)?.routeKey ?? ''
  return (
    <form
      class="ws-composer"
      onSubmit={event => {
        event.preventDefault()
        send()
      }}
    >
      <span class="select">
        <select
          class="mono ws-route"
          aria-label={`${client.name}: example of a route`}
          title="Puts the example of a route into the message"
          value={chosen}
          onChange={event => {
            const route = details.routes.find(({ routeKey }) => routeKey === event.currentTarget.value)
            if (route) onText(route.exampleMessage)
          }}
        >
          <option value="" disabled>
            own message
          </option>
          {details.routes.map(({ routeKey }) => (
            <option key={routeKey} value={routeKey}>
              {routeKey}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
      <textarea
        class="input mono"
        rows={1}
        value={text}
        aria-label={`${client.name}: message`}
        placeholder="Message as JSON, or plain text for $default"
        spellcheck={false}
        title={`Alt+${number} leads here, Ctrl+Enter sends, Up brings back what was sent`}
        onKeyDown={onHistoryKey}
        onInput={event => onText(event.currentTarget.value)}
      />
      <button type="submit" class="btn" disabled={isBlocked}>
        {client.state === 'open' ? 'Send' : 'Connect and send'}
      </button>
    </form>
  )
}

/** Up and Down at the edges of the text lead through what was sent, and back to what was being written. */
function useHistory(history: readonly string[], text: string, onText: (text: string) => void) {
  const [place, setPlace] = useState(-1)
  const draft = useRef('')
  return (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget
    const isUp = event.key === 'ArrowUp' && !value.slice(0, selectionStart).includes('\n')
    const isDown = event.key === 'ArrowDown' && !value.slice(selectionEnd).includes('\n')
    if ((!isUp && !isDown) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    // What was changed since is a text of its own.
    const now = place >= 0 && history[place] === text ? place : -1
    const next = now + (isUp ? 1 : -1)
    if (next < -1 || next >= history.length) return
    event.preventDefault()
    if (now === -1) draft.current = text
    setPlace(next)
    onText(history[next] ?? draft.current)
  }
}
