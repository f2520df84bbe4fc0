/**
 * Something that a computation has read and that an edit may change: a part of a document, or its list of parts. Once
 * `isStale` it stays so; what has taken its place has a cell of its own.
 */
export interface Cell {
  isStale: boolean
}

/** A cell that still holds. */
export function createCell(): Cell {
  return { isStale: false }
}

let reads: Set<Cell> | undefined

/** Says that the running computation has read this. Nothing happens where nobody asked to know. */
export function noteRead(cell: Cell): void {
  reads?.add(cell)
}

/**
 * Runs a computation and tells which cells it has read. Each of them also counts for the computation around this one,
 * since what is found inside is part of what is found outside.
 */
export function withReads<T>(compute: () => T): { readonly value: T; readonly cells: ReadonlySet<Cell> } {
  const outer = reads
  const cells = new Set<Cell>()
  reads = cells
  try {
    return { value: compute(), cells }
  } finally {
    reads = outer
    if (outer) for (const cell of cells) outer.add(cell)
  }
}

/** Runs a computation whose result does not hang on what it looks at, such as a search for a place. */
export function withoutReads<T>(compute: () => T): T {
  const outer = reads
  reads = undefined
  try {
    return compute()
  } finally {
    reads = outer
  }
}
