import { accessSync, closeSync, constants, existsSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import type { RuntimeInput, StartOrReason } from './runtime.ts'

/**
 * A custom runtime is a program named `bootstrap`, in the code or in a layer; go1.x is one named like the handler.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html
 */
export function customStart(runtime: string, { platform, code, layers }: RuntimeInput): StartOrReason {
  const name = runtime === 'go1.x' ? code.handler : 'bootstrap'
  const places = [code.taskRoot, ...layers.toReversed()].map(folder => path.join(folder, name))
  const file = places.find(place => existsSync(place))
  if (file === undefined) {
    return `there is no program '${name}' in ${places.map(place => `'${path.dirname(place)}'`).join(' or ')}: build the function there, or let CodeUri name the folder it is built to`
  }
  if (!isExecutable(file)) return `'${file}' may not be executed: make it executable (chmod +x)`
  const bash = isShellScript(file) ? platform.findProgram('bash') : undefined
  const program = bash === undefined ? { file, arguments: [] } : { file: bash, arguments: ['--posix', file] }
  return { start: { type: 'program', ...program, environment: {} }, notes: [] }
}

/** `/bin/sh` is Bash on Amazon Linux, and scripts written for it (AWS's tutorial, too) count on that. */
function isShellScript(file: string): boolean {
  const start = Buffer.alloc(64)
  const descriptor = openSync(file, 'r')
  try {
    return /^#! ?\/bin\/sh *\n/.test(start.toString('latin1', 0, readSync(descriptor, start)))
  } finally {
    closeSync(descriptor)
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
