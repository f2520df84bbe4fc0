import { execFile } from 'node:child_process'
import { NodeUnusable } from './nodeUnusable.ts'

/** The program that runs `dist/gatehouse.js` and, through it, the handlers. */
export interface NodeRuntime {
  readonly command: string
  /** Added to the environment of what is started. */
  readonly env: Readonly<Record<string, string>>
  /** `20.20.2` */
  readonly version: string
  readonly origin: 'setting' | 'path' | 'editor'
}

/** Asks a program for its Node.js version: `20.20.2`, or undefined when it is none. */
export type AskVersion = (command: string) => Promise<string | undefined>

const oldestMajor = 20

/**
 * Chooses the Node.js: the setting's, else `node` on the PATH when it is 20 or newer, else the editor's own runtime.
 * Throws NodeUnusable when the setting names one that does not work: silently taking another would hide the mistake.
 */
export async function findNode(
  configured: string,
  editor: { readonly command: string; readonly version: string },
  ask: AskVersion = askVersion,
): Promise<NodeRuntime> {
  if (configured !== '') {
    const version = await ask(configured)
    if (!isRecent(version)) throw new NodeUnusable(configured, version)
    return { command: configured, env: {}, version, origin: 'setting' }
  }
  const version = await ask('node')
  if (isRecent(version)) return { command: 'node', env: {}, version, origin: 'path' }
  return {
    command: editor.command,
    env: { ELECTRON_RUN_AS_NODE: '1' },
    version: editor.version,
    origin: 'editor',
  }
}

/** Starts `command --version` and reads what it says, within five seconds. */
export async function askVersion(command: string): Promise<string | undefined> {
  return new Promise(resolve => {
    execFile(command, ['--version'], { timeout: 5000, windowsHide: true }, (error, stdout) => {
      resolve(error ? undefined : /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1])
    })
  })
}

function isRecent(version: string | undefined): version is string {
  return version !== undefined && Number.parseInt(version, 10) >= oldestMajor
}
