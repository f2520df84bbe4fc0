import type { SourceLine } from '../protocol/trace.ts'
import { createLineIndex, positionAt } from '../base/text.ts'
import type { DebuggedTemplate } from '../gateway/debug/requestDebugger.ts'
import { embeddedText } from '../syntax/embedded.ts'
import { nodeOfOrigin } from '../syntax/node.ts'

/** Where the units of a template's text stand: lines and characters count from 0. */
export interface TemplatePlaces {
  /** The file of its places: for a text that stands in none (a parameter's default), a name made of where it is asked for. */
  readonly file: string
  /** Whether its text stands in that file. */
  readonly isWritten: boolean
  /** The place in the user's file. */
  readonly at: (offset: number) => SourceLine
  /** The line within the template itself: several may stand on one line of a JSON file. */
  readonly lineOf: (offset: number) => number
}

const known = new WeakMap<DebuggedTemplate['origin'], TemplatePlaces>()

/** Finds the places of a template, in a string of a definition of any style or in a file of its own. */
export function placesOf({ text, origin }: Pick<DebuggedTemplate, 'origin' | 'text'>): TemplatePlaces {
  const found = known.get(origin) ?? findPlaces(text, origin)
  known.set(origin, found)
  return found
}

function findPlaces(text: string, origin: DebuggedTemplate['origin']): TemplatePlaces {
  const lines = createLineIndex(text)
  const lineOf = (offset: number) => positionAt(lines, offset).line
  const node = nodeOfOrigin(origin)
  const embedded = node && embeddedText(node)
  if (!embedded) {
    // A file that is taken in whole has the template's lines; all else is a text of its own.
    const { start } = origin.range
    const isWritten = start.line === 0 && start.character === 0
    const file = isWritten ? origin.file : `${origin.file}#${origin.pointer}`
    return { file, isWritten, at: offset => ({ file, ...positionAt(lines, offset) }), lineOf }
  }
  // What is filled in at deployment (`${Table}`) is longer or shorter than its place: only lines are the same then.
  const statedLines = createLineIndex(embedded.text)
  const isSame = embedded.text === text
  const place = (offset: number): SourceLine => {
    const stated = isSame ? offset : Math.min(statedLines[lineOf(offset)] ?? 0, embedded.text.length)
    const { file, range } = embedded.origin({ start: stated, end: stated })
    return { file, ...range.start }
  }
  // A loop comes to the same places again and again.
  const placed = new Map<number, SourceLine>()
  const at = (offset: number): SourceLine => {
    const found = placed.get(offset) ?? place(offset)
    placed.set(offset, found)
    return found
  }
  return { file: origin.file, isWritten: true, at, lineOf }
}
