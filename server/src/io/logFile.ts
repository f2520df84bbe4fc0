import { createWriteStream, openSync } from 'node:fs'
import path from 'node:path'

/** A file, or stdout, that lines are added to. */
export interface LogFile {
  readonly write: (lines: readonly string[]) => void
  /** Resolves when everything written is out. */
  readonly close: () => Promise<void>
}

/** Why lines cannot be written to a file. */
export class LogFileError extends Error {}

/**
 * Opens a file to add lines to it; `-` is stdout. What fails later (a full disk) is told once to `onProblem`. Throws a
 * `LogFileError`.
 */
export function openLogFile(name: string, onProblem: (message: string) => void): LogFile {
  if (name === '-') {
    return {
      write: lines => void process.stdout.write(textOf(lines)),
      close: () => new Promise(resolve => process.stdout.write('', () => resolve())),
    }
  }
  const file = path.resolve(name)
  let isBroken = false
  const stream = createWriteStream(file, { fd: open(file) })
  stream.on('error', error => {
    if (!isBroken) onProblem(`'${name}' gets no more lines: ${error.message}`)
    isBroken = true
  })
  return {
    write: lines => {
      if (!isBroken) stream.write(textOf(lines))
    },
    close: () =>
      new Promise(resolve => {
        stream.on('close', () => resolve())
        if (stream.closed) resolve()
        stream.end()
      }),
  }
}

function open(file: string): number {
  try {
    return openSync(file, 'a', 0o600)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LogFileError(`no log can be written to '${file}': ${why}`)
  }
}

function textOf(lines: readonly string[]): string {
  return lines.map(line => `${line}\n`).join('')
}
