import type { Entry, Node } from '../syntax/node.ts'
import type { TerraformResource } from './terraformSource.ts'
import type { TerraformValues } from './terraformValues.ts'
import { entriesOf, entryOf, stringOf, toValue } from '../syntax/node.ts'
import { sequenceAt } from './madeNodes.ts'
import { dimensionPairs, metricQueries, transformations } from './terraformMonitoringShapes.ts'

type Shape = (entry: Entry, values: TerraformValues) => Entry

/** Properties that have another shape in CloudFormation, by resource type and property. */
const shapes: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  [
    'aws_api_gateway_deployment Variables',
    (entry, values) => ({
      ...entry,
      name: 'StageDescription',
      value: values.mapping([entry], entry.value),
    }),
  ],
  ['aws_apigatewayv2_route RequestParameter', requestParameters],
  ['aws_apigatewayv2_integration ResponseParameters', responseParameters],
  ['aws_apigatewayv2_stage RouteSettings', (entry, values) => keyed(entry, 'RouteKey', values)],
  ['aws_api_gateway_usage_plan ApiStages', apiStages],
  ['aws_cloudwatch_metric_alarm Dimensions', (entry, values) => dimensionPairs(entry, 'Name', values)],
  ['aws_cloudwatch_metric_alarm Metrics', metricQueries],
  ['aws_cloudwatch_log_metric_filter MetricTransformations', transformations],
])

/** The properties of a resource in the shape that CloudFormation gives them. */
export function shaped(
  { type }: TerraformResource,
  entries: readonly Entry[],
  values: TerraformValues,
): Entry[] {
  return entries.map(entry => shapes.get(`${type} ${entry.name}`)?.(entry, values) ?? entry)
}

/** The blocks of an argument that may be written once or as a list. */
export function blockItems(node: Node): readonly Node[] {
  return node.type === 'sequence' ? node.items : [node]
}

function requestParameters(entry: Entry, values: TerraformValues): Entry {
  const parameters = blockItems(entry.value).flatMap(block => {
    const key = stringOf(entryOf(block, 'request_parameter_key')?.value)
    const required = entryOf(block, 'required')
    if (key === undefined) return []
    const inner = required ? [{ ...required, name: 'Required' }] : []
    return [values.entry(key, values.mapping(inner, block))]
  })
  return { ...entry, name: 'RequestParameters', value: values.mapping(parameters, entry.value) }
}

function responseParameters(entry: Entry, values: TerraformValues): Entry {
  const byStatus = blockItems(entry.value).flatMap(block => {
    const status = entryOf(block, 'status_code')?.value
    if (status?.type !== 'scalar') return []
    const pairs = entriesOf(entryOf(block, 'mappings')?.value).map(mapping => ({
      Destination: mapping.name,
      Source: toValue(mapping.value),
    }))
    return [values.entry(String(status.value), values.value({ ResponseParameters: pairs }, block), status)]
  })
  return { ...entry, value: values.mapping(byStatus, entry.value) }
}

// A list of blocks that name their key, as a mapping by it.
function keyed(entry: Entry, key: string, values: TerraformValues): Entry {
  const entries = blockItems(entry.value).flatMap(block => {
    const name = stringOf(entryOf(block, key)?.value)
    const rest = entriesOf(block).filter(inner => inner.name !== key)
    return name === undefined ? [] : [values.entry(name, values.mapping(rest, block), block)]
  })
  return { ...entry, value: values.mapping(entries, entry.value) }
}

// Of each stage, `throttle` is a list of paths with their limits.
function apiStages(entry: Entry, values: TerraformValues): Entry {
  const items = blockItems(entry.value).map(block => {
    const entries = entriesOf(block).map(inner => {
      if (inner.name !== 'Throttle') return inner
      const limits = blockItems(inner.value).map(limit =>
        limit.type === 'mapping' ? values.mapping(limit.entries.map(limitEntry), limit) : limit,
      )
      return keyed({ ...inner, value: sequenceAt(limits, inner.value) }, 'Path', values)
    })
    return values.mapping(entries, block)
  })
  return { ...entry, value: sequenceAt(items, entry.value) }
}

function limitEntry(entry: Entry): Entry {
  const names = new Map([
    ['path', 'Path'],
    ['burst_limit', 'BurstLimit'],
    ['rate_limit', 'RateLimit'],
  ])
  return { ...entry, name: names.get(entry.name) ?? entry.name }
}
