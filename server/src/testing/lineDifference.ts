/** A line of two texts laid side by side. */
export interface DifferenceLine {
  readonly type: 'same' | 'expected' | 'actual'
  readonly text: string
}

/** Lines of both texts at most; longer ones are compared as far as these. */
const mostLines = 1000
/** Equal lines that are shown around a difference. */
const around = 3

/** How two texts differ, line by line, with a few equal lines around what differs. */
export function lineDifference(expected: string, actual: string): DifferenceLine[] {
  const [before, after] = [expected.split('\n').slice(0, mostLines), actual.split('\n').slice(0, mostLines)]
  return withoutDistant(aligned(before, after))
}

/** The longest common subsequence keeps its lines; all others are of one text only. */
function aligned(before: readonly string[], after: readonly string[]): DifferenceLine[] {
  const width = after.length + 1
  const lengths = new Uint16Array((before.length + 1) * width)
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      const below = lengths[(row + 1) * width + column] ?? 0
      const beside = lengths[row * width + column + 1] ?? 0
      const isSame = before[row] === after[column]
      lengths[row * width + column] = isSame
        ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
        : Math.max(below, beside)
    }
  }
  const lines: DifferenceLine[] = []
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [own, other] = [before[row], after[column]]
    if (own !== undefined && own === other) {
      lines.push({ type: 'same', text: own })
      row++
      column++
      continue
    }
    const below = lengths[(row + 1) * width + column] ?? 0
    const beside = lengths[row * width + column + 1] ?? 0
    const takesOwn = own !== undefined && (other === undefined || below >= beside)
    if (takesOwn) lines.push({ type: 'expected', text: before[row++] ?? '' })
    else lines.push({ type: 'actual', text: after[column++] ?? '' })
  }
  return lines
}

function withoutDistant(lines: readonly DifferenceLine[]): DifferenceLine[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ type }) => type !== 'same')
  let isCut = false
  return lines.flatMap((line, at) => {
    if (isNear(at)) {
      isCut = false
      return [line]
    }
    if (isCut) return []
    isCut = true
    return [{ type: 'same', text: '...' } as const]
  })
}
