import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { TestEvent } from '../../server/src/protocol/testRun.ts'
import type { GatewayCommand, GatewayEnd } from './gatewayProcess.ts'

/** Milliseconds that an orderly end may take before the process is ended hard. */
const patience = 3000

/** One `gatehouse test --format json`, whose lines are events. */
export class TestProcess {
  readonly ended: Promise<GatewayEnd>
  /** The last lines that it wrote beside its events: why it ended, when it did so by itself. */
  readonly lastLines: string[] = []
  private readonly child: ChildProcess
  private readonly hardStop = new AbortController()

  constructor(command: GatewayCommand, onEvent: (event: TestEvent) => void) {
    this.child = spawn(command.node.command, [command.program, ...command.arguments], {
      cwd: command.folder,
      env: { ...process.env, ...command.node.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      signal: this.hardStop.signal,
      killSignal: 9,
    })
    const { stdout, stderr, stdin } = this.child
    // A process that is gone makes the pipe fail; `ended` tells of it.
    stdin?.on('error', () => {})
    if (stdout) {
      createInterface({ input: stdout }).on('line', line => {
        const event = eventOf(line)
        if (event) onEvent(event)
        else this.keep(line)
      })
    }
    if (stderr) createInterface({ input: stderr }).on('line', line => this.keep(line))
    this.ended = new Promise(resolve => {
      this.child.on('error', error => {
        if (this.child.pid === undefined) resolve({ code: null, signal: null, error })
      })
      this.child.once('close', (code, signal) => resolve({ code, signal }))
    })
  }

  /** Ends the process: by closing its stdin, which it watches, and hard when that does not help. */
  async stop(): Promise<void> {
    this.child.stdin?.end()
    const timer = setTimeout(() => this.hardStop.abort(), patience)
    await this.ended
    clearTimeout(timer)
  }

  private keep(line: string): void {
    if (line.trim() === '') return
    this.lastLines.push(line)
    if (this.lastLines.length > 20) this.lastLines.shift()
  }
}

function eventOf(line: string): TestEvent | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    // The program beside this bundle writes nothing else there.
    return JSON.parse(line) as TestEvent
  } catch {
    return undefined
  }
}
