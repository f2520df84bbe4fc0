import type { Fact, Origin } from '../base/origin.ts'
import { valueOf } from '../base/origin.ts'
import type { Integration } from './integration.ts'

/** `AWS::ApiGateway::VpcLink` or `AWS::ApiGatewayV2::VpcLink`. */
export interface VpcLink {
  /** Logical id, which is its id on this machine. */
  readonly id: string
  readonly version: 1 | 2
  readonly origin: Origin
  readonly name?: Fact<string>
  /** v1: network load balancers. */
  readonly targetArns: readonly Fact<string>[]
  /** v2. */
  readonly subnetIds: readonly Fact<string>[]
  readonly securityGroupIds: readonly Fact<string>[]
}

/** The link of the definition that an integration goes through. */
export function vpcLinkOf(
  { connectionId }: Pick<Integration, 'connectionId'>,
  links: readonly VpcLink[],
): VpcLink | undefined {
  const id = valueOf(connectionId)
  return id === undefined ? undefined : links.find(link => link.id === id)
}
