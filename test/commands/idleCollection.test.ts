import type { PerformanceEntry } from 'node:perf_hooks'
import { constants, PerformanceObserver } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { collectsWhenIdle } from '../../server/src/commands/idleCollection.ts'

/** What `entryTypes: ['gc']` gives. */
type NodeGCPerformanceEntry = PerformanceEntry & { readonly detail: { readonly flags?: number } }

describe('a server with nothing to do', () => {
  it('collects what has come together, once, and not while messages come', async () => {
    let forced = 0
    const observer = new PerformanceObserver(list => {
      for (const entry of list.getEntries() as NodeGCPerformanceEntry[]) {
        const { flags } = entry.detail
        if (((flags ?? 0) & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0) forced++
      }
    })
    observer.observe({ entryTypes: ['gc'] })
    const message = collectsWhenIdle()
    const garbage = Array.from({ length: 400_000 }, (_, index) => ({ text: `${index}`, list: [index] }))
    for (let sent = 0; sent < 4; sent++) {
      message()
      await wait(30)
    }
    expect(forced).toBe(0)
    await wait(700)
    expect(garbage).toHaveLength(400_000)
    expect(forced).toBe(1)
    message()
    await wait(500)
    expect(forced).toBe(1)
    observer.disconnect()
  })
})

function wait(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}
