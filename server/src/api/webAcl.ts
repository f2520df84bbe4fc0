import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { DataTree } from './dataTree.ts'

/** `AWS::WAFv2::WebACL`. https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html */
export interface WebAcl {
  readonly id: string
  readonly origin: Origin
  readonly name?: Fact<string>
  readonly arn: string
  /** REGIONAL for API Gateway, CLOUDFRONT. */
  readonly scope?: Fact<string>
  /** `{Allow: {}}` or `{Block: {}}`. */
  readonly defaultAction?: DataTree
  /** Its rules as AWS writes them. */
  readonly rules?: DataTree
  readonly customResponseBodies?: DataTree
}

/** `AWS::WAFv2::WebACLAssociation` or `AWS::WAFRegional::WebACLAssociation`. */
export interface WebAclAssociation {
  readonly id: string
  readonly origin: Origin
  /** `arn:aws:apigateway:REGION::/restapis/API/stages/STAGE`. */
  readonly resourceArn?: Fact<string>
  /** ARN (WAFv2) or id. */
  readonly webAcl?: Fact<string>
}

/** The stage of a REST API that an association protects; undefined for anything else and what cannot be known. */
export function protectedStage({
  resourceArn,
}: WebAclAssociation): { readonly apiId: string; readonly stageName: string } | undefined {
  const [, apiId, stageName] = /\/restapis\/(.+)\/stages\/([^/]+)$/.exec(valueOf(resourceArn) ?? '') ?? []
  return apiId === undefined || stageName === undefined ? undefined : { apiId, stageName }
}
