import { Prec, type Extension } from '@codemirror/state'
import { keymap, placeholder, type EditorView } from '@codemirror/view'
import { useMemo, useRef } from 'preact/hooks'
import type { SocketDetails } from '../../../server/src/protocol/requests.ts'
import type { ConsoleClient, FromConsole } from '../../src/consoleMessages.ts'
import { bodyCompletion } from '../bodyCompletion.ts'
import { CodeArea } from '../CodeArea.tsx'
import { Icon } from '../Icon.tsx'
import { messageShape } from './messageShape.ts'

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
  const historyKeys = useHistoryKeys(history)
  const extensions = useMemo(
    () => [historyKeys, hint, bodyCompletion(written => messageShape(details, written))],
    [historyKeys, details],
  )
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
      <div
        class="ws-message"
        title={`Alt+${number} leads here, Ctrl+Enter sends, Up brings back what was sent, Ctrl+Space proposes`}
      >
        <CodeArea
          isField
          isWrapped
          text={text}
          language="json"
          label={`${client.name}: message`}
          extensions={extensions}
          onEdit={onText}
        />
      </div>
      <button type="submit" class="btn" disabled={isBlocked}>
        {client.state === 'open' ? 'Send' : 'Connect and send'}
      </button>
    </form>
  )
}

const hint = placeholder('Message as JSON, or plain text for $default')

/** Up and Down at the edges of the text lead through what was sent, and back to what was being written. */
function useHistoryKeys(history: readonly string[]): Extension {
  const latest = useRef(history)
  latest.current = history
  return useMemo(() => {
    let place = -1
    let draft = ''
    const move = (view: EditorView, step: 1 | -1): boolean => {
      const { doc, selection } = view.state
      const { from, to } = selection.main
      const isAtEdge = step === 1 ? doc.lineAt(from).number === 1 : doc.lineAt(to).number === doc.lines
      if (!isAtEdge) return false
      const text = doc.toString()
      // What was changed since is a text of its own.
      const now = place >= 0 && latest.current[place] === text ? place : -1
      const next = now + step
      if (next < -1 || next >= latest.current.length) return false
      if (now === -1) draft = text
      place = next
      const insert = latest.current[next] ?? draft
      view.dispatch({
        changes: { from: 0, to: doc.length, insert },
        selection: { anchor: insert.length },
      })
      return true
    }
    return Prec.high(
      keymap.of([
        { key: 'ArrowUp', run: view => move(view, 1) },
        { key: 'ArrowDown', run: view => move(view, -1) },
      ]),
    )
  }, [])
}
