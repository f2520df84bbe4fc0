import type { DrawnSeries } from './meterTexts.ts'
import { metricTone } from './meterTexts.ts'

interface Props {
  readonly series: DrawnSeries
  /** The step that the crosshair stands at. */
  readonly cross: number | undefined
}

const width = 140
const base = 28

/** One metric as a line; a picture beside its number, so hidden from screen readers, which have the table. */
export function Sparkline({ series, cross }: Props) {
  const { points, unit } = series
  const top = Math.max(0, ...points.map(value => value ?? 0))
  const x = (index: number) => (points.length < 2 ? 0 : (index / (points.length - 1)) * width)
  const y = (value: number) => (top === 0 ? base : base - (Math.max(0, value) / top) * (base - 3))
  const tone = metricTone(series.name)
  const colour = top === 0 ? 'none' : (tone ?? 'plain')
  return (
    <svg viewBox={`0 0 ${width} 30`} preserveAspectRatio="none" aria-hidden="true">
      <line class="axis" x1="0" x2={width} y1="28.5" y2="28.5" />
      {cross !== undefined && <line class="cross" x1={x(cross)} x2={x(cross)} y1="0" y2="30" />}
      {linesOf(points, unit === 'Count' && !('namespace' in series)).map(run => (
        <polyline
          key={run[0]?.[0]}
          class={colour}
          // A value that stands alone is a dot, which a line of no length draws by its round ends.
          points={(run.length === 1 ? [...run, ...run] : run)
            .map(([index, value]) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`)
            .join(' ')}
        />
      ))}
    </svg>
  )
}

type Run = readonly (readonly [index: number, value: number])[]

/** Where there was no request, nothing was counted: 0. A latency has no value then, nor has a metric filter, and its line a gap. */
function linesOf(points: readonly (number | null)[], isCount: boolean): Run[] {
  if (isCount) return [points.map((value, index) => [index, value ?? 0])]
  const runs: [number, number][][] = []
  let isOpen = false
  for (const [index, value] of points.entries()) {
    if (value === null) {
      isOpen = false
      continue
    }
    if (!isOpen) runs.push([])
    runs.at(-1)?.push([index, value])
    isOpen = true
  }
  return runs
}
