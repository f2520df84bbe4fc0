import { startFrameProcess } from './frameProcess.ts'
import type { Platform } from './platform.ts'
import { startRuntimeApiProcess } from './runtimeApiProcess.ts'
import type { RuntimeProcess } from './runtimeProcess.ts'
import type { FrameStart, RuntimeStart } from './runtimeStart.ts'

interface Spare {
  readonly key: string
  readonly process: RuntimeProcess
}

/**
 * Keeps one process of each bootstrap booted that has no function yet, so that a cold start costs milliseconds. A spare
 * also stands guard: should this program vanish without ending its processes, the spare ends them.
 */
export class SpareProcesses {
  readonly #platform: Platform
  readonly #keepsSpares: boolean
  readonly #live = new Set<RuntimeProcess>()
  /** By the bootstrap's file. */
  readonly #spares = new Map<string, Spare>()
  #isClosed = false

  constructor(platform: Platform, keepsSpares: boolean) {
    this.#platform = platform
    this.#keepsSpares = keepsSpares
  }

  /** Boots a spare like this unless there is one. Throws when no process can be started. */
  prepare(start: FrameStart): void {
    this.#fill(start)
  }

  /** A booted process like this: the spare if it fits, else a new one; then the next spare is booted. */
  async take(start: RuntimeStart): Promise<RuntimeProcess> {
    const process = this.#takeSpare(start) ?? this.#start(start)
    await process.ready
    this.#guard()
    if (this.#keepsSpares && start.type === 'frames') setImmediate(() => this.#refill(start))
    return process
  }

  /** Ends every process it ever started, at once. */
  async close(): Promise<void> {
    this.#isClosed = true
    const live = [...this.#live]
    this.endNow()
    await Promise.all(live.map(process => process.ended))
  }

  /** The same without waiting, for the last moment of this program. */
  endNow(): void {
    for (const process of this.#live) process.end()
  }

  #takeSpare(start: RuntimeStart): RuntimeProcess | undefined {
    if (start.type !== 'frames') return undefined
    const kind = kindOf(start)
    const spare = this.#spares.get(kind)
    if (!spare || spare.key !== keyOf(start) || spare.process.isSpent) return undefined
    this.#spares.delete(kind)
    return spare.process
  }

  #fill(start: FrameStart): void {
    const kind = kindOf(start)
    const key = keyOf(start)
    const spare = this.#spares.get(kind)
    if (this.#isClosed || (spare?.key === key && !spare.process.isSpent)) return
    spare?.process.end()
    this.#spares.set(kind, { key, process: this.#start(start) })
    this.#guard()
  }

  // After the event is on its way: to start a process holds this thread for milliseconds.
  #refill(start: FrameStart): void {
    try {
      this.#fill(start)
    } catch {
      // Nobody waits for this one: whoever needs a process next is told why there is none.
    }
  }

  #start(start: RuntimeStart): RuntimeProcess {
    if (this.#isClosed) throw new Error('the gateway is ending')
    const process =
      start.type === 'frames'
        ? startFrameProcess(this.#platform, start)
        : startRuntimeApiProcess(this.#platform, start, () => this.#guard())
    this.#live.add(process)
    void process.ended.then(() => {
      this.#live.delete(process)
      for (const [kind, spare] of this.#spares) if (spare.process === process) this.#spares.delete(kind)
      this.#guard()
    })
    return process
  }

  #guard(): void {
    const [guard] = [...this.#spares.values()].filter(({ process }) => !process.isSpent)
    const pids = [...this.#live].flatMap(process => (process === guard?.process ? [] : (process.pid ?? [])))
    guard?.process.guard(pids)
  }
}

function kindOf(start: FrameStart): string {
  return start.arguments.at(-1) ?? ''
}

function keyOf(start: FrameStart): string {
  return JSON.stringify(start)
}
