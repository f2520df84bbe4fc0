/** Lines in a row that are shown, or folded to one. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly isFolded: boolean
}

/** Folds what is far from any change. */
export function foldUnchanged(changed: readonly boolean[]): Stretch[] {
  const isNear = changed.map((_, index) =>
    changed.slice(Math.max(index - context, 0), index + context + 1).some(Boolean),
  )
  const stretches: Stretch[] = []
  for (let from = 0; from < changed.length;) {
    const end = isNear.findIndex((near, index) => index > from && near !== isNear[from])
    const to = end === -1 ? changed.length : end
    stretches.push({ from, to, isFolded: isNear[from] === false && to - from >= minFold })
    from = to
  }
  return stretches
}

/** The first stretches, with `max` unfolded lines in all. */
export function limited(stretches: readonly Stretch[], max: number): Stretch[] {
  let left = max
  return stretches.flatMap(stretch => {
    if (stretch.isFolded) return left > 0 ? [stretch] : []
    const to = Math.min(stretch.to, stretch.from + left)
    left -= to - stretch.from
    return to > stretch.from ? [{ ...stretch, to }] : []
  })
}

/** Lines kept around a change. */
const context = 3
/** Fewer unchanged lines than this are not worth a fold. */
const minFold = 6
