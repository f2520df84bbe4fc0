import { readdirSync, statSync, watch } from 'node:fs'
import path from 'node:path'

/**
 * Watches a folder, also one that is not there yet, or that a tool removes and makes anew: calls `changed` with the name
 * of every entry that may be another. Of a folder that goes nothing is told.
 */
export function watchFolder(folder: string, changed: (name: string) => void): { readonly close: () => void } {
  let current: { readonly close: () => void } | undefined
  let isClosed = false
  const open = () => {
    const inode = inodeOf(folder)
    current = inode === undefined ? waitFor(folder, reopen) : watchOpen(folder, inode, changed, reopen)
    // It may have come a moment before anybody waited for it, or another in its place.
    if (inodeOf(folder) !== inode) reopen()
  }
  const reopen = () => {
    if (isClosed) return
    current?.close()
    open()
    for (const name of namesIn(folder)) changed(name)
  }
  open()
  return {
    close: () => {
      isClosed = true
      current?.close()
    },
  }
}

/** `lost` hears that the folder is gone, or another in its place. */
function watchOpen(folder: string, inode: number, changed: (name: string) => void, lost: () => void) {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      // Linux tells of the folder itself by its own name; a new one may have the number of the old.
      if (name === path.basename(folder) || inodeOf(folder) !== inode) lost()
      else if (name !== null) changed(name)
    })
    watcher.on('error', () => {
      watcher.close()
      if (inodeOf(folder) !== inode) lost()
    })
    return watcher
  } catch {
    // Too many watches, or gone in this moment: whoever needs the folder says so.
    return undefined
  }
}

function waitFor(folder: string, came: () => void) {
  const parent = path.dirname(folder)
  if (parent === folder) return undefined
  return watchFolder(parent, name => {
    if (name === path.basename(folder) && inodeOf(folder) !== undefined) came()
  })
}

function inodeOf(folder: string): number | undefined {
  try {
    return statSync(folder, { throwIfNoEntry: false })?.ino
  } catch {
    return undefined
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
