import { useRef } from 'preact/hooks'
import type { MetricsReading } from '../../../server/src/protocol/gatewayMeters.ts'
import { grouped } from '../format.ts'
import { dayTime, metricParts, metricTitle, metricTone, metricValue, percent } from './meterTexts.ts'
import type { DrawnSeries } from './meterTexts.ts'
import { Sparkline } from './Sparkline.tsx'

interface Props {
  readonly metrics: MetricsReading
  readonly now: number
  /** Start of the step that the crosshair stands at. */
  readonly crossAt: number | undefined
  readonly onCross: (at: number | undefined) => void
  /** Enter or a click: what is behind the numbers at the crosshair. */
  readonly onOpen: () => void
}

/** Every metric with its number and line. Arrow keys and the pointer move one crosshair through all lines. */
export function MetricStrip({ metrics, now, crossAt, onCross, onOpen }: Props) {
  const { from, stepMs, series, custom, customCount } = metrics
  const count = series[0]?.points.length ?? 0
  const index = crossAt === undefined ? undefined : Math.round((crossAt - from) / stepMs)
  const cross = index !== undefined && index >= 0 && index < count ? index : undefined
  const focused = useRef<string>(undefined)
  const set = (next: number) => onCross(from + Math.max(0, Math.min(count - 1, next)) * stepMs)
  const onKeyDown = (event: KeyboardEvent) => {
    const last = count - 1
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: (cross ?? count) - 1,
      ArrowRight: cross === undefined ? last : cross + 1,
      Home: 0,
      End: last,
    }
    const next = moves[event.key]
    if (next !== undefined) set(next)
    else if (event.key === 'Enter' && cross !== undefined) onOpen()
    else if (event.key === 'Escape' && cross !== undefined) onCross(undefined)
    else return
    event.preventDefault()
  }
  const onPointerMove = (event: PointerEvent) => {
    if (!(event.target instanceof Element)) return
    const line = event.target.closest('.metric')?.querySelector('svg')?.getBoundingClientRect()
    if (line && line.width > 0) set(Math.round(((event.clientX - line.left) / line.width) * (count - 1)))
  }
  const said = [...series, ...custom].find(each => metricTitle(each) === focused.current)
  return (
    <section
      class="metric-strips"
      aria-label="Metrics"
      data-region="metrics"
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onClick={() => cross !== undefined && onOpen()}
      onPointerLeave={() => onCross(undefined)}
    >
      <div class="metrics" data-count={series.length}>
        {series.map(each => (
          <Metric
            key={each.name}
            series={each}
            cross={cross}
            onFocus={() => (focused.current = metricTitle(each))}
          />
        ))}
      </div>
      {custom.length > 0 && (
        <>
          <div class="metric-head dim">
            Made by metric filters
            {customCount > custom.length && `, the first ${custom.length} of ${grouped(customCount)}`}
          </div>
          <div class="metrics custom">
            {custom.map(each => (
              <Metric
                key={metricTitle(each)}
                series={each}
                cross={cross}
                onFocus={() => (focused.current = metricTitle(each))}
              />
            ))}
          </div>
        </>
      )}
      <div class="visually-hidden" aria-live="polite">
        {cross !== undefined &&
          said &&
          `${dayTime(from + cross * stepMs, now)}: ${said.name} ${metricValue(said.points[cross], said.unit)}`}
      </div>
    </section>
  )
}

interface MetricProps {
  readonly series: DrawnSeries
  readonly cross: number | undefined
  readonly onFocus: () => void
}

const noShare = { share: null, isOwn: undefined }

function Metric({ series, cross, onFocus }: MetricProps) {
  const { unit } = series
  const { share, isOwn } = 'namespace' in series ? noShare : series
  const value = cross === undefined ? series.value : (series.points[cross] ?? null)
  const shown = metricParts(value, unit)
  const tone = (value ?? 0) > 0 ? metricTone(series.name) : undefined
  const beside = cross === undefined && share !== null && share > 0 ? percent(share) : ''
  const title = metricTitle(series)
  return (
    <div
      class={isOwn === undefined ? 'metric' : 'metric own'}
      role="group"
      tabIndex={0}
      aria-label={`${title}, ${metricValue(series.value, unit)}${beside === '' ? '' : `, ${beside} of requests`}`}
      title={isOwn ?? title}
      onFocus={onFocus}
    >
      <div class="nm clip">{title}</div>
      <div class="vl">
        <span class={tone}>{shown.number}</span> <small>{shown.unit === '' ? beside : shown.unit}</small>
      </div>
      <Sparkline series={series} cross={cross} />
    </div>
  )
}
