import path from 'node:path'
import { watchFolder } from '../io/folderWatch.ts'
import type { Read } from '../io/reads.ts'

/** Watches files, also ones that an editor replaces instead of writing, or whose folder is made anew. */
export interface FileWatcher {
  /** From now on exactly these files count. */
  readonly setFiles: (files: readonly string[]) => void
  readonly close: () => void
}

/** Long enough for an editor to have written all of a file, short enough not to be noticed. */
const settleMs = 30

/** Calls `changed` once after any of the files was written, replaced or removed, with all that were. */
export function watchFiles(changed: (saved: ReadonlySet<string>) => void): FileWatcher {
  const folders = new Map<string, { close: () => void }>()
  let watched = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let saved = new Set<string>()

  const notice = (file: string) => {
    if (!watched.has(file)) return
    saved.add(file)
    clearTimeout(timer)
    timer = setTimeout(() => {
      const all = saved
      saved = new Set()
      changed(all)
    }, settleMs)
  }
  return {
    setFiles: files => {
      watched = new Set(files)
      const wanted = new Set(files.map(file => path.dirname(file)))
      for (const [folder, watcher] of folders) {
        if (wanted.has(folder)) continue
        watcher.close()
        folders.delete(folder)
      }
      for (const folder of wanted) {
        if (folders.has(folder)) continue
        folders.set(
          folder,
          watchFolder(folder, name => notice(path.join(folder, name))),
        )
      }
    },
    close: () => {
      clearTimeout(timer)
      for (const watcher of folders.values()) watcher.close()
      folders.clear()
    },
  }
}

/**
 * The files that a reading hangs on: those that were read or asked for as a text, and those that were looked for beside
 * the definition and are not there yet, as a `samconfig.toml`.
 */
export function filesBehind(definition: string, reads: ReadonlyMap<string, Read>): string[] {
  const folder = path.dirname(definition)
  return [...reads.values()].flatMap(([kind, file, answer]) => {
    const isMissing = kind === 'kind' && answer === '' && path.dirname(file) === folder
    return kind === 'text' || isMissing ? [file] : []
  })
}
