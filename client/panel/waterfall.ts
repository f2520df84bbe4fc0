/** Where the axis of the waterfall has its lines. */
export interface WaterfallAxis {
  /** Milliseconds at the right end. */
  readonly maxMs: number
  /** Milliseconds of each line, the first 0. */
  readonly ticks: readonly number[]
  /** Distance of two lines in percent of the width. */
  readonly stepPercent: number
}

/** Chooses round ticks, two to five of them, for a request of this duration. */
export function waterfallAxis(durationMs: number): WaterfallAxis {
  const maxMs = Math.max(durationMs, 0.1)
  const rough = maxMs / 4.5
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(factor => factor * magnitude).find(candidate => candidate >= rough) ?? maxMs
  const ticks: number[] = []
  for (let count = 0; count * step <= maxMs; count++) ticks.push(Number((count * step).toPrecision(6)))
  return { maxMs, ticks, stepPercent: (step / maxMs) * 100 }
}

/** Left edge and width of a bar in percent; it never leaves the axis. */
export function waterfallBar(
  axis: WaterfallAxis,
  startMs: number,
  durationMs: number,
): { left: number; width: number } {
  const left = clampPercent((startMs / axis.maxMs) * 100)
  return { left, width: Math.min(clampPercent((durationMs / axis.maxMs) * 100), 100 - left) }
}

function clampPercent(value: number): number {
  return Math.min(Math.max(value, 0), 100)
}
