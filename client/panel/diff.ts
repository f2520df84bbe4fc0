/** Which lines of two texts are not in the other. */
export interface LineDiff {
  /** For each line of the first text: it is gone from the second. */
  readonly removed: readonly boolean[]
  /** For each line of the second text: it is not in the first. */
  readonly added: readonly boolean[]
}

/**
 * Compares two texts line by line (longest common subsequence). Lines that differ only in a comma at their end count
 * as equal: JSON moves it when a neighbour comes or goes. Undefined when the texts have too little in common for a
 * comparison to tell anything.
 */
export function diffLines(before: readonly string[], after: readonly string[]): LineDiff | undefined {
  const left = before.map(withoutComma)
  const right = after.map(withoutComma)
  const removed = left.map(() => true)
  const added = right.map(() => true)
  let telling = 0
  const pair = (i: number, j: number): void => {
    removed[i] = false
    added[j] = false
    if (/\w/.test(left[i] ?? '')) telling++
  }

  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) {
    pair(start, start)
    start++
  }
  let leftEnd = left.length
  let rightEnd = right.length
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    pair(--leftEnd, --rightEnd)
  }
  for (const [i, j] of commonLines(left.slice(start, leftEnd), right.slice(start, rightEnd))) {
    pair(start + i, start + j)
  }
  const smaller = Math.min(countWords(left), countWords(right))
  return telling === 0 || telling < smaller / 4 ? undefined : { removed, added }
}

/** The table below has one cell per pair of lines; beyond this many the middle counts as changed. */
const maxCells = 4_000_000

function commonLines(left: readonly string[], right: readonly string[]): [number, number][] {
  const width = right.length + 1
  if (left.length * right.length > maxCells) return []
  const lengths = new Uint16Array((left.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([i++, j++])
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  return pairs
}

function countWords(lines: readonly string[]): number {
  return lines.filter(line => /\w/.test(line)).length
}

function withoutComma(line: string): string {
  return line.endsWith(',') ? line.slice(0, -1) : line
}
