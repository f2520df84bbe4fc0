import { useState } from 'preact/hooks'
import type { ConsoleClient, FromConsole } from '../../src/consoleMessages.ts'
import { Icon } from '../Icon.tsx'
import { base64Of, bytesOfHex } from './bytes.ts'

interface Props {
  readonly clients: readonly ConsoleClient[]
  readonly isBlocked: boolean
  readonly post: (message: FromConsole) => void
  readonly onClose: () => void
}

/** Sends to a client as a backend does, by POST @connections; a client that has gone gives the backend's 410. */
export function PushBar({ clients, isBlocked, post, onClose }: Props) {
  const known = clients.filter(({ connectionId }) => connectionId !== undefined)
  const [chosen, setChosen] = useState<number | undefined>()
  const [text, setText] = useState('')
  const [isHex, setIsHex] = useState(false)
  const client = known.find(({ id }) => id === chosen) ?? known[0]
  const bytes = isHex ? bytesOfHex(text) : new TextEncoder().encode(text)
  const push = () => {
    if (client && bytes && !isBlocked) post({ type: 'push', client: client.id, base64: base64Of(bytes) })
  }
  return (
    <form
      class="ws-push"
      aria-label="Push by @connections"
      onSubmit={event => {
        event.preventDefault()
        push()
      }}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <span class="mono ws-label push">POST @connections</span>
      <span class="select">
        <select
          aria-label="Push to"
          value={client?.id ?? ''}
          disabled={known.length === 0}
          onChange={event => setChosen(Number(event.currentTarget.value))}
        >
          {known.length === 0 && <option value="">no client has connected</option>}
          {known.map(({ id, name, state }) => (
            <option key={id} value={id}>
              {state === 'open' ? name : `${name}, gone`}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" />
      </span>
      <span class="select">
        <select
          aria-label="Push as"
          value={isHex ? 'hex' : 'text'}
          title="What goes to @connections; clients get a text frame either way"
          onChange={event => setIsHex(event.currentTarget.value === 'hex')}
        >
          <option value="text">Text</option>
          <option value="hex">Bytes in hex</option>
        </select>
        <Icon name="chevron-down" />
      </span>
      <textarea
        class="input mono"
        rows={1}
        value={text}
        aria-label="Push: data"
        aria-invalid={bytes === undefined}
        placeholder={isHex ? '48 65 6c 6c 6f' : 'Data for the client'}
        spellcheck={false}
        onInput={event => setText(event.currentTarget.value)}
        ref={focusOnce}
      />
      <button
        type="submit"
        class="btn second"
        disabled={isBlocked || !client || !bytes || bytes.length === 0}
        title={bytes ? undefined : 'Hexadecimal digits come in pairs: 48 65'}
      >
        Push
      </button>
      <button type="button" class="tool" title="Close" aria-label="Close" onClick={onClose}>
        <Icon name="close" />
      </button>
    </form>
  )
}

// Whoever opens the bar is going to write.
const seen = new WeakSet<HTMLElement>()
function focusOnce(element: HTMLTextAreaElement | null): void {
  if (!element || seen.has(element)) return
  seen.add(element)
  element.focus()
}
