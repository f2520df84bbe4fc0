import type {
  Alarm,
  CompositeAlarm,
  LogGroup,
  Metric,
  MetricFilter,
  MetricQuery,
  MetricTransformation,
} from '../api/monitoring.ts'
import type { Fact } from '../base/origin.ts'
import type { Node } from '../syntax/node.ts'
import type { Properties } from './properties.ts'
import type { Reader } from './reader.ts'
import type { Template } from './templateResources.ts'
import { valueOf } from '../base/origin.ts'
import { originOf } from '../syntax/node.ts'
import { defined } from './defined.ts'
import { propertiesOf } from './properties.ts'
import { list } from './reader.ts'
import { localArn, nameOf } from './resourceValues.ts'
import { resourcesOf } from './templateResources.ts'

/** `AWS::CloudWatch::Alarm`. */
export function readAlarms(template: Template): Alarm[] {
  const { reader } = template
  return resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id, origin, properties }) => ({
    id,
    origin,
    metrics: list(reader, properties.value('Metrics')).map(node => readQuery(reader, node)),
    ...defined({
      name: properties.text('AlarmName'),
      description: properties.text('AlarmDescription'),
      metric: readMetric(reader, properties),
      statistic: properties.text('Statistic') ?? properties.text('ExtendedStatistic'),
      period: properties.number('Period'),
      unit: properties.text('Unit'),
      comparisonOperator: properties.text('ComparisonOperator'),
      threshold: properties.number('Threshold'),
      thresholdMetricId: properties.text('ThresholdMetricId'),
      evaluationPeriods: properties.number('EvaluationPeriods'),
      datapointsToAlarm: properties.number('DatapointsToAlarm'),
      treatMissingData: properties.text('TreatMissingData'),
      evaluateLowSampleCountPercentile: properties.text('EvaluateLowSampleCountPercentile'),
      actionsEnabled: properties.boolean('ActionsEnabled'),
    }),
  }))
}

/** `AWS::CloudWatch::CompositeAlarm`. */
export function readCompositeAlarms(template: Template): CompositeAlarm[] {
  return resourcesOf(template, 'AWS::CloudWatch::CompositeAlarm').map(({ id, origin, properties }) => ({
    id,
    origin,
    ...defined({
      name: properties.text('AlarmName'),
      description: properties.text('AlarmDescription'),
      alarmRule: properties.text('AlarmRule'),
      actionsEnabled: properties.boolean('ActionsEnabled'),
    }),
  }))
}

/** `AWS::Logs::MetricFilter`. */
export function readMetricFilters(template: Template): MetricFilter[] {
  const { reader } = template
  return resourcesOf(template, 'AWS::Logs::MetricFilter').map(({ id, origin, properties }) => ({
    id,
    origin,
    transformations: list(reader, properties.value('MetricTransformations')).map(node =>
      readTransformation(reader, node),
    ),
    ...defined({
      logGroupName: properties.text('LogGroupName'),
      filterPattern: properties.text('FilterPattern'),
    }),
  }))
}

/** `AWS::Logs::LogGroup`. */
export function readLogGroups(template: Template): LogGroup[] {
  return resourcesOf(template, 'AWS::Logs::LogGroup').map(resource => ({
    id: resource.id,
    origin: resource.origin,
    name: nameOf(resource),
    arn: localArn(resource, template),
    ...defined({ retentionInDays: resource.properties.number('RetentionInDays') }),
  }))
}

function readMetric(reader: Reader, properties: Properties): Metric | undefined {
  const metricName = properties.text('MetricName')
  const namespace = properties.text('Namespace')
  if (!metricName && !namespace) return undefined
  return {
    dimensions: pairs(reader, properties.value('Dimensions'), 'Name'),
    ...defined({ metricName, namespace }),
  }
}

function readQuery(reader: Reader, node: Node): MetricQuery {
  const query = propertiesOf(reader, node)
  const stat = query.inner('MetricStat')
  return {
    origin: originOf(node),
    ...defined({
      id: query.text('Id'),
      expression: query.text('Expression'),
      metric: readMetric(reader, stat.inner('Metric')),
      statistic: stat.text('Stat'),
      period: stat.number('Period') ?? query.number('Period'),
      returnData: query.boolean('ReturnData'),
    }),
  }
}

function readTransformation(reader: Reader, node: Node): MetricTransformation {
  const transformation = propertiesOf(reader, node)
  return {
    origin: originOf(node),
    dimensions: pairs(reader, transformation.value('Dimensions'), 'Key'),
    ...defined({
      metricName: transformation.text('MetricName'),
      metricNamespace: transformation.text('MetricNamespace'),
      metricValue: transformation.text('MetricValue'),
      defaultValue: transformation.number('DefaultValue'),
      unit: transformation.text('Unit'),
    }),
  }
}

function pairs(reader: Reader, node: Node | undefined, key: string): ReadonlyMap<string, Fact<string>> {
  const entries = list(reader, node).flatMap(item => {
    const pair = propertiesOf(reader, item)
    const name = valueOf(pair.text(key))
    const value = pair.text('Value')
    return name === undefined || !value ? [] : [[name, value] as const]
  })
  return new Map(entries)
}
