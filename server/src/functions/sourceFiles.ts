import type { Dirent } from 'node:fs'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'

export interface SourceFile {
  /** Path from the folder that was asked for. */
  readonly relative: string
  /** When it was last saved, milliseconds since 1970. */
  readonly mtimeMs: number
}

/** Files looked at below one folder; what somebody writes is less. */
const mostFiles = 5000

/** The files below a folder; dependencies, dot folders and the folders `without` left out. */
export function* filesBelow(folder: string, without: readonly string[] = []): Generator<SourceFile> {
  const folders = [folder]
  let left = mostFiles
  for (const each of folders) {
    for (const entry of entriesOf(each)) {
      if (left-- <= 0) return
      const file = path.join(each, entry.name)
      if (entry.isDirectory()) {
        const isLeftOut =
          entry.name === 'node_modules' || entry.name === '__pycache__' || without.includes(file)
        if (!isLeftOut && !entry.name.startsWith('.')) folders.push(file)
        continue
      }
      const stat = statSync(file, { throwIfNoEntry: false })
      if (stat?.isFile()) yield { relative: path.relative(folder, file), mtimeMs: stat.mtimeMs }
    }
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
