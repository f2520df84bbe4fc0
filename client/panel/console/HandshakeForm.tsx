import type { ConsoleClient, FromConsole } from '../../src/consoleMessages.ts'

interface Props {
  readonly client: ConsoleClient
  readonly post: (message: FromConsole) => void
}

/** Query and headers of a client's next handshake. */
export function HandshakeForm({ client, post }: Props) {
  const { id, identity, query, headers, protocols } = client
  const configure = (change: {
    readonly query?: string
    readonly headers?: string
    readonly protocols?: string
  }) =>
    post({
      type: 'configure',
      client: id,
      settings: { query, headers, protocols, ...(identity !== undefined && { identity }), ...change },
    })
  return (
    <div class="ws-form">
      <label>
        <span class="dim">Query</span>
        <input
          class="input mono"
          value={query}
          placeholder="room=poetry"
          spellcheck={false}
          onChange={event => configure({ query: event.currentTarget.value.replace(/^\?/, '') })}
        />
      </label>
      <label>
        <span class="dim">Headers</span>
        <textarea
          class="input mono"
          rows={2}
          value={headers}
          placeholder="X-Name: value, one a line"
          spellcheck={false}
          onChange={event => configure({ headers: event.currentTarget.value })}
        />
      </label>
      <label>
        <span class="dim">Subprotocols</span>
        <input
          class="input mono"
          value={protocols}
          placeholder="graphql-ws, chat: the $connect route chooses one"
          spellcheck={false}
          onChange={event => configure({ protocols: event.currentTarget.value })}
        />
      </label>
      <span class="dim">They count from the next connection.</span>
    </div>
  )
}
