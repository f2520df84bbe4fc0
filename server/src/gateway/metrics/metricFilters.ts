import type { Definition } from '../../api/api.ts'
import type { LogGroup, MetricFilter, MetricTransformation } from '../../api/monitoring.ts'
import type { Stage } from '../../api/stage.ts'
import { valueOf } from '../../base/origin.ts'
import type { CustomMetrics } from './customMetrics.ts'
import { readFilterPattern } from './filterPattern/filterPattern.ts'
import type { FilterMatch, FilterPattern } from './filterPattern/match.ts'

/** A metric filter on a stage's access log, ready to read its lines. */
export interface StageFilter {
  readonly pattern: FilterPattern
  readonly transformations: readonly Transformation[]
}

/** One metric that a filter makes. */
export interface Transformation {
  readonly namespace: string
  readonly name: string
  readonly unit: string | undefined
  /** A number, or a field of the pattern. */
  readonly value: string
  readonly defaultValue: number | undefined
  /** Fields of the pattern by name of a dimension. */
  readonly dimensions: readonly (readonly [name: string, field: string])[]
}

/** The metric filters on the log group that a stage's access log goes to; those that cannot be read are left out. */
export function stageFilters(definition: Definition, stage: Stage): readonly StageFilter[] {
  return filtersOfStage(definition, stage).flatMap(filter => {
    const pattern = readFilterPattern(valueOf(filter.filterPattern) ?? '')
    const isKnown = !filter.filterPattern || filter.filterPattern.known
    if (typeof pattern === 'string' || !isKnown) return []
    return [
      { pattern, transformations: filter.transformations.flatMap(each => readTransformation(each) ?? []) },
    ]
  })
}

/** What of a metric filter is not evaluated, in words; undefined for one that is. */
export function filterFault({ filterPattern }: MetricFilter): string | undefined {
  if (filterPattern && !filterPattern.known)
    return `its pattern cannot be known here (${filterPattern.reason})`
  const pattern = readFilterPattern(valueOf(filterPattern) ?? '')
  return typeof pattern === 'string' ? `its pattern is not understood: ${pattern}` : undefined
}

/** The filters on the access log of a stage. */
export function filtersOfStage({ surroundings }: Definition, stage: Stage): readonly MetricFilter[] {
  const destination = valueOf(stage.accessLog?.destinationArn)
  if (destination === undefined) return []
  const { logGroups, metricFilters } = surroundings
  const own = nameOfGroup(destination, logGroups)
  return metricFilters.filter(({ logGroupName }) => {
    const name = valueOf(logGroupName)
    return name !== undefined && nameOfGroup(name, logGroups) === own
  })
}

/** Adds what filters make of a line of an access log. `at` is milliseconds since 1970. */
export function countLine(
  filters: readonly StageFilter[],
  line: string,
  at: number,
  metrics: CustomMetrics,
): void {
  for (const { pattern, transformations } of filters) {
    const match = pattern(line)
    for (const transformation of transformations) {
      if (match) addMatch(transformation, match, at, metrics)
      else addDefault(transformation, at, metrics)
    }
  }
}

function addMatch(
  transformation: Transformation,
  match: FilterMatch,
  at: number,
  metrics: CustomMetrics,
): void {
  const { namespace, name, unit, value: source } = transformation
  const value = Number(source.startsWith('$') ? (match.field(source) ?? Number.NaN) : source)
  const dimensions = transformation.dimensions.map(([key, field]) => [key, match.field(field)] as const)
  // CloudWatch publishes nothing of an event that lacks a field it is asked for.
  const known = dimensions.flatMap(([key, found]) => (found === undefined ? [] : [[key, found] as const]))
  if (Number.isNaN(value) || known.length < dimensions.length) return
  metrics.add({ namespace, name, unit, dimensions: new Map(known) }, value, at)
}

// With dimensions there is no default: CloudWatch would not know of which.
function addDefault(transformation: Transformation, at: number, metrics: CustomMetrics): void {
  const { namespace, name, unit, defaultValue, dimensions } = transformation
  if (defaultValue === undefined || dimensions.length > 0) return
  metrics.addDefault({ namespace, name, unit, dimensions: new Map() }, defaultValue, at)
}

function readTransformation(transformation: MetricTransformation): Transformation | undefined {
  const namespace = valueOf(transformation.metricNamespace)
  const name = valueOf(transformation.metricName)
  if (namespace === undefined || name === undefined) return undefined
  return {
    namespace,
    name,
    unit: valueOf(transformation.unit),
    value: valueOf(transformation.metricValue) ?? '1',
    defaultValue: valueOf(transformation.defaultValue),
    dimensions: [...transformation.dimensions].map(([key, field]) => [key, valueOf(field) ?? ''] as const),
  }
}

/** The name of a log group by its ARN, its logical id or its name. */
function nameOfGroup(reference: string, groups: readonly LogGroup[]): string {
  const arn = /^arn:[\w-]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(reference)?.[1]
  const name = arn ?? reference
  return groups.find(group => group.id === name || group.name === name)?.name ?? name
}
