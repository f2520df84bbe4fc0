/** A request as it begins; header names in lower case, the last of several values. */
export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly headers: ReadonlyMap<string, string>
}

export interface RequestListener {
  readonly head: (head: RequestHead) => void
  /** A part of the body, in order; the bytes may be overwritten afterwards. */
  readonly body: (bytes: Buffer) => void
  /** The request is whole; of a chunked body, its trailers. */
  readonly end: (trailers: ReadonlyMap<string, string>) => void
  /** The bytes are no HTTP/1.1; nothing more is handed on. */
  readonly garbage: () => void
}

const longestHead = 64 * 1024
const none: ReadonlyMap<string, string> = new Map()

type State =
  | { readonly type: 'head' | 'chunkSize' | 'chunkEnd' | 'trailers' }
  | { readonly type: 'body' | 'chunk'; left: number }
  | { readonly type: 'broken' }

/**
 * Reads the requests of one connection, one after the other. Written by hand because `node:http` on the two requests of
 * an event costs four times all the rest of it; it takes what clients of the Runtime API send: bodies by length or in
 * chunks, with trailers.
 */
export class RequestReader {
  readonly #listener: RequestListener
  #kept: Buffer = Buffer.alloc(0)
  #state: State = { type: 'head' }

  constructor(listener: RequestListener) {
    this.#listener = listener
  }

  read(chunk: Buffer): void {
    if (this.#state.type === 'broken') return
    this.#kept = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk])
    while (this.#step());
  }

  /** Whether something was taken from what is kept, so that there may be more. */
  #step(): boolean {
    switch (this.#state.type) {
      case 'head':
        return this.#readHead()
      case 'body':
      case 'chunk':
        return this.#readBody(this.#state)
      case 'chunkSize':
        return this.#readChunkSize()
      case 'chunkEnd':
        return this.#readChunkEnd()
      case 'trailers':
        return this.#readTrailers()
      case 'broken':
        return false
    }
  }

  #readHead(): boolean {
    // Between requests, empty lines are allowed.
    while (this.#startsWithLineEnd()) this.#kept = this.#kept.subarray(2)
    const lines = this.#takeLines()
    if (!lines) return false
    const [first = '', ...rest] = lines
    const [, method, path] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? []
    const headers = fieldsOf(rest)
    const length = Number(headers?.get('content-length') ?? 0)
    if (!method || !path || !headers || !Number.isSafeInteger(length) || length < 0) return this.#fail()
    const isChunked = /\bchunked\s*$/i.test(headers.get('transfer-encoding') ?? '')
    this.#state = isChunked ? { type: 'chunkSize' } : { type: 'body', left: length }
    this.#listener.head({ method, path, headers })
    if (!isChunked && length === 0) this.#end()
    return true
  }

  #readBody(body: { readonly type: 'body' | 'chunk'; left: number }): boolean {
    if (this.#kept.length === 0) return false
    const part = this.#kept.subarray(0, body.left)
    this.#kept = this.#kept.subarray(part.length)
    body.left -= part.length
    this.#listener.body(part)
    if (body.left > 0) return false
    if (body.type === 'chunk') this.#state = { type: 'chunkEnd' }
    else this.#end()
    return true
  }

  #readChunkSize(): boolean {
    const text = this.#takeLine()
    if (text === undefined) return false
    const size = /^([0-9a-f]{1,8})\s*(?:;.*)?$/i.exec(text)?.[1]
    if (size === undefined) return this.#fail()
    const left = Number.parseInt(size, 16)
    this.#state = left === 0 ? { type: 'trailers' } : { type: 'chunk', left }
    return true
  }

  #readChunkEnd(): boolean {
    const text = this.#takeLine()
    if (text === undefined) return false
    if (text !== '') return this.#fail()
    this.#state = { type: 'chunkSize' }
    return true
  }

  #readTrailers(): boolean {
    if (this.#startsWithLineEnd()) {
      this.#kept = this.#kept.subarray(2)
      this.#end()
      return true
    }
    const lines = this.#takeLines()
    if (!lines) return false
    const trailers = fieldsOf(lines)
    if (!trailers) return this.#fail()
    this.#end(trailers)
    return true
  }

  #end(trailers: ReadonlyMap<string, string> = none): void {
    this.#state = { type: 'head' }
    this.#listener.end(trailers)
  }

  #fail(): false {
    this.#state = { type: 'broken' }
    this.#listener.garbage()
    return false
  }

  #startsWithLineEnd(): boolean {
    return this.#kept.length > 1 && this.#kept[0] === 13 && this.#kept[1] === 10
  }

  /** A line without its end; undefined while it has none. */
  #takeLine(): string | undefined {
    return this.#takeUntil('\r\n')
  }

  /** The lines before the next empty one. */
  #takeLines(): string[] | undefined {
    return this.#takeUntil('\r\n\r\n')?.split('\r\n')
  }

  #takeUntil(end: string): string | undefined {
    const at = this.#kept.indexOf(end)
    if (at < 0) {
      if (this.#kept.length > longestHead) this.#fail()
      return undefined
    }
    const text = this.#kept.toString('latin1', 0, at)
    this.#kept = this.#kept.subarray(at + end.length)
    return text
  }
}

function fieldsOf(lines: readonly string[]): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>()
  for (const text of lines) {
    const at = text.indexOf(':')
    if (at <= 0 || /\s/.test(text.slice(0, at))) return undefined
    fields.set(text.slice(0, at).toLowerCase(), text.slice(at + 1).trim())
  }
  return fields
}
