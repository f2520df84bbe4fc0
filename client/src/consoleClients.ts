import type { SocketClientEvent } from '../../server/src/protocol/gatewayControl.ts'
import type { Completed, GatewaySocket, SocketListener, SocketOrder } from './gatewayProcess.ts'
import { frameOf, handledFrame, refusedPush, sentBytes, sentFrame } from './consoleFrames.ts'
import type { ClientSettings, ConnectionLife, ConsoleClient, ConsoleFrame } from './consoleMessages.ts'
import { forgetOld } from './frameLimits.ts'
import type { RestoredConsole } from './consoleRestore.ts'

/** What the clients of a console need. */
export interface ConsoleEnds {
  /** Opens a socket, starting the gateway first; rejects when that cannot be done. */
  readonly open: (order: Omit<SocketOrder, 'apiId'>, listener: SocketListener) => Promise<GatewaySocket>
  /** A request to `@connections`, signed as functions sign theirs. */
  readonly manage: (
    connectionId: string,
    method: 'POST' | 'DELETE',
    bodyBase64?: string,
  ) => Promise<Completed>
  readonly onClients: () => void
  readonly onFrame: (frame: ConsoleFrame) => void
  /** In words for the user. */
  readonly explain: (error: unknown) => string
}

/** The clients of one console and what they said and heard. They outlive the page that shows them. */
export class ConsoleClients {
  private readonly ends: ConsoleEnds
  private readonly entries = new Map<number, Entry>()
  private kept: ConsoleFrame[] = []
  private lastId = 0
  private lastFrame = 0

  /** Whether clients whose connection ended with the gateway connect again by themselves. */
  reconnects = true

  /** `before` is what an earlier window had. */
  constructor(ends: ConsoleEnds, before?: RestoredConsole) {
    this.ends = ends
    for (const client of before?.clients ?? []) this.entries.set(client.id, newEntry(client))
    this.kept = [...(before?.frames ?? [])]
    this.reconnects = before?.reconnects ?? true
    this.lastId = Math.max(0, ...this.entries.keys())
    this.lastFrame = Math.max(0, ...this.kept.map(({ id }) => id))
    if (this.entries.size === 0) this.make()
  }

  get clients(): readonly ConsoleClient[] {
    return [...this.entries.values()].map(({ client }) => client)
  }

  get frames(): readonly ConsoleFrame[] {
    return this.kept
  }

  frame(id: number): ConsoleFrame | undefined {
    return this.kept.findLast(frame => frame.id === id)
  }

  add(): void {
    this.make()
    this.ends.onClients()
  }

  remove(id: number): void {
    this.entries.get(id)?.socket?.close()
    this.entries.delete(id)
    this.kept = this.kept.filter(({ client }) => client !== id)
    this.ends.onClients()
  }

  /** Counts for the next connection. */
  configure(id: number, settings: ClientSettings): void {
    const entry = this.entries.get(id)
    if (!entry) return
    const { name, state, connectionId, life } = entry.client
    const known = { ...(connectionId !== undefined && { connectionId }), ...(life && { life }) }
    this.change(entry, { id, name, state, ...known, ...settings })
  }

  async connect(id: number): Promise<void> {
    const entry = this.entries.get(id)
    if (entry?.client.state !== 'closed') return
    const attempt = ++entry.attempt
    entry.isLost = false
    this.setState(entry, 'connecting')
    const { identity, query, headers, protocols } = entry.client
    const offered = protocols.trim() === '' ? [] : [['Sec-WebSocket-Protocol', protocols.trim()] as const]
    const order = {
      query,
      headers: [...fieldsIn(headers), ...offered],
      ...(identity !== undefined && { identity }),
    }
    try {
      const socket = await this.ends.open(order, (event, at) => this.hear(id, attempt, event, at))
      // Disconnected or removed while the gateway started.
      if (this.entries.get(id)?.attempt !== attempt || entry.client.state === 'closed') socket.close()
      else entry.socket = socket
    } catch (error) {
      this.hear(id, attempt, { type: 'failed', message: this.ends.explain(error) }, Date.now())
    }
  }

  disconnect(id: number, closing?: { readonly code: number; readonly reason: string }): void {
    const entry = this.entries.get(id)
    if (!entry) return
    entry.isLost = false
    if (entry.client.state === 'connecting' && !entry.socket) {
      entry.attempt++
      this.setState(entry, 'closed')
    } else entry.socket?.close(closing)
  }

  /** Sends a text frame, or its bytes as a binary one; a client that is not connected connects first. */
  async send(id: number, text: string, isBinary: boolean): Promise<void> {
    const entry = this.entries.get(id)
    if (!entry) return
    if (entry.client.state === 'open') return this.sendNow(entry, text, isBinary)
    entry.queued.push({ text, isBinary })
    await this.connect(id)
  }

  /** Sends to a client as a backend does. */
  push(id: number, bodyBase64: string): Promise<void> {
    return this.manage(id, 'POST', bodyBase64)
  }

  /** Closes a client's connection as a backend does. */
  deleteConnection(id: number): Promise<void> {
    return this.manage(id, 'DELETE')
  }

  /** Does again what a frame came of: sends the message, or connects. */
  async repeat(id: number): Promise<void> {
    const frame = this.frame(id)
    if (!frame) return
    const { requestId } = frame.trace ?? {}
    const sent =
      frame.kind === 'sent'
        ? frame
        : this.kept.findLast(({ kind, trace }) => kind === 'sent' && trace?.requestId === requestId)
    if (sent && sent.base64 === undefined) return this.send(sent.client, sent.text, false)
    if (frame.kind === 'refused') await this.connect(frame.client)
  }

  /** The gateway runs (again): those that lost their connection with it connect anew. */
  async reconnect(): Promise<void> {
    if (!this.reconnects) return
    const lost = [...this.entries.values()].filter(({ isLost }) => isLost)
    await Promise.all(lost.map(({ client }) => this.connect(client.id)))
  }

  /** The gateway has ended, and all connections with it. */
  lose(why: string): void {
    for (const entry of this.entries.values()) {
      // Who waits for a gateway that starts has no socket yet.
      if (!entry.socket) continue
      entry.attempt++
      entry.isLost = true
      const text = { kind: 'closed', label: 'closed', tone: 'plain', text: why } as const
      this.keep({ ...text, id: ++this.lastFrame, client: entry.client.id, at: Date.now() })
      this.end(entry)
    }
  }

  clear(): void {
    this.kept = []
  }

  close(): void {
    for (const { socket } of this.entries.values()) socket?.close()
    this.entries.clear()
  }

  private make(): void {
    const id = ++this.lastId
    const settings = { query: '', headers: '', protocols: '' }
    this.entries.set(id, newEntry({ id, name: `Client ${id}`, state: 'closed', ...settings }))
  }

  private async manage(id: number, method: 'POST' | 'DELETE', bodyBase64?: string): Promise<void> {
    const connectionId = this.entries.get(id)?.client.connectionId
    if (connectionId === undefined) return
    const { response, trace } = await this.ends.manage(connectionId, method, bodyBase64)
    if (response.status < 400) return
    const refused = refusedPush(response.status, trace)
    this.keep({ ...refused, id: ++this.lastFrame, client: id, at: Date.now() })
  }

  private sendNow(entry: Entry, text: string, isBinary: boolean): void {
    const id = ++this.lastFrame
    const line = isBinary ? sentBytes(Buffer.from(text)) : sentFrame(text)
    this.keep({ ...line, id, client: entry.client.id, at: Date.now() })
    entry.socket?.send(id, isBinary ? { base64: Buffer.from(text).toString('base64') } : { text })
  }

  private hear(id: number, attempt: number, event: SocketClientEvent, at: number): void {
    const entry = this.entries.get(id)
    if (entry?.attempt !== attempt) return
    if (event.type === 'handled') {
      const sent = this.frame(event.frame)
      if (sent) this.keep(handledFrame(sent, event.trace))
      return
    }
    this.keep({ ...frameOf(event), id: ++this.lastFrame, client: id, at })
    if (event.type === 'opened') {
      const { connectionId, idleMs, durationMs } = event
      const life = { openedAt: at, lastAt: at, idleMs, durationMs }
      entry.client = { ...entry.client, connectionId, life }
      this.setState(entry, 'open')
      // The socket is handed over before the gateway can have answered.
      for (const { text, isBinary } of entry.queued.splice(0)) this.sendNow(entry, text, isBinary)
    } else if (event.type === 'refused' || event.type === 'closed' || event.type === 'failed') this.end(entry)
  }

  private end(entry: Entry): void {
    delete entry.socket
    entry.queued.splice(0)
    const client = { ...entry.client }
    Reflect.deleteProperty(client, 'life')
    entry.client = client
    this.setState(entry, 'closed')
  }

  private keep(frame: ConsoleFrame): void {
    const isNew = frame.id > (this.kept.at(-1)?.id ?? 0)
    const at = isNew ? -1 : this.kept.findLastIndex(({ id }) => id === frame.id)
    const life = at < 0 && this.entries.get(frame.client)?.client.life
    // Told with the next change of the client: the page sees the frames themselves.
    if (life) this.live(frame, life)
    if (at >= 0) this.kept[at] = frame
    else {
      this.kept.push(frame)
      forgetOld(this.kept)
    }
    this.ends.onFrame(frame)
  }

  private live({ client, at }: ConsoleFrame, life: ConnectionLife): void {
    const entry = this.entries.get(client)
    if (entry) entry.client = { ...entry.client, life: { ...life, lastAt: at } }
  }

  private setState(entry: Entry, state: ConsoleClient['state']): void {
    this.change(entry, { ...entry.client, state })
  }

  private change(entry: Entry, client: ConsoleClient): void {
    entry.client = client
    this.ends.onClients()
  }
}

function newEntry(client: ConsoleClient): Entry {
  return { client, attempt: 0, queued: [], isLost: false }
}

interface Entry {
  client: ConsoleClient
  socket?: GatewaySocket
  /** Counts connections: what an earlier one still says is not heard. */
  attempt: number
  /** To be sent once it is connected. */
  readonly queued: { readonly text: string; readonly isBinary: boolean }[]
  /** Its connection ended with the gateway. */
  isLost: boolean
}

/** `Name: value` lines; others are left out. */
function fieldsIn(lines: string): (readonly [string, string])[] {
  return lines.split('\n').flatMap(line => {
    const [, name, value] = /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [[name, value] as const]
  })
}
