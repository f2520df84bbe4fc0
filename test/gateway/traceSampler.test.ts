import { expect, it } from 'vitest'
import { TraceSampler } from '../../server/src/gateway/traceId.ts'

it('takes the first request of each second, and one in twenty of the others', () => {
  const sampler = new TraceSampler()
  const hexOf = (number: number) => number.toString(16).padStart(32, '0')
  const take = (ms: number, number: number) => sampler.take(ms, hexOf(number).slice(24) + hexOf(0))
  expect([take(1000, 1), take(1001, 1), take(1999, 1), take(2000, 1)]).toEqual([true, false, false, true])
  const others = Array.from({ length: 2000 }, (_, index) => take(2500, index))
  expect(others.filter(Boolean)).toHaveLength(100)
})
