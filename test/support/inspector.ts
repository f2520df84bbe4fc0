import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import type { SourceMapPayload } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'

/** Where a Node stands; lines count from 1. */
export interface Stop {
  readonly file: string
  readonly line: number
  readonly callFrameId: string
}

interface Paused {
  readonly callFrames: readonly {
    callFrameId: string
    location: { scriptId: string; lineNumber: number; columnNumber: number }
  }[]
}

/** A debugger of one Node, over the Chrome DevTools Protocol: what VS Code's own one does, as far as tests need it. */
export class Inspector {
  readonly #socket: WebSocket
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #stops: Paused[] = []
  /** URLs by id. */
  readonly #scripts = new Map<string, string>()
  #stopped: () => void = () => undefined
  #lastId = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as {
        id?: number
        method?: string
        params?: Paused
        result?: unknown
      }
      if (message.id !== undefined) this.#answers.get(message.id)?.(message.result)
      if (message.method === 'Debugger.scriptParsed') {
        const { scriptId, url } = message.params as unknown as { scriptId: string; url: string }
        this.#scripts.set(scriptId, url)
      }
      if (message.method !== 'Debugger.paused' || !message.params) return
      this.#stops.push(message.params)
      this.#stopped()
    })
    socket.on('error', () => undefined)
  }

  /** Connects to what a `startDebugging` announced; the process still waits. */
  static async connect(port: number): Promise<Inspector> {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`)
    const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[]
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '')
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const inspector = new Inspector(socket)
    await inspector.send('Runtime.enable')
    await inspector.send('Debugger.enable')
    return inspector
  }

  send<Result>(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#lastId
    this.#socket.send(JSON.stringify({ id, method, params }))
    return new Promise(resolve => this.#answers.set(id, result => resolve(result as Result)))
  }

  /** A breakpoint at a line (from 1) of a file that need not be loaded yet. */
  async breakAt(file: string, line: number): Promise<void> {
    await this.send('Debugger.setBreakpointByUrl', { url: pathToFileURL(file).href, lineNumber: line - 1 })
  }

  /** The breakpoints are set: what waits goes on. */
  async go(): Promise<void> {
    await this.send('Runtime.runIfWaitingForDebugger')
  }

  async resume(): Promise<void> {
    await this.send('Debugger.resume')
  }

  /** The next stop. */
  async stop(): Promise<Stop> {
    while (this.#stops.length === 0) await new Promise<void>(resolve => (this.#stopped = resolve))
    const [top] = this.#stops.shift()?.callFrames ?? []
    if (!top) throw new Error('it stands nowhere')
    const { lineNumber, columnNumber } = top.location
    return {
      ...placeOf(fileURLToPath(this.#scripts.get(top.location.scriptId) ?? ''), lineNumber, columnNumber),
      callFrameId: top.callFrameId,
    }
  }

  /** JSON of an expression where it stands. */
  async evaluate({ callFrameId }: Stop, expression: string): Promise<unknown> {
    const { result } = await this.send<{ result: { value: unknown } }>('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
      returnByValue: true,
    })
    return result.value
  }

  close(): void {
    this.#socket.terminate()
  }
}

/** The line of a bundle (from 1) that a line of a source became. */
export function generatedLine(bundle: string, source: string, line: number): number {
  const found = readFileSync(bundle, 'utf8')
    .split('\n')
    .findIndex((text, index) => {
      const place = placeOf(bundle, index, text.length - text.trimStart().length)
      return place.file === source && place.line === line
    })
  if (found < 0) throw new Error(`${source}:${line} is not in ${bundle}`)
  return found + 1
}

function placeOf(file: string, line: number, character: number): { file: string; line: number } {
  let map: SourceMap
  try {
    map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')) as SourceMapPayload)
  } catch {
    return { file, line: line + 1 }
  }
  const entry = map.findEntry(line, character)
  if (!('originalSource' in entry)) return { file, line: line + 1 }
  return { file: path.resolve(path.dirname(file), entry.originalSource), line: entry.originalLine + 1 }
}
