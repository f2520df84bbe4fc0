import type { Files } from './files.ts'

/** Name of the file in a definition's folder, or in a folder above it, that holds settings of a project. */
export const settingsFileName = 'gatehouse.json'

/** The nearest `gatehouse.json` in the folder of a definition or above it, as an absolute path. */
export function settingsFileOf(definition: string, files: Files): string | undefined {
  // An untitled document has no folder.
  if (definition.startsWith('untitled:')) return undefined
  let folder = files.folderOf(definition)
  // More folders than this one above another do not exist.
  for (let depth = 0; depth < 64; depth++) {
    const file = files.resolve(folder, settingsFileName)
    if (files.kind(file) === 'file') return file
    const above = files.folderOf(folder)
    if (above === folder) return undefined
    folder = above
  }
  return undefined
}
