import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { PolicyDocument } from './policy.ts'

/**
 * A custom domain name: `AWS::ApiGateway::DomainName`, `AWS::ApiGateway::DomainNameV2` (private) or
 * `AWS::ApiGatewayV2::DomainName`. https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html
 */
export interface DomainName {
  readonly id: string
  readonly origin: Origin
  /** `api.example.com`. */
  readonly name?: Fact<string>
  /** `arn:aws:apigateway:REGION::/domainnames/NAME`, with the local region. */
  readonly arn: string
  /** EDGE, REGIONAL or PRIVATE; several while a domain name moves from one to the other. */
  readonly endpointTypes: readonly Fact<string>[]
  readonly certificateArns: readonly Fact<string>[]
  readonly ownershipVerificationCertificateArn?: Fact<string>
  readonly securityPolicy?: Fact<string>
  readonly endpointAccessMode?: Fact<string>
  readonly ipAddressType?: Fact<string>
  /** API_MAPPING_ONLY (AWS's default), ROUTING_RULE_ONLY or ROUTING_RULE_THEN_API_MAPPING. */
  readonly routingMode?: Fact<string>
  readonly mutualTls?: MutualTls
  /** Private domain names: who may call. */
  readonly policy?: PolicyDocument
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html */
export interface MutualTls {
  readonly origin: Origin
  /** `s3://BUCKET/KEY` of a PEM file. */
  readonly truststoreUri?: Fact<string>
  readonly truststoreVersion?: Fact<string>
}

/** `AWS::ApiGateway::BasePathMapping`, `AWS::ApiGateway::BasePathMappingV2` or `AWS::ApiGatewayV2::ApiMapping`. */
export interface ApiMapping {
  readonly id: string
  /** AWS's type, which decides what a path may look like. */
  readonly type: string
  readonly origin: Origin
  /** Name or ARN of a domain name. */
  readonly domainName?: Fact<string>
  readonly apiId?: Fact<string>
  /** Without one the first segment of the path names the stage. */
  readonly stageName?: Fact<string>
  /** Base path without slashes around it, `orders` or `v1/orders`; unset, empty or `(none)` for the domain's root. */
  readonly path?: Fact<string>
}

/**
 * `AWS::ApiGatewayV2::RoutingRule`: the first rule, by priority, whose conditions all hold decides.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
 */
export interface RoutingRule {
  readonly id: string
  readonly origin: Origin
  /** ARN of a domain name. */
  readonly domainNameArn?: Fact<string>
  /** 1 to 1,000,000; the lowest is asked first. */
  readonly priority?: Fact<number>
  /** All of them have to hold; a rule without any always does. */
  readonly conditions: readonly RoutingCondition[]
  readonly actions: readonly RoutingAction[]
}

/** One condition: any of its base paths, or any of its headers. */
export interface RoutingCondition {
  readonly origin: Origin
  readonly basePaths?: readonly Fact<string>[]
  readonly headers?: readonly HeaderMatch[]
}

export interface HeaderMatch {
  readonly origin: Origin
  readonly header?: Fact<string>
  /** `*` at its start or end stands for anything. */
  readonly valueGlob?: Fact<string>
}

/** `InvokeApi`. */
export interface RoutingAction {
  readonly origin: Origin
  readonly apiId?: Fact<string>
  readonly stageName?: Fact<string>
  /** Whether the matched base path is taken off before the API sees the path. */
  readonly stripBasePath?: Fact<boolean>
}

/** `AWS::ApiGateway::DomainNameAccessAssociation`: a VPC endpoint that may call a private domain name. */
export interface DomainNameAccessAssociation {
  readonly id: string
  readonly origin: Origin
  readonly domainNameArn?: Fact<string>
  /** VPCE. */
  readonly sourceType?: Fact<string>
  /** Id of a VPC endpoint. */
  readonly source?: Fact<string>
}

/** The domain name of the definition that a name, an ARN or a logical id means. */
export function domainNameOf(
  reference: Fact<string> | undefined,
  domainNames: readonly DomainName[],
): DomainName | undefined {
  const text = valueOf(reference)
  if (text === undefined) return undefined
  return domainNames.find(
    domain => domain.arn === text || domain.id === text || valueOf(domain.name) === text,
  )
}
