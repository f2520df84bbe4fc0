import type { Entry, Node } from '../syntax/node.ts'
import type { TerraformValues } from './terraformValues.ts'
import { entriesOf, entryOf, itemsOf } from '../syntax/node.ts'
import { sequenceAt } from './madeNodes.ts'

/** A mapping of dimensions as CloudFormation's list of pairs; `key` is what it calls the name in them. */
export function dimensionPairs(entry: Entry, key: 'Name' | 'Key', values: TerraformValues): Entry {
  const items = entriesOf(entry.value).map(dimension => {
    const name = values.entry(key, values.value(dimension.name, dimension.key))
    return values.mapping([name, { ...dimension, name: 'Value' }], dimension.value)
  })
  return { ...entry, value: sequenceAt(items, entry.value) }
}

/** `metric_transformation` of a metric filter, whose names CloudFormation begins with `Metric`. */
export function transformations(entry: Entry, values: TerraformValues): Entry {
  const items = itemsOf(entry.value).map(block => {
    const entries = entriesOf(block).map(inner => {
      if (inner.name === 'Dimensions') return dimensionPairs(inner, 'Key', values)
      return /^(Name|Namespace|Value)$/.test(inner.name) ? { ...inner, name: `Metric${inner.name}` } : inner
    })
    return values.mapping(entries, block)
  })
  return { ...entry, value: sequenceAt(items, entry.value) }
}

/** `metric_query` of an alarm: what CloudFormation divides into `MetricStat` and its `Metric` stands in one block. */
export function metricQueries(entry: Entry, values: TerraformValues): Entry {
  const items = itemsOf(entry.value).map(block => {
    const entries = entriesOf(block).flatMap(inner =>
      inner.name === 'Metric' ? metricStat(inner, values) : [inner],
    )
    return values.mapping(entries, block)
  })
  return { ...entry, value: sequenceAt(items, entry.value) }
}

function metricStat(entry: Entry, values: TerraformValues): Entry[] {
  // A plan writes a block that may stand once as a list of one, and an empty one where there is none.
  const block: Node | undefined = entry.value.type === 'sequence' ? itemsOf(entry.value)[0] : entry.value
  if (!block) return []
  const named = (from: string, to: string) => {
    const found = entryOf(block, from)
    return found ? [{ ...found, name: to }] : []
  }
  const dimensions = named('dimensions', 'Dimensions').map(found => dimensionPairs(found, 'Name', values))
  const metric = [...named('metric_name', 'MetricName'), ...named('namespace', 'Namespace'), ...dimensions]
  const stat = [
    values.entry('Metric', values.mapping(metric, block), entry.key),
    ...named('period', 'Period'),
    ...named('stat', 'Stat'),
  ]
  return [{ ...entry, name: 'MetricStat', value: values.mapping(stat, block) }]
}
