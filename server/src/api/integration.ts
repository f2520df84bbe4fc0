import type { Fact, Origin } from '../base/origin.ts'

export type IntegrationType = 'AWS' | 'AWS_PROXY' | 'HTTP' | 'HTTP_PROXY' | 'MOCK'

/**
 * How a method or route reaches its backend, REST and HTTP APIs alike.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
 */
export interface Integration {
  readonly origin: Origin
  /** As written in upper case; a rule reports a word AWS does not know. */
  readonly type: Fact<string>
  readonly httpMethod?: Fact<string>
  /** With intrinsics resolved; stage variables (`${stageVariables.x}`) stay for the gateway to fill. */
  readonly uri?: Fact<string>
  /** HTTP APIs: `Kinesis-PutRecord` and the like. */
  readonly subtype?: Fact<string>
  readonly credentials?: Fact<string>
  readonly connectionType?: Fact<string>
  readonly connectionId?: Fact<string>
  readonly payloadFormatVersion?: Fact<string>
  readonly timeoutInMillis?: Fact<number>
  readonly passthroughBehavior?: Fact<string>
  readonly contentHandling?: Fact<string>
  readonly responseTransferMode?: Fact<string>
  /** By destination: `integration.request.header.x`, or `append:header.x` on an HTTP API. */
  readonly requestParameters: ReadonlyMap<string, Fact<string>>
  /** By media type. */
  readonly requestTemplates: ReadonlyMap<string, Fact<string>>
  readonly cacheKeyParameters: readonly Fact<string>[]
  readonly cacheNamespace?: Fact<string>
  readonly tlsConfig?: TlsConfig
  /** REST APIs: ARN of the load balancer or listener behind a v2 VPC link. */
  readonly integrationTarget?: Fact<string>
  /** WebSocket APIs: which of `requestTemplates` is rendered. */
  readonly templateSelectionExpression?: Fact<string>
  /** WebSocket APIs: the responses that are chosen by key. */
  readonly keyedResponses?: readonly KeyedIntegrationResponse[]
  readonly responses: readonly IntegrationResponse[]
  readonly unmodelled: readonly UnmodelledProperty[]
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_IntegrationResponse.html */
export interface IntegrationResponse {
  readonly origin: Origin
  readonly statusCode: Fact<string>
  /** Undefined or empty for the default response. */
  readonly selectionPattern?: Fact<string>
  readonly responseParameters: ReadonlyMap<string, Fact<string>>
  readonly responseTemplates: ReadonlyMap<string, Fact<string>>
  readonly contentHandling?: Fact<string>
}

/** https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid-integrationresponses.html */
export interface KeyedIntegrationResponse {
  readonly origin: Origin
  /** `$default`, or `/REGULAR EXPRESSION/` over the backend's status. */
  readonly integrationResponseKey?: Fact<string>
  readonly templateSelectionExpression?: Fact<string>
  readonly responseParameters: ReadonlyMap<string, Fact<string>>
  readonly responseTemplates: ReadonlyMap<string, Fact<string>>
  readonly contentHandling?: Fact<string>
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TlsConfig.html and its v2 counterpart. */
export interface TlsConfig {
  readonly origin: Origin
  /** REST APIs. */
  readonly insecureSkipVerification?: Fact<boolean>
  /** HTTP APIs: private integrations. */
  readonly serverNameToVerify?: Fact<string>
}

/** A property that a definition states and our model does not hold; said aloud wherever it would matter. */
export interface UnmodelledProperty {
  /** AWS's name of the property: `TracingEnabled`. */
  readonly name: string
  readonly origin: Origin
}
