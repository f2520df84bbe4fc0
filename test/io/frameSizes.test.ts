import { describe, expect, it } from 'vitest'
import { FrameSizes } from '../../server/src/io/frameSizes.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity('WebSocket API', 'Frames: 32 KB at most', {
  by: 'documentation',
  source:
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html',
})

/** A masked frame as clients send it (RFC 6455, 5.2). */
function frame(length: number): Buffer {
  const short = length < 126 ? length : length < 65_536 ? 126 : 127
  const extended = Buffer.alloc(short === 126 ? 2 : short === 127 ? 8 : 0)
  if (short === 126) extended.writeUInt16BE(length)
  if (short === 127) extended.writeBigUInt64BE(BigInt(length))
  const mask = Buffer.from([1, 2, 3, 4])
  return Buffer.concat([Buffer.from([0x81, 0x80 | short]), extended, mask, Buffer.alloc(length, 'x')])
}

describe('frames', () => {
  it.each([1, 2, 3, 7, 1000, 1_000_000])('pass up to their limit, in chunks of %d bytes', size => {
    const bytes = Buffer.concat([0, 1, 125, 126, 200, 1000, 65_535, 32_768, 70_000].map(frame))
    const sizes = new FrameSizes(70_000)
    const refused: number[] = []
    for (let at = 0; at < bytes.length; at += size)
      if (sizes.take(bytes.subarray(at, at + size))) refused.push(at)
    expect(refused).toEqual([])
  })

  it.each([
    [1000, 999],
    [70_000, 69_999],
    [126, 125],
  ])('of %d bytes are over a limit of %d', (length, limit) => {
    const sizes = new FrameSizes(limit)
    expect(sizes.take(frame(10))).toBe(false)
    const bytes = frame(length)
    const found = [...bytes.subarray(0, 12)].some(byte => sizes.take(Buffer.from([byte])))
    expect(found).toBe(true)
  })
})
