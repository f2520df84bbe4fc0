import type { SocketClientEvent } from '../../server/src/protocol/gatewayControl.ts'
import { frameOf, handledFrame, sentFrame } from './consoleFrames.ts'
import type { ClientSettings, ConsoleClient, ConsoleFrame } from './consoleMessages.ts'
import type { GatewaySocket, SocketListener, SocketOrder } from './gatewayProcess.ts'

/** What the clients of a console need. */
export interface ConsoleEnds {
  /** Opens a socket, starting the gateway first; rejects when that cannot be done. */
  readonly open: (order: Omit<SocketOrder, 'apiId'>, listener: SocketListener) => Promise<GatewaySocket>
  readonly onClients: () => void
  readonly onFrame: (frame: ConsoleFrame) => void
  /** In words for the user. */
  readonly explain: (error: unknown) => string
}

/** Frames that are kept; older ones are forgotten. */
const mostFrames = 1000

/** The clients of one console and what they said and heard. They outlive the page that shows them. */
export class ConsoleClients {
  private readonly ends: ConsoleEnds
  private readonly entries = new Map<number, Entry>()
  private kept: ConsoleFrame[] = []
  private lastId = 0
  private lastFrame = 0

  constructor(ends: ConsoleEnds) {
    this.ends = ends
    this.make()
  }

  get clients(): readonly ConsoleClient[] {
    return [...this.entries.values()].map(({ client }) => client)
  }

  get frames(): readonly ConsoleFrame[] {
    return this.kept
  }

  frame(id: number): ConsoleFrame | undefined {
    return this.kept.find(frame => frame.id === id)
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
    const { name, state, connectionId } = entry.client
    this.change(entry, { id, name, state, ...(connectionId !== undefined && { connectionId }), ...settings })
  }

  async connect(id: number): Promise<void> {
    const entry = this.entries.get(id)
    if (entry?.client.state !== 'closed') return
    const attempt = ++entry.attempt
    entry.isLost = false
    this.setState(entry, 'connecting')
    const { identity, query, headers } = entry.client
    const order = { query, headers: fieldsIn(headers), ...(identity !== undefined && { identity }) }
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

  /** The gateway runs (again): those that lost their connection with it connect anew. */
  async reconnect(): Promise<void> {
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
    const client: ConsoleClient = { id, name: `Client ${id}`, state: 'closed', query: '', headers: '' }
    this.entries.set(id, { client, attempt: 0, queued: [], isLost: false })
  }

  private sendNow(entry: Entry, text: string, isBinary: boolean): void {
    const id = ++this.lastFrame
    const shown = sentFrame(text)
    const line = isBinary ? { ...shown, label: 'binary' } : shown
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
      entry.client = { ...entry.client, connectionId: event.connectionId }
      this.setState(entry, 'open')
      // The socket is handed over before the gateway can have answered.
      for (const { text, isBinary } of entry.queued.splice(0)) this.sendNow(entry, text, isBinary)
    } else if (event.type === 'refused' || event.type === 'closed' || event.type === 'failed') this.end(entry)
  }

  private end(entry: Entry): void {
    delete entry.socket
    entry.queued.splice(0)
    this.setState(entry, 'closed')
  }

  private keep(frame: ConsoleFrame): void {
    const at = this.kept.findIndex(({ id }) => id === frame.id)
    if (at >= 0) this.kept[at] = frame
    else this.kept.push(frame)
    if (this.kept.length > mostFrames) this.kept.splice(0, this.kept.length - mostFrames)
    this.ends.onFrame(frame)
  }

  private setState(entry: Entry, state: ConsoleClient['state']): void {
    this.change(entry, { ...entry.client, state })
  }

  private change(entry: Entry, client: ConsoleClient): void {
    entry.client = client
    this.ends.onClients()
  }
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
