import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What an earlier run kept in a file of JSON, where it still is what `isOwn` takes; undefined for anything else. */
export function kept<T>(file: string, isOwn: (read: unknown) => read is T): T | undefined {
  try {
    const read: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isOwn(read) ? read : undefined
  } catch {
    return undefined
  }
}

/**
 * Keeps a secret for later runs, readable by the user alone, unless another process was faster, whose it is then. Where
 * nothing can be kept it lasts as long as this process does.
 */
export function keep<T>(file: string, value: T, isOwn: (read: unknown) => read is T): T {
  const own = `${file}.${process.pid}`
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(own, JSON.stringify(value), { mode: 0o600 })
    chmodSync(own, 0o600)
    try {
      linkSync(own, file)
      return value
    } catch {
      const other = kept(file, isOwn)
      if (other) return other
      // What lies there is none, or no good any more: ours takes its place.
      writeFileSync(file, JSON.stringify(value), { mode: 0o600 })
      return value
    } finally {
      rmSync(own, { force: true })
    }
  } catch {
    return value
  }
}
