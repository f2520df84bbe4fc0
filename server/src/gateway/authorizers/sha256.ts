import type { SourceData } from '@smithy/types'

/** SHA-256, or its HMAC with a secret, as AWS's signing library asks for it. */
export class Sha256 {
  readonly #secret: SourceData | undefined
  #data: Uint8Array = new Uint8Array(0)

  constructor(secret?: SourceData) {
    this.#secret = secret
  }

  update(data: SourceData): void {
    this.#data = Buffer.concat([this.#data, bytesOf(data)])
  }

  async digest(): Promise<Uint8Array> {
    const data = new Uint8Array(this.#data)
    if (this.#secret === undefined) return new Uint8Array(await crypto.subtle.digest('SHA-256', data))
    const algorithm = { name: 'HMAC', hash: 'SHA-256' }
    const secret = new Uint8Array(bytesOf(this.#secret))
    const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, data))
  }

  reset(): void {
    this.#data = new Uint8Array(0)
  }
}

/** The SHA-256 of bytes or a text. */
export async function sha256(data: Uint8Array | string): Promise<Buffer> {
  const hash = new Sha256()
  hash.update(data)
  return Buffer.from(await hash.digest())
}

function bytesOf(data: SourceData): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data, 'utf8')
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
