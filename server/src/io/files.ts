import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Dirent } from 'node:fs'
import type { Files } from '../base/files.ts'
import { skippedFolders } from './definitionNames.ts'
import type { Answer, ReadKind } from './reads.ts'
import { noteAnswer } from './reads.ts'

/** Bytes of the largest file that is read; a definition of AWS's largest template size (1 MB) is far below. */
const largestFile = 64 * 1024 * 1024

/** The user's files on disk. The only place that reads them, besides what runs their code. */
export const diskFiles: Files = {
  read: file => {
    const bytes = bytesOf(file)
    noteAnswer('text', file, bytes)
    return bytes?.toString('utf8')
  },
  kind: file => {
    const kind = kindOf(file)
    noteAnswer('kind', file, kind)
    return kind
  },
  resolve: (folder, file) => path.resolve(folder, file),
  folderOf: file => path.dirname(file),
  list: folder => {
    const names = namesIn(folder)
    noteAnswer('names', folder, names)
    return names
  },
}

/** What the disk answers now, as it is noted while reads are recorded. */
export function answerNow(kind: ReadKind, path: string): Answer {
  if (kind === 'text') return bytesOf(path)
  if (kind === 'kind') return kindOf(path)
  return kind === 'names' ? namesIn(path) : namesOfEntries(entriesOf(path))
}

function bytesOf(file: string): Buffer | undefined {
  try {
    return statSync(file).size > largestFile ? undefined : readFileSync(file)
  } catch {
    return undefined
  }
}

function kindOf(file: string): 'file' | 'folder' | undefined {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat?.isFile() ? 'file' : stat?.isDirectory() ? 'folder' : undefined
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Absolute paths of the files below a folder whose name `accepts`, in the order of their names; folders of
 * dependencies and build results are left out, links to folders are not followed (they may form a circle).
 */
export function filesBelow(folder: string, accepts: (name: string) => boolean): string[] {
  return found(folder, (file, entry) => {
    if (entry.isDirectory() || !accepts(entry.name)) return false
    return entry.isFile() || diskFiles.kind(file) === 'file'
  })
}

/** Absolute paths of the folders of one name below a folder, those of dependencies left out. */
export function foldersBelow(folder: string, name: string): string[] {
  return found(folder, (_, entry) => entry.isDirectory() && entry.name === name)
}

function found(folder: string, isWanted: (file: string, entry: Dirent) => boolean): string[] {
  const result: string[] = []
  const visit = (current: string) => {
    const entries = entriesOf(current)
    noteAnswer('entries', current, namesOfEntries(entries))
    for (const entry of entries) {
      const file = path.join(current, entry.name)
      if (isWanted(file, entry)) result.push(file)
      else if (entry.isDirectory() && !skippedFolders.has(entry.name)) visit(file)
    }
  }
  visit(path.resolve(folder))
  return result
}

function namesOfEntries(entries: readonly Dirent[]): string[] {
  return entries.map(entry => `${entry.isDirectory() ? 'd' : entry.isFile() ? 'f' : 'o'} ${entry.name}`)
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}
