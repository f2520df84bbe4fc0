import { watch } from 'node:fs'
import path from 'node:path'

/** Watches files, also ones that an editor replaces instead of writing. */
export interface FileWatcher {
  /** From now on exactly these files count. */
  readonly setFiles: (files: readonly string[]) => void
  readonly close: () => void
}

/** Long enough for an editor to have written all of a file, short enough not to be noticed. */
const settleMs = 30

/** Calls `changed` once after any of the files was written, replaced or removed. */
export function watchFiles(changed: () => void): FileWatcher {
  const folders = new Map<string, { close: () => void }>()
  let watched = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const notice = (file: string) => {
    if (!watched.has(file)) return
    clearTimeout(timer)
    timer = setTimeout(changed, settleMs)
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
      for (const folder of wanted) if (!folders.has(folder)) folders.set(folder, watchFolder(folder, notice))
    },
    close: () => {
      clearTimeout(timer)
      for (const watcher of folders.values()) watcher.close()
      folders.clear()
    },
  }
}

function watchFolder(folder: string, notice: (file: string) => void): { close: () => void } {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (name !== null) notice(path.join(folder, name))
    })
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    // The folder is gone; the definition's next reading says so.
    return { close: () => undefined }
  }
}
