import type { MetricsReading } from '../../../server/src/protocol/gatewayMeters.ts'
import { dayTime, metricTitle, metricTone, metricValue } from './meterTexts.ts'

/** The lines as a table: a row for each step in which something was counted, the latest first. */
export function StepTable({ metrics, now }: { metrics: MetricsReading; now: number }) {
  const { from, stepMs } = metrics
  const series = [...metrics.series, ...metrics.custom]
  const steps = Array.from({ length: series[0]?.points.length ?? 0 }, (_, index) => index)
  const counted = steps.filter(index => series.some(({ points }) => (points[index] ?? 0) > 0)).reverse()
  return (
    <div class="meter-scroll">
      <table class="kv steps" aria-label="Metrics by time">
        <thead>
          <tr>
            <th scope="col">From</th>
            {series.map(each => (
              <th key={metricTitle(each)} scope="col" class="num">
                {metricTitle(each)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counted.map(index => (
            <tr key={index}>
              <th scope="row">{dayTime(from + index * stepMs, now)}</th>
              {series
                .map(each => ({ ...each, title: metricTitle(each) }))
                .map(({ name, title, points, unit }) => (
                  <td key={title} class="num mono">
                    <span class={(points[index] ?? 0) > 0 ? metricTone(name) : undefined}>
                      {metricValue(points[index], unit)}
                    </span>
                  </td>
                ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
