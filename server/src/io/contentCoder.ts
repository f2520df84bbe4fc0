import { deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import type { ContentCoder } from '../gateway/world.ts'

/** Bodies packed by zlib. `deflate` is the zlib format; what some clients send under that name, without it, is taken too. */
export const contentCoder: ContentCoder = {
  encode: (coding, body) => (coding === 'gzip' ? gzipSync(body) : deflateSync(body)),
  decode: (coding, body, most) => {
    const limit = { maxOutputLength: most }
    if (coding === 'gzip') return tried(() => gunzipSync(body, limit))
    const whole = tried(() => inflateSync(body, limit))
    return whole === 'broken' ? tried(() => inflateRawSync(body, limit)) : whole
  },
}

function tried(unpack: () => Uint8Array): Uint8Array | 'broken' | 'tooLarge' {
  try {
    return unpack()
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    return isTooLarge ? 'tooLarge' : 'broken'
  }
}
