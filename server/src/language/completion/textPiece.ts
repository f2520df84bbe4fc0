import type { Range } from '../../base/text.ts'
import { offsetAt, rangeAt } from '../../base/text.ts'
import type { Site } from '../site.ts'

/** A part of the text at a site, which a proposal replaces alone. */
export interface TextPiece {
  readonly range: Range
  /** Up to the cursor. */
  readonly text: string
  /** What stands behind the range on its line. */
  readonly after: string
}

/** The end of the prefix that `before` finds (nothing where it does not match), with what `behind` finds after the cursor. */
export function pieceOf({ document, range, prefix }: Site, before: RegExp, behind = /^/): TextPiece {
  const text = before.exec(prefix)?.[0] ?? ''
  const start = offsetAt(document.lines, range.start, document.text)
  const cursor = start + prefix.length
  const rest = /^[^\r\n]*/.exec(document.text.slice(cursor, cursor + 500))?.[0] ?? ''
  const length = behind.exec(rest)?.[0].length ?? 0
  return {
    range: rangeAt(document.lines, cursor - text.length, cursor + length),
    text,
    after: rest.slice(length),
  }
}
