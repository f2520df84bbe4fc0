import type { NodeStart } from './nodeProcess.ts'
import { startNodeProcess } from './nodeProcess.ts'
import type { NodeProgram, Platform } from './platform.ts'
import type { RuntimeProcess } from './runtimeProcess.ts'

/** Flags and variables a process is started with, beside the bootstrap's file. */
export type StartSettings = Omit<NodeStart, 'bootstrapFile'>

/**
 * Keeps one process booted that has no function yet, so that a cold start costs milliseconds. The spare also stands
 * guard: should this program vanish without ending its processes, the spare ends them.
 */
export class SpareProcess {
  readonly #platform: Platform
  readonly #bootstrapFile: string
  readonly #keepsSpare: boolean
  readonly #live = new Set<RuntimeProcess>()
  #spare: { readonly key: string; readonly process: RuntimeProcess } | undefined
  #isClosed = false

  constructor(platform: Platform, bootstrapFile: string, keepsSpare: boolean) {
    this.#platform = platform
    this.#bootstrapFile = bootstrapFile
    this.#keepsSpare = keepsSpare
  }

  /** Boots a spare with these settings unless there is one. Rejects when no process can be started. */
  async prepare(settings: StartSettings): Promise<void> {
    const key = JSON.stringify(settings)
    if (this.#isClosed || this.#spare?.key === key) return
    const program = await this.#platform.nodeProgram()
    this.#fill(program, settings)
  }

  /** A booted process with these settings: the spare if it fits, else a new one; then the next spare is booted. */
  async take(settings: StartSettings): Promise<RuntimeProcess> {
    const program = await this.#platform.nodeProgram()
    const key = JSON.stringify(settings)
    const fits = this.#spare?.key === key && !this.#spare.process.isSpent
    const process = fits && this.#spare ? this.#spare.process : this.#start(program, settings)
    if (fits) this.#spare = undefined
    await process.ready
    if (this.#keepsSpare) this.#fill(program, settings)
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

  #fill(program: NodeProgram, settings: StartSettings): void {
    const key = JSON.stringify(settings)
    if (this.#isClosed || (this.#spare?.key === key && !this.#spare.process.isSpent)) return
    this.#spare?.process.end()
    this.#spare = { key, process: this.#start(program, settings) }
    this.#guard()
  }

  #start(program: NodeProgram, settings: StartSettings): RuntimeProcess {
    if (this.#isClosed) throw new Error('the gateway is ending')
    const process = startNodeProcess(this.#platform, program, {
      ...settings,
      bootstrapFile: this.#bootstrapFile,
    })
    this.#live.add(process)
    void process.ended.then(() => {
      this.#live.delete(process)
      if (this.#spare?.process === process) this.#spare = undefined
      this.#guard()
    })
    return process
  }

  #guard(): void {
    const spare = this.#spare?.process
    spare?.guard([...this.#live].flatMap(process => (process === spare ? [] : (process.pid ?? []))))
  }
}
