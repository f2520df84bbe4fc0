import type { Fact, Origin } from '../base/origin.ts'

/** `AWS::CloudWatch::Alarm`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html */
export interface Alarm {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** Unset when `metrics` says what is watched. */
  readonly metric?: Metric
  /** `Average`, `Sum`, `p99`, ... */
  readonly statistic?: Fact<string>
  /** Seconds. */
  readonly period?: Fact<number>
  readonly unit?: Fact<string>
  readonly metrics: readonly MetricQuery[]
  readonly comparisonOperator?: Fact<string>
  readonly threshold?: Fact<number>
  /** Id of the query whose band is the threshold. */
  readonly thresholdMetricId?: Fact<string>
  readonly evaluationPeriods?: Fact<number>
  readonly datapointsToAlarm?: Fact<number>
  /** breaching, notBreaching, ignore, missing (AWS's default). */
  readonly treatMissingData?: Fact<string>
  readonly evaluateLowSampleCountPercentile?: Fact<string>
  readonly actionsEnabled?: Fact<boolean>
}

export interface Metric {
  /** `AWS/ApiGateway`. */
  readonly namespace?: Fact<string>
  /** `5XXError`, `Latency`, ... */
  readonly metricName?: Fact<string>
  /** `ApiName`, `Stage`, `Resource`, `Method` (REST), `ApiId`, `Stage`, `Route` (HTTP, WebSocket). */
  readonly dimensions: ReadonlyMap<string, Fact<string>>
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export interface MetricQuery {
  readonly origin: Origin
  readonly id?: Fact<string>
  /** Metric mathematics over the ids of other queries. */
  readonly expression?: Fact<string>
  readonly metric?: Metric
  readonly statistic?: Fact<string>
  /** Seconds. */
  readonly period?: Fact<number>
  /** The one query that the alarm compares with its threshold. */
  readonly returnData?: Fact<boolean>
}

/** `AWS::CloudWatch::CompositeAlarm`. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_CompositeAlarm.html */
export interface CompositeAlarm {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly description?: Fact<string>
  /** `ALARM("a") OR ALARM("b")` */
  readonly alarmRule?: Fact<string>
  readonly actionsEnabled?: Fact<boolean>
}

/** `AWS::Logs::MetricFilter`. */
export interface MetricFilter {
  readonly id: string
  readonly origin: Origin
  readonly logGroupName?: Fact<string>
  readonly filterPattern?: Fact<string>
  readonly transformations: readonly MetricTransformation[]
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html */
export interface MetricTransformation {
  readonly origin: Origin
  readonly metricName?: Fact<string>
  readonly metricNamespace?: Fact<string>
  /** A number or a field of the filter's pattern: `$.latency`. */
  readonly metricValue?: Fact<string>
  readonly defaultValue?: Fact<number>
  readonly unit?: Fact<string>
  readonly dimensions: ReadonlyMap<string, Fact<string>>
}

/** `AWS::Logs::LogGroup`. */
export interface LogGroup {
  readonly id: string
  readonly origin: Origin
  readonly name: string
  /** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME:*`. */
  readonly arn: string
  readonly retentionInDays?: Fact<number>
}
