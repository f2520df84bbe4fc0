import type { ChildProcess, StdioOptions } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { programFile } from '../support/buildProgram.ts'

/** A project in a temporary folder. */
export interface Project {
  readonly folder: string
  readonly write: (files: Record<string, string>) => void
  readonly remove: () => void
}

export function createProject(files: Record<string, string>): Project {
  const folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), 'gatehouse-project-'))
  const write = (changed: Record<string, string>) => {
    for (const [name, text] of Object.entries(changed)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    }
  }
  write(files)
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A project that is gone when the test has ended that asks for it. */
export function testProject(files: Record<string, string>): Project {
  const project = createProject(files)
  onTestFinished(project.remove)
  return project
}

/** Runs the program to its end; what stands before its arguments is given to it as stdin. */
export function runProgram(folder: string, ...given: [{ readonly input: string }, ...string[]] | string[]) {
  const [first, ...others] = given
  const [input, args] = typeof first === 'object' ? [first.input, others] : ['', given]
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile, ...args.map(String)], {
    cwd: folder,
    input,
    encoding: 'utf8',
    timeout: 15_000,
  })
  return { status, stdout, stderr }
}

/** `gatehouse serve` as a process of its own. */
export interface Served {
  readonly process: ChildProcess
  readonly url: string
  /** All of stdout and stderr so far. */
  readonly output: () => { stdout: string; stderr: string }
  readonly messages: unknown[]
  readonly ended: Promise<number | null>
}

/** Starts `gatehouse serve ...` and waits until it listens or ends. */
export async function serve(folder: string, args: string[], stdio: StdioOptions = 'pipe'): Promise<Served> {
  const child = spawn(process.execPath, [programFile, 'serve', ...args], { cwd: folder, stdio })
  let stdout = ''
  let stderr = ''
  const messages: unknown[] = []
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  child.on('message', message => messages.push(message))
  // Not 'close': Node does not emit it after the parent has closed the channel.
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      const found = /listening on (\S+)/.exec(stdout)
      if (found?.[1]) resolve(found[1])
    })
    void ended.then(code => reject(new Error(`serve ended with ${code}: ${stderr}`)))
  })
  return { process: child, url, output: () => ({ stdout, stderr }), messages, ended }
}

/** `serve` for one test, after which it ends; asked after `testProject`, it has ended when the project goes. */
export async function serveInTest(...given: Parameters<typeof serve>): Promise<Served> {
  const served = await serve(...given)
  onTestFinished(async () => {
    served.process.kill()
    await served.ended
  })
  return served
}
