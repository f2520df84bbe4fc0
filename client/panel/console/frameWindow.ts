/** Rows are one line each; only the opened one has something below it. */
export const rowHeight = 24

/** Up to so many rows all are there: what is not there cannot be found by the browser's own search. */
const mostRows = 300
/** Rows above and below those in sight. */
const around = 20

/** A list of rows as it is scrolled, in CSS pixels. */
export interface ScrolledList {
  readonly count: number
  /** Index of the opened row; -1 for none. */
  readonly open: number
  /** What stands below the opened row. */
  readonly detailHeight: number
  readonly top: number
  readonly height: number
}

/** The rows to be made, and the room that the others take. */
export interface FrameWindow {
  readonly from: number
  /** Behind the last one. */
  readonly to: number
  readonly above: number
  readonly below: number
}

/** The rows in sight with some around them. */
export function frameWindow(list: ScrolledList): FrameWindow {
  const { count, top, height } = list
  if (count <= mostRows) return { from: 0, to: count, above: 0, below: 0 }
  const from = Math.max(0, rowAt(list, top) - around)
  const to = Math.min(count, rowAt(list, top + height) + around + 1)
  return { from, to, above: topOf(list, from), below: topOf(list, count) - topOf(list, to) }
}

/** Where a row begins. */
export function topOf({ open, detailHeight }: ScrolledList, index: number): number {
  return index * rowHeight + (open >= 0 && index > open ? detailHeight : 0)
}

function rowAt(list: ScrolledList, y: number): number {
  const { count, open, detailHeight } = list
  const plain = Math.floor(y / rowHeight)
  if (open < 0 || plain <= open) return Math.min(plain, count - 1)
  const behind = Math.floor((y - detailHeight) / rowHeight)
  return Math.min(Math.max(open, behind), count - 1)
}
