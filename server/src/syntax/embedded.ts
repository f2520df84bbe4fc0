import type { Origin } from '../base/origin.ts'
import type { TextEdit } from '../base/diagnostic.ts'
import { intrinsicOf } from './intrinsics.ts'
import type { Node, ScalarNode } from './node.ts'
import { documentOf, itemsOf, originOf, rangeOf, stringOf } from './node.ts'
import { PlacedText } from './placedText.ts'
import { scalarText } from './scalarText.ts'
import { partsOfSub, placeholdersOf } from './substitution.ts'

/** A stretch of the embedded text, in UTF-16 units. */
interface Stretch {
  readonly start: number
  readonly end: number
}

/**
 * A text of another language that stands in the strings of a document, a mapping template above all: what it says, and
 * where each of its units is written. Offsets are UTF-16 units; those of the document hold until it is edited.
 */
export interface EmbeddedText {
  readonly text: string
  /** What CloudFormation fills in when the stack is deployed, each shown as `0`, which can stand wherever a value can. */
  readonly holes: readonly Stretch[]
  /** Offset in the document of the unit at an offset of the text. */
  readonly toDocument: (offset: number) => number
  /** Offset in the text of what stands at an offset of the document; undefined where none of the text stands. */
  readonly toText: (documentOffset: number) => number | undefined
  /** Where a stretch of the text stands. */
  readonly origin: (stretch: Stretch) => Origin
  /** Writes other text in place of a stretch, as the string's style wants it; undefined where that cannot be done safely. */
  readonly edit: (stretch: Stretch, newText: string) => TextEdit | undefined
}

/**
 * The text that a node holds: of a scalar of any style its value; of `Fn::Sub` and `Fn::Join` of literal parts the
 * literal text, with holes for the rest. Undefined where it stands elsewhere, such as in a parameter's default.
 */
export function embeddedText(node: Node): EmbeddedText | undefined {
  const pieces = piecesOf(node)
  return pieces && createEmbedded(node, pieces)
}

/** A stretch of the text: read from one scalar, or filled in (of which `place` is where that is asked for). */
interface Piece {
  readonly placed: PlacedText
  readonly scalar: ScalarNode | undefined
  readonly holes: readonly Stretch[]
  readonly isSub: boolean
}

function piecesOf(node: Node): Piece[] | undefined {
  if (node.type === 'scalar') {
    const placed = scalarText(node)
    return placed && [{ placed, scalar: node, holes: [], isSub: false }]
  }
  const call = intrinsicOf(node)
  if (call?.name === 'Fn::Sub') {
    const { text } = partsOfSub(call.argument)
    const piece = text?.type === 'scalar' ? substituted(text) : undefined
    return piece && [piece]
  }
  return call?.name === 'Fn::Join' ? joined(call.argument) : undefined
}

/** `${!Name}` is the literal text `${Name}`; what stands in other braces is a hole. */
function substituted(scalar: ScalarNode): Piece | undefined {
  const source = scalarText(scalar)
  if (!source) return undefined
  const { text } = source
  const placed = new PlacedText()
  const holes: Stretch[] = []
  let last = 0
  const literal = (to: number): void => {
    for (;;) {
      const mark = text.indexOf('${!', last)
      if (mark < 0 || mark >= to) break
      placed.append(source, last, mark + 2)
      last = mark + 3
    }
    placed.append(source, last, to)
  }
  for (const { start, end } of placeholdersOf(text)) {
    const open = text.lastIndexOf('${', start)
    literal(open)
    last = text.indexOf('}', end) + 1
    holes.push(addHole(placed, source.startOf(open), source.endOf(last - 1)))
  }
  literal(text.length)
  return { placed, scalar, holes, isSub: true }
}

function addHole(placed: PlacedText, start: number, end: number): Stretch {
  placed.add(filler, start, end)
  return { start: placed.length - filler.length, end: placed.length }
}

const filler = '0'

/** `Fn::Join` of a literal delimiter and a list; each part that is no text is a hole. */
function joined(argument: Node): Piece[] | undefined {
  const [delimiterNode, list] = itemsOf(argument)
  const delimiter = stringOf(delimiterNode)
  if (delimiter === undefined || list?.type !== 'sequence') return undefined
  return list.items.flatMap((item, index) => {
    const between = new PlacedText()
    if (index > 0) between.add(delimiter, item.start, item.start)
    const own = item.type === 'scalar' || intrinsicOf(item)?.name === 'Fn::Sub' ? piecesOf(item) : undefined
    return [{ placed: between, scalar: undefined, holes: [], isSub: false }, ...(own ?? [hole(item)])]
  })
}

function hole({ start, end }: Node): Piece {
  const placed = new PlacedText()
  return { holes: [addHole(placed, start, end)], placed, scalar: undefined, isSub: false }
}

function createEmbedded(node: Node, pieces: readonly Piece[]): EmbeddedText {
  const whole = new PlacedText()
  const spans: { readonly piece: Piece; readonly start: number; readonly end: number }[] = []
  for (const piece of pieces) {
    const start = whole.length
    whole.append(piece.placed, 0, piece.placed.length)
    spans.push({ piece, start, end: whole.length })
  }
  const holes = spans.flatMap(({ piece, start }) =>
    piece.holes.map(each => ({ start: each.start + start, end: each.end + start })),
  )
  const { text } = whole
  // The document may have been edited before the place since: the node has moved with it.
  const base = node.start
  const moved = () => node.start - base
  const startOf = (offset: number): number => (text === '' ? emptyPlace(node) : whole.startOf(offset))
  const markOf = ({ start, end }: Stretch): Stretch => ({
    start: startOf(start) + moved(),
    end: (end > start ? whole.endOf(end - 1) : startOf(start)) + moved(),
  })
  return {
    text,
    holes,
    toDocument: offset => startOf(offset) + moved(),
    toText: place => {
      const at = place - moved()
      const isOutside = at < startOf(0) || at > startOf(text.length)
      return isOutside ? undefined : whole.unitAt(at)
    },
    origin: stretch => originOf(node, markOf(stretch)),
    edit: (stretch, newText) => {
      const within = spans.find(
        ({ piece, start, end }) => piece.scalar && start <= stretch.start && stretch.end <= end,
      )
      const scalar = within?.piece.scalar
      const touched = holes.some(({ start, end }) => start < stretch.end && stretch.start < end)
      if (!within || !scalar || touched) return undefined
      const written = writtenIn(scalar, within.piece.isSub ? newText.replaceAll('${', '${!') : newText)
      if (written === undefined) return undefined
      return { file: documentOf(node).file, range: rangeOf(node, markOf(stretch)), newText: written }
    },
  }
}

/** Where something can be written in a text that has nothing yet: between the quotes, if there are any. */
function emptyPlace(node: Node): number {
  const isQuoted = node.type === 'scalar' && /^(json|single|double)$/.test(node.style)
  return isQuoted ? node.start + 1 : node.start
}

/** Text as a scalar's style writes it; undefined where it could be read as something else. */
function writtenIn(scalar: ScalarNode, text: string): string | undefined {
  const { style } = scalar
  if (style === 'file') return text
  if (style === 'json' || style === 'double') return JSON.stringify(text).slice(1, -1)
  if (/[\r\n]/.test(text)) return undefined
  if (style === 'single') return text.replaceAll("'", "''")
  if (style !== 'plain') return text
  return /[:#[\]{}]/.test(text) || (text.includes(',') && isInFlow(scalar)) ? undefined : text
}

function isInFlow(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.isFlow) return true
  return false
}
