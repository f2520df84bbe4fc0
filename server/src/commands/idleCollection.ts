import v8 from 'node:v8'
import vm from 'node:vm'

/** Milliseconds without a message after which the server counts as idle: between two words of somebody who types. */
const pause = 300

/** Milliseconds after which a timer that comes too late tells that the loop was not idle. */
const late = 50

/** Bytes. What has come together since the last time must be worth some 20 ms. */
const worthwhile = 12_000_000

/**
 * Gives memory back when a server has nothing to do. Its own start and reading a large definition leave twice their size
 * behind, and V8 itself collects only when it needs the room or after many seconds.
 *
 * Returns what is to be called at each sign of life of the client. Does nothing where V8 does not offer its collector.
 */
export function collectsWhenIdle(): () => void {
  let collect: (() => void) | undefined
  let after = 0
  let due = performance.now() + pause
  const restart = (): void => {
    due = performance.now() + pause
    timer.refresh()
  }
  const timer = setTimeout(() => {
    // The loop was busy with a long message until now, and its answer is still to be written.
    if (performance.now() - due > late) return restart()
    if (usedBytes() - after < worthwhile) return
    collect ??= collector()
    collect?.()
    after = usedBytes()
  }, pause)
  timer.unref()
  return restart
}

function usedBytes(): number {
  return v8.getHeapStatistics().used_heap_size
}

// The flag is there for this moment only: compiled code, Node's own and what `start.ts` keeps, belongs to the flags that it
// was made with, and would be made anew.
function collector(): (() => void) | undefined {
  v8.setFlagsFromString('--expose-gc')
  // Global names are read when a context is made: the running one was made before the flag was set.
  const collect: unknown = vm.runInNewContext("typeof gc === 'function' ? gc : undefined")
  v8.setFlagsFromString('--no-expose-gc')
  return collect as (() => void) | undefined
}
