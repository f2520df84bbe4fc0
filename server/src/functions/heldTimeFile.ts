import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * How long debuggers have held everything, for the processes of functions: one at a breakpoint reads no message, but its
 * code may ask how much time it has left. Two numbers of 16 characters: milliseconds that are over, and since when (since
 * 1970) time stands still, 0 while it passes.
 */
export interface HeldTimeFile {
  /** Absolute path. */
  readonly file: string
  readonly write: (ms: number, isHeld: boolean) => void
  readonly remove: () => void
}

const width = 16

/** Makes one in a temporary folder of its own. */
export function createHeldTimeFile(): HeldTimeFile {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'gatehouse-debug-'))
  const file = path.join(folder, 'held')
  const descriptor = openSync(file, 'w')
  return {
    file,
    write: (ms, isHeld) => {
      const since = isHeld ? Date.now() : 0
      const over = Math.round(ms)
      // In one piece: whoever reads has the one state or the other.
      writeSync(descriptor, `${String(over).padEnd(width)}${String(since).padEnd(width)}`, 0)
    },
    remove: () => {
      closeSync(descriptor)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Gives milliseconds so far, by such a file: 0 without one, and once it is gone what it said last. */
export function heldTimeReader(file: string | undefined): () => number {
  let last = 0
  return () => {
    if (file !== undefined) last = readHeldMs(file) ?? last
    return last
  }
}

function readHeldMs(file: string): number | undefined {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const buffer = Buffer.alloc(2 * width)
      const text = buffer.toString('latin1', 0, readSync(descriptor, buffer, 0, buffer.length, 0))
      const since = Number(text.slice(width))
      return Number(text.slice(0, width)) + (since > 0 ? Date.now() - since : 0)
    } finally {
      closeSync(descriptor)
    }
  } catch {
    // The session is over.
    return undefined
  }
}
