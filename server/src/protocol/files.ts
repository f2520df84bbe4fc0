/** What a language server in a worker asks about a file: it has no disk, and the client has `workspace.fs`. */
export interface FileQuestion {
  readonly uri: string
  readonly want: 'kind' | 'text' | 'names'
}

/** `{}` when nothing stands there or it cannot be read. */
export interface FileAnswer {
  readonly kind?: FileKind
  /** UTF-8, a byte order mark kept. */
  readonly text?: string
  /** What a folder holds. */
  readonly names?: readonly (readonly [string, FileKind])[]
}

export type FileKind = 'file' | 'folder'

/** URIs of the data that ships with the program: no files of the user's. */
export type ShippedText = 'gatehouse-data:///policyActions' | 'gatehouse-data:///policyDescriptions'
