/**
 * Something that a computation has read and that an edit may change: a part of a document, or its list of parts. Once
 * `isStale` it stays so; what has taken its place has a cell of its own.
 */
export interface Cell {
  readonly isStale: boolean
}

/** A cell that an edit turns stale. */
export interface OwnCell extends Cell {
  isStale: boolean
}

/** Counts the cells that have turned stale: what held at one count still holds while it stays. */
let changes = 0

/** A cell that still holds. */
export function createCell(): OwnCell {
  return { isStale: false }
}

/** Says that what a cell stands for is no longer the same. */
export function markStale(cell: OwnCell): void {
  cell.isStale = true
  changes++
}

/** A cell that is stale once `isChanged` says so, which is asked once after each edit. */
export function derivedCell(isChanged: () => boolean): Cell {
  let isStale = false
  // Not asked yet: what was read first may have changed while the rest was read.
  let askedAt = -1
  return {
    get isStale() {
      if (!isStale && askedAt !== changes) {
        askedAt = changes
        isStale = withoutReads(isChanged)
      }
      return isStale
    },
  }
}

/** Of what hangs on more than cells can tell: it never holds. */
export const unsteady: Cell = { isStale: true }

/** Says that something that derived cells look at, and that is no cell itself, is no longer the same. */
export function noteChange(): void {
  changes++
}

let reads: Set<Cell> | undefined

/** Whether somebody wants to know what is read. */
export function isNoting(): boolean {
  return reads !== undefined
}

/** Says that the running computation has read this. Nothing happens where nobody asked to know. */
export function noteRead(cell: Cell): void {
  reads?.add(cell)
}

/**
 * Runs a computation and gives one cell for all that it has read. That cell also counts for the computation around this
 * one, since what is found inside is part of what is found outside.
 */
export function withReads<T>(compute: () => T): { readonly value: T; readonly cell: Cell } {
  const outer = reads
  const cells = new Set<Cell>()
  reads = cells
  let cell: Cell | undefined
  try {
    const value = compute()
    cell = oneOf(cells)
    return { value, cell }
  } finally {
    reads = outer
    // What was read before a failure counts too.
    outer?.add(cell ?? oneOf(cells))
  }
}

const unchanging: Cell = { isStale: false }

function oneOf(cells: ReadonlySet<Cell>): Cell {
  const list = [...cells]
  if (list.length < 2) return list[0] ?? unchanging
  return derivedCell(() => list.some(({ isStale }) => isStale))
}

const keptByOwner = new WeakMap<object, Map<unknown, { readonly value: unknown; readonly cell: Cell }>>()

/**
 * What `compute` gives for a node, made once and handed out until something that it has read changes. For plain values
 * of the tree alone, where no memory is at hand: nothing in it may tell a place other than lazily.
 */
export function keep<T>(owner: object, key: unknown, compute: () => T): T {
  const own = keptByOwner.get(owner) ?? new Map<unknown, { value: unknown; cell: Cell }>()
  keptByOwner.set(owner, own)
  const known = own.get(key)
  if (known && !known.cell.isStale) {
    noteRead(known.cell)
    // The key names the computation, so the type of its result is that of `compute`.
    return known.value as T
  }
  const made = withReads(compute)
  own.set(key, made)
  return made.value
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
