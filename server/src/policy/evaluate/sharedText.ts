import type { Tokens } from './pattern.ts'
import { anyText } from './pattern.ts'

/**
 * A text that two patterns with wildcards both match, as short as can be; undefined when there is none. Where one says
 * nothing about a character (`?` in both), `filler` stands there. Takes the product of both lengths.
 */
export function sharedText(a: Tokens, b: Tokens, filler = 'x'): string | undefined {
  // Breadth first over pairs of places: each is reached by a shortest text first, and remembers how.
  const width = b.length + 1
  const goal = a.length * width + b.length
  const cameFrom = new Map<number, Step>([[0, { from: -1, character: '' }]])
  let frontier = [0]
  while (frontier.length > 0 && !cameFrom.has(goal)) {
    const next: number[] = []
    const reach = (place: number, from: number, character: string): void => {
      if (cameFrom.has(place)) return
      cameFrom.set(place, { from, character })
      next.push(place)
    }
    for (let index = 0; index < frontier.length; index++) {
      const place = frontier[index] ?? 0
      const [i, j] = [Math.floor(place / width), place % width]
      const [left, right] = [a[i], b[j]]
      // A wildcard that stands for nothing costs no character: it belongs to this round.
      const skip = (target: number): void => {
        if (cameFrom.has(target)) return
        cameFrom.set(target, { from: place, character: '' })
        frontier.push(target)
      }
      if (left === anyText) skip(place + width)
      if (right === anyText) skip(place + 1)
      if (left === undefined || right === undefined) continue
      const character = commonCharacter(left, right, filler)
      if (character === undefined) continue
      const target = (left === anyText ? i : i + 1) * width + (right === anyText ? j : j + 1)
      if (target !== place) reach(target, place, character)
    }
    frontier = next
  }
  return cameFrom.has(goal) ? textTo(goal, cameFrom) : undefined
}

interface Step {
  readonly from: number
  readonly character: string
}

function commonCharacter(left: number, right: number, filler: string): string | undefined {
  if (left >= 0 && right >= 0) return left === right ? String.fromCharCode(left) : undefined
  const fixed = left >= 0 ? left : right
  return fixed >= 0 ? String.fromCharCode(fixed) : filler
}

function textTo(goal: number, cameFrom: ReadonlyMap<number, Step>): string {
  let text = ''
  for (let step = cameFrom.get(goal); step && step.from >= 0; step = cameFrom.get(step.from)) {
    text = step.character + text
  }
  return text
}
