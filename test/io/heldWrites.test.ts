import { Duplex } from 'node:stream'
import { setImmediate as endOfTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { holdWrites } from '../../server/src/io/heldWrites.ts'

/** Notes what reaches the socket by each write. */
function socket(written: string[]): Duplex {
  return new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      written.push(chunk.toString())
      done()
    },
    writev: (chunks, done) => {
      written.push(Buffer.concat(chunks.map(each => each.chunk as Buffer)).toString())
      done()
    },
  })
}

it('holds what is written to sockets until the turn of the loop ends, then writes it together', async () => {
  const written: string[] = []
  const [first, second] = [socket(written), socket(written)]
  holdWrites(first)
  first.write('a')
  holdWrites(second)
  second.write('b')
  holdWrites(first)
  first.write('c')
  await Promise.resolve()
  expect(written).toEqual([])
  await endOfTurn()
  expect(written).toEqual(['ac', 'b'])
  first.write('d')
  expect(written).toEqual(['ac', 'b', 'd'])
})

it('leaves a socket alone that was destroyed meanwhile', async () => {
  const written: string[] = []
  const gone = socket(written)
  holdWrites(gone)
  gone.write('a')
  gone.destroy()
  await endOfTurn()
  expect(written).toEqual([])
})
