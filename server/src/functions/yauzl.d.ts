// The parts of yauzl that are used here; the package brings no types of its own.
declare module 'yauzl' {
  import type { Readable } from 'node:stream'

  interface Entry {
    readonly fileName: string
    /** Bytes; a stream of another length fails. */
    readonly uncompressedSize: number
    /** Its upper 16 bits are the Unix mode. */
    readonly externalFileAttributes: number
  }

  interface ZipFile {
    readonly eachEntry: () => AsyncIterable<Entry>
    readonly openReadStreamPromise: (entry: Entry) => Promise<Readable>
  }

  export const openPromise: (path: string) => Promise<ZipFile>
}
