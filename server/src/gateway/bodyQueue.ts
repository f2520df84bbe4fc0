import type { ChunkSink } from './world.ts'

/** Bytes that wait for a reader before the writer is asked to pause. */
const mostWaiting = 1024 * 1024

/** Hands the bytes of one writer to one reader, as they come. */
export class BodyQueue {
  #waiting: Uint8Array[] = []
  #size = 0
  #end: { readonly error?: Error } | undefined
  #isLeft = false
  #contentType: string | undefined
  #wake: (() => void) | undefined
  #room: (() => void) | undefined

  /** Where the writer puts its bytes. A reader that has left takes no more, and holds nobody up. */
  sink(idleMs: number): ChunkSink {
    return { idleMs, push: bytes => this.#push(bytes), contentType: type => (this.#contentType = type) }
  }

  /** Nothing follows; with an error, the reader gets it after all that has come before. */
  end(error?: Error): void {
    this.#end ??= error ? { error } : {}
    this.#wake?.()
  }

  /** The content type that the writer states, known with its first bytes; undefined where it states none. */
  async contentType(): Promise<string | undefined> {
    await this.#something()
    return this.#contentType
  }

  /** Whether the writer ended with an error. */
  get hasFailed(): boolean {
    return this.#end?.error !== undefined
  }

  /** The next bytes; undefined at the end. Rejects with the writer's error. */
  async next(): Promise<Uint8Array | undefined> {
    await this.#something()
    const chunk = this.#waiting.shift()
    if (!chunk) {
      if (this.#end?.error) throw this.#end.error
      return undefined
    }
    this.#size -= chunk.length
    if (this.#size <= mostWaiting) this.#room?.()
    return chunk
  }

  /** What is still to come, behind `first`. */
  async *rest(first: Uint8Array): AsyncIterable<Uint8Array> {
    try {
      if (first.length > 0) yield first
      for (let chunk = await this.next(); chunk; chunk = await this.next()) yield chunk
    } finally {
      this.#isLeft = true
      this.#waiting = []
      this.#room?.()
    }
  }

  async #something(): Promise<void> {
    while (this.#waiting.length === 0 && !this.#end) {
      await new Promise<void>(resolve => (this.#wake = resolve))
    }
  }

  #push(bytes: Uint8Array): Promise<void> | undefined {
    if (this.#isLeft || this.#end || bytes.length === 0) return undefined
    this.#waiting.push(bytes)
    this.#size += bytes.length
    this.#wake?.()
    if (this.#size <= mostWaiting) return undefined
    return new Promise<void>(resolve => (this.#room = resolve))
  }
}
