import type { FSWatcher } from 'node:fs'
import { readdirSync, watch } from 'node:fs'
import path from 'node:path'

/** Watches folders of code and says which one has changed. */
export interface CodeWatcher {
  /** Watches a folder with everything below it, once however often it is asked. */
  readonly add: (folder: string) => void
  readonly close: () => void
}

/** Folders watched at most on systems that cannot watch a tree; a project has fewer unless something is amiss. */
const mostFolders = 4000

/**
 * Calls `changed` with the watched folder, and the file where it is known, at once for every change below it: the caller
 * only marks its processes as old, so a storm of events costs nothing. Left out are dependencies, dot folders, logs and
 * what of this program's own lies beside code: requests, traces, identities, tests.
 */
export function createCodeWatcher(
  watchesTrees: boolean,
  changed: (folder: string, file: string | undefined) => void,
  problem: (message: string) => void,
): CodeWatcher {
  const roots = new Map<string, Map<string, FSWatcher>>()
  const complained = new Set<string>()
  const complain = (root: string, reason: string) => {
    if (complained.has(root)) return
    complained.add(root)
    problem(`'${root}' cannot be watched whole (${reason}): restart the gateway after changing code in it`)
  }

  const watchFolder = (root: string, folder: string, watchers: Map<string, FSWatcher>) => {
    if (watchers.has(folder)) return
    if (watchers.size === mostFolders) return complain(root, `it has more than ${mostFolders} folders`)
    try {
      const watcher = watch(folder, { recursive: watchesTrees, persistent: false }, (_event, name) => {
        if (name !== null && isIgnored(name)) return
        // A new folder has to be watched, too; for a file this finds nothing to do.
        if (!watchesTrees && name !== null) watchTree(root, path.join(folder, name), watchers)
        changed(root, name === null ? undefined : path.join(folder, name))
      })
      // The folder is gone: what needs it says so when it runs.
      watcher.on('error', () => {
        watcher.close()
        watchers.delete(folder)
      })
      watchers.set(folder, watcher)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      // Anything else: the folder is gone in the meantime.
      if (code === 'ENOSPC' || code === 'EMFILE') complain(root, `the system's limit of watches, ${code}`)
    }
  }
  const watchTree = (root: string, folder: string, watchers: Map<string, FSWatcher>) => {
    const names = subfolders(folder)
    if (names === undefined) return
    watchFolder(root, folder, watchers)
    if (watchesTrees) return
    for (const name of names) if (!isIgnored(name)) watchTree(root, path.join(folder, name), watchers)
  }

  return {
    add: folder => {
      if (roots.has(folder)) return
      const watchers = new Map<string, FSWatcher>()
      roots.set(folder, watchers)
      watchTree(folder, folder, watchers)
    },
    close: () => {
      for (const watchers of roots.values()) for (const watcher of watchers.values()) watcher.close()
      roots.clear()
    },
  }
}

function isIgnored(name: string): boolean {
  return name
    .split(/[\\/]/)
    .some(part => part === 'node_modules' || part.startsWith('.') || ownFiles.test(part))
}

const ownFiles = /\.(log|http|rest|(trace|otlp|context|identities)\.json|gatehouse\.ya?ml)$/i

function subfolders(folder: string): string[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(entry => entry.name)
  } catch {
    return undefined
  }
}
