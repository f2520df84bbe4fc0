import { expect, it } from 'vitest'
import { TraceSampler } from '../../server/src/gateway/traceId.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity(
  'Logs, metrics and alarms',
  'X-Ray sampling: the first request of each second and five percent of the others',
  {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html',
  },
)

it('takes the first request of each second, and one in twenty of the others', () => {
  const sampler = new TraceSampler()
  const hexOf = (number: number) => number.toString(16).padStart(32, '0')
  const take = (ms: number, number: number) => sampler.take(ms, hexOf(number).slice(24) + hexOf(0))
  expect([take(1000, 1), take(1001, 1), take(1999, 1), take(2000, 1)]).toEqual([true, false, false, true])
  const others = Array.from({ length: 2000 }, (_, index) => take(2500, index))
  expect(others.filter(Boolean)).toHaveLength(100)
})
