import v8 from 'node:v8'
import vm from 'node:vm'

/** Milliseconds without a message after which the server counts as idle: between two words of somebody who types. */
const pause = 300

/** Bytes. What has come together since the last time must be worth some 20 ms. */
const worthwhile = 12_000_000

/**
 * Gives memory back when a server has nothing to do. Reading a large definition leaves twice its size behind, and V8
 * itself collects only when it needs the room or after many seconds.
 *
 * Returns what is to be called at each sign of life of the client. Does nothing where V8 does not offer its collector
 * (`start.ts` asks for it).
 */
export function collectsWhenIdle(): () => void {
  const collect = collector()
  if (!collect) return () => {}
  let after = usedBytes()
  const timer = setTimeout(() => {
    if (usedBytes() - after < worthwhile) return
    collect()
    after = usedBytes()
  }, pause)
  timer.unref()
  return () => void timer.refresh()
}

function usedBytes(): number {
  return v8.getHeapStatistics().used_heap_size
}

function collector(): (() => void) | undefined {
  // Global names are read when a context is made: the running one was made before the flag was set.
  return vm.runInNewContext("typeof gc === 'function' ? gc : undefined") as (() => void) | undefined
}
