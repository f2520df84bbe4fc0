import { createHash } from 'node:crypto'

/** How the user's files are asked for something. */
export type ReadKind = 'text' | 'kind' | 'names' | 'entries'

/** One question to the disk and a digest of its answer. */
export type Read = readonly [kind: ReadKind, path: string, answer: string]

/** What was read from the disk while it was recorded. */
export interface ReadRecord {
  readonly reads: ReadonlyMap<string, Read>
  readonly end: () => void
}

let current: Map<string, Read> | undefined

/** Notes all that is read from now on, until `end`. One record at a time. */
export function recordReads(): ReadRecord {
  const reads = new Map<string, Read>()
  current = reads
  return {
    reads,
    end: () => {
      if (current === reads) current = undefined
    },
  }
}

/** Notes an answer of the disk, while that is recorded. The first answer counts: it is what was worked with. */
export function noteAnswer(kind: ReadKind, path: string, answer: Answer): void {
  if (!current) return
  const key = `${kind} ${path}`
  if (!current.has(key)) current.set(key, [kind, path, digestOf(answer)])
}

/** A file's bytes, names, or a word; undefined where there is nothing. */
export type Answer = Buffer | readonly string[] | string | undefined

/** Equal for equal answers. */
export function digestOf(answer: Answer): string {
  if (answer === undefined) return ''
  // An answer of a word is short enough to stand for itself.
  if (typeof answer === 'string') return answer
  const hash = createHash('sha256')
  return hash.update(Buffer.isBuffer(answer) ? answer : JSON.stringify(answer)).digest('base64')
}
