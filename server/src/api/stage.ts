import type { Fact, Origin } from '../base/origin.ts'
import type { UnmodelledProperty } from './integration.ts'

/**
 * A stage of a REST API (https://docs.aws.amazon.com/apigateway/latest/api/API_Stage.html) or of an HTTP or WebSocket
 * API (https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html).
 */
export interface Stage {
  readonly name: string
  /** The definition states no stage: this one stands in, so that the API can be served. */
  readonly isInvented?: boolean
  /** Made by quick create of an HTTP API, with its route and integration. */
  readonly isManaged?: boolean
  /** Not written by anybody: the stage `Stage` that SAM's deployment makes beside the one asked for. */
  readonly isGenerated?: boolean
  readonly origin: Origin
  /** Logical id in a template, where the stage is a resource of its own. */
  readonly id?: string
  readonly variables: ReadonlyMap<string, Fact<string>>
  readonly description?: Fact<string>
  /** Logical id of its deployment. */
  readonly deploymentId?: Fact<string>
  readonly documentationVersion?: Fact<string>
  readonly accessLog?: AccessLogSettings
  readonly clientCertificateId?: Fact<string>
  readonly tracingEnabled?: Fact<boolean>
  readonly tags?: ReadonlyMap<string, Fact<string>>
  /** REST APIs, in the order of the definition. */
  readonly methodSettings?: readonly MethodSetting[]
  readonly cacheCluster?: CacheCluster
  readonly canary?: CanarySettings
  /** HTTP and WebSocket APIs: for every route without settings of its own. */
  readonly defaultRouteSettings?: RouteSettings
  /** HTTP and WebSocket APIs: by route key. */
  readonly routeSettings?: ReadonlyMap<string, RouteSettings>
  readonly autoDeploy?: Fact<boolean>
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html */
export interface AccessLogSettings {
  readonly origin: Origin
  /** ARN of a log group or Firehose stream. */
  readonly destinationArn?: Fact<string>
  /** Text with `$context` variables. */
  readonly format?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
export interface MethodSetting {
  readonly origin: Origin
  /** `/books/{bookId}`, or `/*` for every resource; each `/` inside may be written `~1`, as AWS lists it. */
  readonly resourcePath?: Fact<string>
  /** `GET`, or `*` for every method. */
  readonly httpMethod?: Fact<string>
  readonly metricsEnabled?: Fact<boolean>
  /** OFF, ERROR or INFO. */
  readonly loggingLevel?: Fact<string>
  readonly dataTraceEnabled?: Fact<boolean>
  readonly throttle?: ThrottleSettings
  readonly cachingEnabled?: Fact<boolean>
  /** Seconds, 0 to 3600; AWS's default is 300. */
  readonly cacheTtlInSeconds?: Fact<number>
  readonly cacheDataEncrypted?: Fact<boolean>
  readonly requireAuthorizationForCacheControl?: Fact<boolean>
  /** FAIL_WITH_403, SUCCEED_WITH_RESPONSE_HEADER or SUCCEED_WITHOUT_RESPONSE_HEADER. */
  readonly unauthorizedCacheControlHeaderStrategy?: Fact<string>
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages-stagename.html#apis-apiid-stages-stagename-model-routesettings */
export interface RouteSettings {
  readonly origin: Origin
  readonly detailedMetricsEnabled?: Fact<boolean>
  /** WebSocket APIs: OFF, ERROR or INFO. */
  readonly loggingLevel?: Fact<string>
  readonly dataTraceEnabled?: Fact<boolean>
  readonly throttle?: ThrottleSettings
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_ThrottleSettings.html */
export interface ThrottleSettings {
  readonly origin: Origin
  /** Requests per second that refill the bucket. */
  readonly rateLimit?: Fact<number>
  /** Size of the bucket in requests. */
  readonly burstLimit?: Fact<number>
}

export interface CacheCluster {
  readonly origin: Origin
  readonly isEnabled?: Fact<boolean>
  /** GB as text: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237. */
  readonly size?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_CanarySettings.html */
export interface CanarySettings {
  readonly origin: Origin
  /** 0 to 100. */
  readonly percentTraffic?: Fact<number>
  readonly stageVariableOverrides: ReadonlyMap<string, Fact<string>>
  readonly useStageCache?: Fact<boolean>
  /** Logical id of the canary's deployment. */
  readonly deploymentId?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_Deployment.html and its v2 counterpart. */
export interface Deployment {
  readonly id: string
  readonly origin: Origin
  readonly description?: Fact<string>
  /** The stage that is made with it, or pointed at it. */
  readonly stageName?: Fact<string>
  /** `DeploymentCanarySettings`: the canary it becomes on a stage that exists. */
  readonly canary?: CanarySettings
}
