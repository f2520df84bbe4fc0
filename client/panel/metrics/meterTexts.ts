import type {
  CustomMetricSeries,
  GatewayMeters,
  MetricSeries,
} from '../../../server/src/protocol/gatewayMeters.ts'
import { clockTime, formatBytes, formatDuration, grouped } from '../format.ts'

/** `11:38:20` of today, `23 Nov, 11:38:20` of another day than `now`. */
export function dayTime(at: number, now: number): string {
  const [date, today] = [new Date(at), new Date(now)]
  if (date.toDateString() === today.toDateString()) return clockTime(at)
  return `${date.getDate()} ${months[date.getMonth()] ?? ''}, ${clockTime(at)}`
}

/** `45 s`, `4 min 10 s`, `2 h 5 min`, `3 d 4 h`: two parts at most, cut to whole seconds. */
export function wholeDuration(ms: number): string {
  let rest = Math.max(0, Math.floor(ms / 1000))
  const parts: string[] = []
  for (const [seconds, unit] of units) {
    const count = Math.floor(rest / seconds)
    rest -= count * seconds
    if (count > 0) parts.push(`${count} ${unit}`)
    // A part that is missing in between takes the place of the second one.
    if (parts.length > 0 && (parts.length === 2 || count === 0)) break
  }
  return parts.length === 0 ? '0 s' : parts.join(' ')
}

/** A metric that is drawn: CloudWatch's of the API, or one that a metric filter makes. */
export type DrawnSeries = MetricSeries | CustomMetricSeries

/** The value of a metric in its unit: `412`, `61 ms`, `2.1 kB`; `–` for none. */
export function metricValue(value: number | null | undefined, unit: string): string {
  const { number, unit: shown } = metricParts(value, unit)
  return shown === '' ? number : `${number} ${shown}`
}

/** The same, number and unit apart. */
export function metricParts(
  value: number | null | undefined,
  unit: string,
): { readonly number: string; readonly unit: string } {
  if (value === null || value === undefined) return { number: '–', unit: '' }
  if (unit !== 'Bytes' && unit !== 'Milliseconds') {
    return { number: decimal(value), unit: unitWords[unit] ?? unit.toLowerCase() }
  }
  const text = unit === 'Bytes' ? formatBytes(Math.round(value)) : formatDuration(value)
  const at = text.indexOf(' ')
  return { number: text.slice(0, at), unit: text.slice(at + 1) }
}

/** `4.4 %`, `76 %`. */
export function percent(share: number): string {
  const value = share * 100
  return `${value > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value))} %`
}

/** A metric's name, with its statistic where that is no sum; of a metric filter with namespace and dimensions: `Shop/Slow Average, Route GET /books`. */
export function metricTitle(series: DrawnSeries): string {
  const { name, statistic } = series
  const own = 'namespace' in series ? `${series.namespace}/${name}` : name
  const dimensions = 'namespace' in series ? series.dimensions.map(pair => `, ${pair.join(' ')}`) : []
  return `${own}${statistic === 'Sum' ? '' : ` ${statistic}`}${dimensions.join('')}`
}

/** Yellow for what callers did, red for what the API did, as everywhere; nothing else has a colour. */
export function metricTone(name: string): 'warn' | 'err' | undefined {
  if (/^5xx/i.test(name) || name === 'ExecutionError' || name === 'IntegrationError') return 'err'
  return /^4xx/i.test(name) || name === 'ClientError' || name === 'Throttled' ? 'warn' : undefined
}

/** A table of all steps, for spreadsheets. RFC 4180. */
export function asCsv({ metrics }: GatewayMeters): string {
  const { from, stepMs } = metrics
  const series = [...metrics.series, ...metrics.custom]
  const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const head = ['time', ...series.map(each => `${metricTitle(each)} (${each.unit})`)]
  const rows = Array.from({ length: series[0]?.points.length ?? 0 }, (_, index) => [
    new Date(from + index * stepMs).toISOString(),
    ...series.map(({ points }) => String(points[index] ?? '')),
  ])
  return [head, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

/** CloudWatch's units that have shorter words than their own. */
const unitWords: Readonly<Record<string, string>> = {
  Count: '',
  None: '',
  Percent: '%',
  Seconds: 's',
  Microseconds: 'µs',
}

/** Three digits behind the point at most. */
function decimal(value: number): string {
  const [whole = '', ...rest] = String(Math.round(value * 1000) / 1000).split('.')
  return [/^-?\d+$/.test(whole) ? grouped(Number(whole)) : whole, ...rest].join('.')
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
