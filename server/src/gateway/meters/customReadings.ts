import type { CustomMetricSeries, MetricsReading } from '../../protocol/gatewayMeters.ts'
import type { CustomMetric, CustomMetrics } from '../metrics/customMetrics.ts'
import { Distribution } from '../metrics/distribution.ts'
import type { StageFilter, Transformation } from '../metrics/metricFilters.ts'
import type { Span } from '../metrics/span.ts'
import { cut } from './cut.ts'

/** A stretch of time in steps. */
export interface Stretch extends Span {
  readonly stepMs: number
}

/** How many series are listed. */
const mostCustom = 40

/** The metrics that filters make, in the order of the definition, those without any value too; of two filters that make the same one the first. */
export function readCustom(
  metrics: CustomMetrics,
  filters: readonly StageFilter[],
  grain: 'minute' | 'step',
  stretch: Stretch,
): Pick<MetricsReading, 'custom' | 'customCount'> {
  const counted = metrics.totals().map(({ metric }) => metric)
  const made = new Map<string, Transformation>()
  for (const each of filters.flatMap(({ transformations }) => transformations)) {
    const key = JSON.stringify([each.namespace, each.name])
    if (!made.has(key)) made.set(key, each)
  }
  const all = [...made.values()].flatMap(transformation => {
    const own = counted.filter(
      ({ namespace, name }) => namespace === transformation.namespace && name === transformation.name,
    )
    const metricsOf: readonly CustomMetric[] = own.length > 0 ? own : [bare(transformation)]
    return metricsOf.map(metric => ({ transformation, metric }))
  })
  const listed = all.slice(0, mostCustom)
  return {
    custom: listed.map(({ transformation, metric }) =>
      seriesOf(metrics, transformation, metric, grain, stretch),
    ),
    customCount: all.length,
  }
}

function bare({ namespace, name, unit }: Transformation): CustomMetric {
  return { namespace, name, unit, dimensions: new Map() }
}

function seriesOf(
  metrics: CustomMetrics,
  { unit, value: source }: Transformation,
  metric: CustomMetric,
  grain: 'minute' | 'step',
  { from, to, stepMs }: Stretch,
): CustomMetricSeries {
  const whole = new Distribution()
  const steps = Array.from({ length: Math.round((to - from) / stepMs) }, () => new Distribution())
  for (const { start, values } of metrics.slots(metric, grain, { from, to })) {
    whole.addAll(values)
    steps[Math.floor((start - from) / stepMs)]?.addAll(values)
  }
  const statistic = source.startsWith('$') ? 'Average' : 'Sum'
  const read = (values: Distribution) => values.statistic(statistic) ?? null
  return {
    namespace: metric.namespace,
    name: metric.name,
    dimensions: [...metric.dimensions].map(([name, value]) => [name, cut(value)] as const),
    unit: unit ?? 'None',
    statistic,
    value: read(whole),
    points: steps.map(read),
  }
}
