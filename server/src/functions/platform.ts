import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { PlatformPath } from 'node:path'

/** What of this machine the platform stands on; tests pass another one in. */
export interface Host {
  readonly platform: string
  readonly path: PlatformPath
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly execPath: string
  readonly versions: { readonly node: string; readonly electron?: string | undefined }
  readonly exists: (file: string) => boolean
  readonly spawn: (file: string, args: readonly string[], options: SpawnOptions) => ChildProcess
  /** Ids of the processes that a process has started, and those that these have started. */
  readonly descendants: (pid: number) => readonly number[]
  /** `process.kill` */
  readonly kill: (pid: number, signal: NodeJS.Signals) => void
}

/**
 * Files and sockets that this process may have open at once. Node raises the limit to the most that the system allows;
 * where the system does not tell, what macOS and Windows allow at least.
 */
export function openFileLimit({ platform }: Pick<Host, 'platform'> = thisHost): number {
  if (platform !== 'linux') return platform === 'win32' ? 16_384 : 10_240
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const limit = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1])
  return Number.isFinite(limit) ? limit : 1_048_576
}

/** A Node to run handlers on. */
export interface NodeProgram {
  readonly file: string
  /** `20.20.2`; of a program that did not say it, `''`. */
  readonly version: string
  /** What its environment needs besides. */
  readonly environment: Readonly<Record<string, string>>
}

export interface ProcessMemory {
  /** What is its own: without the pages of programs and libraries, which it shares. */
  readonly ownKb: number
  /** The most it ever had, with everything. */
  readonly peakKb: number
}

/** The one place that knows how operating systems differ. */
export interface Platform {
  /**
   * The Node for handlers: `GATEHOUSE_NODE`, else the Node this program runs on, else `node` on the PATH (20 or
   * newer), else the editor's own runtime. Rejects with a message for the user when there is none.
   */
  readonly nodeProgram: () => Promise<NodeProgram>
  /** What a process needs to work at all on this system (PATH, SystemRoot, ...); nothing else of ours leaks into it. */
  readonly baseEnvironment: () => Record<string, string>
  /** Starts a program with stdout and stderr piped and a two-way pipe as its descriptor 3. */
  readonly startRuntime: (
    file: string,
    args: readonly string[],
    environment: Record<string, string>,
  ) => ChildProcess
  /** Starts a program in a folder, with stdout and stderr piped. */
  readonly startProgram: (
    file: string,
    args: readonly string[],
    where: { readonly environment: Record<string, string>; readonly folder: string },
  ) => ChildProcess
  /** Finds a program by its name (without `.exe`) on the PATH. */
  readonly findProgram: (name: string) => string | undefined
  /** What a program prints, on stdout or stderr; empty when it cannot be started. */
  readonly outputOf: (file: string, args: readonly string[]) => Promise<string>
  /** Memory of a process in kilobytes; undefined where asking is not cheap or it is gone. */
  readonly memoryOf: (pid: number) => ProcessMemory | undefined
  /** A variable of our own environment. */
  readonly variable: (name: string) => string | undefined
  /** Ends a process and all it has started, at once. Harmless when it is gone already. */
  readonly end: (child: ChildProcess) => void
  /** Whether `fs.watch` sees a whole tree natively; elsewhere each folder is watched on its own. */
  readonly watchesTrees: boolean
}

/** The oldest Node that runs handlers and this program. */
const oldestNode = 20

/** Makes the platform of a host, by default of this machine. */
export function createPlatform(host: Host = thisHost): Platform {
  const isWindows = host.platform === 'win32'
  let program: Promise<NodeProgram> | undefined
  return {
    nodeProgram: () => (program ??= chooseNode(host, isWindows)),
    baseEnvironment: () => pick(host.environment, isWindows ? windowsVariables : posixVariables, isWindows),
    startRuntime: (file, args, environment) =>
      host.spawn(file, args, {
        env: environment,
        // Windows: without 'overlapped' a write waits for a pending read on the same pipe.
        stdio: ['ignore', 'pipe', 'pipe', isWindows ? 'overlapped' : 'pipe'],
        windowsHide: true,
        // Not detached, which would give it a process group of its own: that is a session of its own, too, and on a
        // busy Linux (autogroup scheduling) every message between two sessions waits many times longer.
      }),
    startProgram: (file, args, { environment, folder }) =>
      host.spawn(file, args, {
        env: environment,
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      }),
    findProgram: name => findOnPath(host, isWindows ? `${name}.exe` : name),
    outputOf: (file, args) => outputOf(host, file, args),
    memoryOf: pid => (host.platform === 'linux' ? memoryOnLinux(pid) : undefined),
    variable: name => host.environment[name],
    end: child => (isWindows ? endOnWindows(host, child) : endOnPosix(host, child)),
    watchesTrees: isWindows || host.platform === 'darwin',
  }
}

/** Calls back once when this program is asked to end: Ctrl+C, a closed terminal, an ended session. */
export function onShutdown(end: () => void): void {
  const signals: NodeJS.Signals[] =
    process.platform === 'win32' ? ['SIGINT', 'SIGBREAK', 'SIGHUP'] : ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.once(signal, end)
}

/** Ends another process by its id with what it has started; used when the gateway that ought to do it is gone. */
export function endProcess(pid: number): void {
  endTree(thisHost, pid)
}

/** How a process ended, in Lambda's words; empty for a clean end. */
export function describeExit(code: number | null, signal: string | null): string {
  if (signal === 'SIGKILL') return 'signal: killed'
  if (signal === 'SIGABRT') return 'signal: aborted'
  if (signal === 'SIGSEGV') return 'signal: segmentation fault'
  if (signal !== null) return `signal: ${signal.replace(/^SIG/, '').toLowerCase()}`
  return code === null || code === 0 ? '' : `exit status ${code}`
}

const posixVariables = ['PATH', 'TMPDIR', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH']
const windowsVariables = ['PATH', 'PATHEXT', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'TEMP', 'TMP']

const thisHost: Host = {
  platform: process.platform,
  path,
  environment: process.env,
  execPath: process.execPath,
  versions: process.versions,
  exists: existsSync,
  spawn: (file, args, options) => spawn(file, args, options),
  descendants: process.platform === 'linux' ? descendantsOnLinux : descendantsByList,
  kill: (pid, signal) => void process.kill(pid, signal),
}

async function chooseNode(host: Host, isWindows: boolean): Promise<NodeProgram> {
  const named = host.environment['GATEHOUSE_NODE']
  if (named !== undefined && named !== '') {
    if (host.path.isAbsolute(named) && !host.exists(named)) {
      throw new Error(`'${named}' is not there, so no function can run: set GATEHOUSE_NODE to a Node program`)
    }
    return { file: named, version: await versionOf(host, named), environment: {} }
  }
  if (host.versions.electron === undefined && majorOf(host.versions.node) >= oldestNode) {
    return { file: host.execPath, version: host.versions.node, environment: {} }
  }
  const onPath = findOnPath(host, isWindows ? 'node.exe' : 'node')
  const version = onPath === undefined ? '' : await versionOf(host, onPath)
  if (onPath !== undefined && majorOf(version) >= oldestNode) {
    return { file: onPath, version, environment: {} }
  }
  if (host.versions.electron !== undefined) {
    return {
      file: host.execPath,
      version: host.versions.node,
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    }
  }
  throw new Error(
    `no Node ${oldestNode} or newer was found, so no function can run: install one or set GATEHOUSE_NODE to it`,
  )
}

function findOnPath(host: Host, name: string): string | undefined {
  const folders = pick(host.environment, ['PATH'], host.platform === 'win32')['PATH'] ?? ''
  return folders
    .split(host.path.delimiter)
    .filter(folder => folder !== '')
    .map(folder => host.path.join(folder, name))
    .find(file => host.exists(file))
}

async function versionOf(host: Host, file: string): Promise<string> {
  return (await outputOf(host, file, ['--version'])).trim().replace(/^v/, '')
}

function outputOf(host: Host, file: string, args: readonly string[]): Promise<string> {
  return new Promise(resolve => {
    const child = host.spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (text += chunk.toString()))
    child.on('error', () => resolve(''))
    child.on('close', () => resolve(text))
  })
}

function majorOf(version: string): number {
  return Number(/^v?(\d+)/.exec(version)?.[1] ?? 0)
}

// Windows keeps the case a variable was set in (`Path`) and compares without it.
function pick(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  ignoresCase: boolean,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(environment)) {
    const known = ignoresCase ? name.toUpperCase() : name
    if (value !== undefined && names.includes(known)) result[known] = value
  }
  return result
}

function endOnWindows(host: Host, child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return
  const killer = host.spawn('taskkill', ['/PID', String(child.pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
  })
  killer.on('error', () => child.kill())
}

function endOnPosix(host: Host, child: ChildProcess): void {
  // Once a process has ended nobody knows what it had started: that belongs to the system's first process now.
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  endTree(host, child.pid)
}

function endTree(host: Host, pid: number): void {
  // All ids before the first end: an orphan has another parent.
  for (const each of host.platform === 'win32' ? [pid] : [pid, ...host.descendants(pid)]) {
    try {
      host.kill(each, 'SIGKILL')
    } catch {
      // Gone already.
    }
  }
}

function descendantsOnLinux(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap(thread =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
    return children.flatMap(child => [child, ...descendantsOnLinux(child)])
  } catch {
    // Gone already.
    return []
  }
}

function memoryOnLinux(pid: number): ProcessMemory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    const kb = (name: string) => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1] ?? 0)
    return { ownKb: kb('RssAnon') + kb('RssShmem'), peakKb: kb('VmHWM') }
  } catch {
    // Gone already.
    return undefined
  }
}

function descendantsByList(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = stdout.split('\n').map(line => line.trim().split(/\s+/).map(Number))
  const childrenOf = (parent: number): number[] =>
    pairs.flatMap(([id, of]) => (of === parent && id !== undefined ? [id, ...childrenOf(id)] : []))
  return childrenOf(pid)
}
