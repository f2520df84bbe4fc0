import type { PerformanceEntry } from 'node:perf_hooks'
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { collectsWhenIdle } from '../../server/src/commands/idleCollection.ts'

/** What `entryTypes: ['gc']` gives. */
type NodeGCPerformanceEntry = PerformanceEntry & { readonly detail: { readonly flags?: number } }

describe('a server with nothing to do', () => {
  /** When collections began that were asked for, in milliseconds. */
  let forced: number[] = []
  const observer = new PerformanceObserver(list => {
    for (const { detail, startTime } of list.getEntries() as NodeGCPerformanceEntry[])
      if (((detail.flags ?? 0) & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0) forced.push(startTime)
  })
  beforeEach(() => {
    forced = []
    observer.observe({ entryTypes: ['gc'] })
  })
  afterEach(() => observer.disconnect())

  it('collects what has come together, once, and not while messages come', async () => {
    const message = collectsWhenIdle()
    const garbage = someGarbage()
    for (let sent = 0; sent < 4; sent++) {
      message()
      await wait(30)
    }
    expect(forced).toHaveLength(0)
    await wait(700)
    expect(garbage).toHaveLength(400_000)
    expect(forced).toHaveLength(1)
    message()
    await wait(500)
    expect(forced).toHaveLength(1)
  })

  it('waits after a message that has kept it busy, so that the answer goes first', async () => {
    const message = collectsWhenIdle()
    message()
    const garbage = someGarbage()
    const end = performance.now() + 500
    while (performance.now() < end) garbage.at(-1)?.list.fill(0)
    await wait(900)
    expect(garbage).toHaveLength(400_000)
    expect(forced).toHaveLength(1)
    expect(forced[0]).toBeGreaterThan(end + 200)
  })
})

function someGarbage(): { text: string; list: number[] }[] {
  return Array.from({ length: 400_000 }, (_, index) => ({ text: `${index}`, list: [index] }))
}

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
