/**
 * The port through which floors 1 to 4 read the user's files. `io/files.ts` implements it over the disk, the language
 * server over open documents first, tests over a table of texts. Paths are absolute.
 */
export interface Files {
  /** The text of a file (UTF-8, byte order mark kept), or undefined when it cannot be read. */
  readonly read: (path: string) => string | undefined
  /** What stands at a path, or undefined when nothing does. */
  readonly kind: (path: string) => 'file' | 'folder' | undefined
  /** Joins and normalises: `resolve('/a', './b')` is `/a/b`. */
  readonly resolve: (folder: string, path: string) => string
  /** The folder of a file. */
  readonly folderOf: (path: string) => string
  /** Names (not paths) in a folder, `[]` when it cannot be read. */
  readonly list: (folder: string) => readonly string[]
}

/** The last name of a path, of either kind of system. */
export function baseName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file
}
