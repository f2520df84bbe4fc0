import type { Metric, MetricFilter } from '../../api/monitoring.ts'
import type { Fact } from '../../base/origin.ts'
import { valueOf } from '../../base/origin.ts'
import type { Distribution } from './distribution.ts'
import type { Dimensions, MetricStore } from './metricStore.ts'
import { ownMetrics } from './sample.ts'
import type { Span } from './span.ts'

/** Where metrics come from: what was counted, and the filters that make more of log lines. */
export interface MetricSources {
  readonly store: MetricStore
  readonly filters: readonly MetricFilter[]
}

/** Whether a metric is counted on this machine: API Gateway's own, or one of the definition's metric filters. */
export function isCountedMetric(
  { namespace, metricName }: Metric,
  { filters }: Pick<MetricSources, 'filters'>,
): boolean {
  if (valueOf(namespace) === 'AWS/ApiGateway') return true
  return filters.some(({ transformations }) =>
    transformations.some(
      each =>
        valueOf(each.metricNamespace) === valueOf(namespace) &&
        valueOf(each.metricName) === valueOf(metricName),
    ),
  )
}

/** Reads the values of a metric in a stretch of time; a text says why there are none on this machine. */
export function metricReader(
  metric: Metric,
  sources: MetricSources,
): ((span: Span) => Distribution) | string {
  const namespace = valueOf(metric.namespace) ?? ''
  const name = valueOf(metric.metricName) ?? ''
  if (!isCountedMetric(metric, sources)) {
    const where = namespace === 'AWS/ApiGateway' ? '' : ` of '${namespace}'`
    return `the metric '${name}'${where} is not counted on this machine`
  }
  const dimensions = knownDimensions(metric.dimensions)
  if (typeof dimensions === 'string') return dimensions
  const { store } = sources
  if (namespace !== 'AWS/ApiGateway')
    return span => store.custom.distribution({ namespace, name, dimensions }, span)
  const own = Object.values(ownMetrics)
    .flat()
    .find(each => each === name)
  if (!own) return `the metric '${name}' is not counted on this machine`
  const asked = gatewayDimensions(dimensions)
  return typeof asked === 'string' ? asked : span => store.distribution(own, asked, span)
}

function knownDimensions(facts: ReadonlyMap<string, Fact<string>>): ReadonlyMap<string, string> | string {
  const known = new Map<string, string>()
  for (const [name, fact] of facts) {
    const value = valueOf(fact)
    if (value === undefined) return `a dimension '${name}' that is not known here`
    known.set(name, value)
  }
  return known
}

function gatewayDimensions(known: ReadonlyMap<string, string>): Dimensions | string {
  const [method, resource] = [known.get('Method'), known.get('Resource')]
  const unknown = [...known.keys()].find(name => !dimensionNames.has(name))
  if (unknown !== undefined) return `the dimension '${unknown}'`
  return {
    apiId: known.get('ApiId'),
    apiName: known.get('ApiName'),
    stage: known.get('Stage'),
    route: known.get('Route') ?? (method === undefined ? undefined : `${method} ${resource ?? ''}`),
  }
}

const dimensionNames = new Set(['ApiId', 'ApiName', 'Stage', 'Route', 'Method', 'Resource'])
