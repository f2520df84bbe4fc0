import type { Diagnostic } from '../base/diagnostic.ts'
import type { Move } from '../base/textChange.ts'
import type { SourceDocument } from './node.ts'
import type { Cell, OwnCell } from './reads.ts'
import { movedDiagnostic, moveOf } from '../base/textChange.ts'
import { containerOf, divide, forgetAll, setContainer } from './parts.ts'
import { parseText } from './parse.ts'
import { createCell, markStale, noteRead, withReads } from './reads.ts'
import { reparse } from './reparse.ts'
import { reuse } from './reuse.ts'

/**
 * What is known of texts from one keystroke to the next. A document is read anew only where its text has changed, and
 * what was computed from other parts is handed out again.
 *
 * Results are data with lazy origins (`originOf`); eager ranges may stand in `diagnostics` alone, which are moved with
 * the text. Nothing else that a computation looks at is noted: what else it hangs on is passed as `inputs`, and a file
 * that changes on the disk ends the whole memory.
 */
export interface Memory {
  /** The document of a text, with the parts of its last version wherever they are the same. */
  readonly parse: (file: string, text: string) => SourceDocument
  /**
   * The result of `compute` for `owner`, made anew only when something that it has read, or one of `inputs`, is no
   * longer the same, or `holds` denies it. `owner` is a part's own object: when it goes, what is remembered for it goes
   * too. Where only `holds` denies it, `compute` gets what was remembered, much of which may still be right.
   */
  readonly remember: <T>(
    owner: object,
    key: unknown,
    inputs: readonly unknown[],
    compute: (last?: Remembered<T>) => Remembered<T>,
    holds?: (value: T) => boolean,
  ) => Remembered<T>
  /** What was read under a name now, with the parts of what was last read under it wherever they are the same. */
  readonly reuse: <T>(name: string, value: T) => T
}

/** A result and the findings that were made on the way. */
export interface Remembered<T> {
  readonly value: T
  readonly diagnostics: readonly Diagnostic[]
}

interface Kept {
  readonly inputs: readonly unknown[]
  readonly cell: Cell
  result: Remembered<unknown>
  /** How many moves its diagnostics have seen. */
  moves: number
}

interface Live {
  document: SourceDocument
  /** Stale once the document is read as a whole. */
  cell: OwnCell
}

/** Moves that are kept; what nobody has asked for in so many edits is computed anew. */
const mostMoves = 500

/** An empty memory. */
export function createMemory(): Memory {
  const live = new Map<string, Live>()
  const kept = new WeakMap<object, Map<unknown, Kept>>()
  const readings = new Map<string, unknown>()
  const moves: Move[] = []
  let dropped = 0

  const parse = (file: string, text: string): SourceDocument => {
    const known = live.get(file)
    if (known?.document.text === text) {
      noteRead(known.cell)
      return known.document
    }
    const read = known && reparse(known.document, text)
    if (known && read) {
      moves.push(moveOf(file, read.change, known.document.lines, read.document.lines))
      if (moves.length > mostMoves) dropped += moves.splice(0, mostMoves / 2).length
      known.document = read.document
      noteRead(known.cell)
      return read.document
    }
    if (known) forgetDocument(known)
    const document = parseInParts(file, text)
    const entry = { document, cell: createCell() }
    live.set(file, entry)
    noteRead(entry.cell)
    return document
  }

  const upToDate = (entry: Kept): Remembered<unknown> => {
    const { result } = entry
    const first = entry.moves - dropped
    entry.moves = dropped + moves.length
    // Asked for thousands of entries at a keystroke: most have nothing to move.
    if (first === moves.length || result.diagnostics.length === 0) return result
    const since = moves.slice(first)
    const diagnostics = result.diagnostics.map(diagnostic => since.reduce(movedDiagnostic, diagnostic))
    entry.result = { ...result, diagnostics }
    return entry.result
  }

  return {
    parse,
    remember: <T>(
      owner: object,
      key: unknown,
      inputs: readonly unknown[],
      compute: (last?: Remembered<T>) => Remembered<T>,
      holds: (value: T) => boolean = () => true,
    ) => {
      const own = kept.get(owner) ?? new Map<unknown, Kept>()
      kept.set(owner, own)
      const known = own.get(key)
      const isRead = known && known.moves >= dropped && isCurrent(known, inputs)
      // The key names the computation, so the type of its result is that of `compute`.
      if (isRead && holds(known.result.value as T)) {
        noteRead(known.cell)
        return upToDate(known) as Remembered<T>
      }
      const last = isRead ? (upToDate(known) as Remembered<T>) : undefined
      const { value: result, cell } = withReads(() => {
        if (last && known) noteRead(known.cell)
        return compute(last)
      })
      own.set(key, { inputs, cell, result, moves: dropped + moves.length })
      return result
    },
    reuse: <T>(name: string, value: T) => {
      // What stands under a name is what was given for it, whose type the caller knows.
      const kept = readings.has(name) ? reuse(readings.get(name) as T, value) : value
      readings.set(name, kept)
      return kept
    },
  }
}

/** A text read as a whole, divided so that the next time some of it need not be. */
function parseInParts(file: string, text: string): SourceDocument {
  const document = parseText(file, text)
  const { root, diagnostics, hasAnchors } = document
  if (!root || diagnostics.length > 0 || hasAnchors === true || hasSeveral(document)) return document
  const container = divide(root, text)
  if (container) setContainer(document, container)
  return document
}

function forgetDocument({ document, cell }: Live): void {
  markStale(cell)
  const container = containerOf(document)
  if (container) forgetAll(container)
}

function isCurrent(known: Kept, inputs: readonly unknown[]): boolean {
  if (known.cell.isStale || known.inputs.length !== inputs.length) return false
  // A loop without a closure: asked of thousands of entries at a keystroke.
  for (let index = 0; index < inputs.length; index++) if (known.inputs[index] !== inputs[index]) return false
  return true
}

// What stands behind the first document of a YAML stream belongs to none of its parts.
function hasSeveral({ language, text, root }: SourceDocument): boolean {
  return language === 'yaml' && /[\r\n](---|\.\.\.|%)/.test(text.slice(root?.start))
}
