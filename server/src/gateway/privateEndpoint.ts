import type { Api, Definition, RestApi } from '../api/api.ts'
import type { Fields } from '../base/headers.ts'
import { lastField } from '../base/headers.ts'
import { valueOf } from '../base/origin.ts'
import { withField } from './fieldMaps.ts'
import type { Incoming } from './incoming.ts'
import type { ServedApi } from './servedApi.ts'
import { stableHex } from './stableId.ts'

/** A request that came through a VPC endpoint. */
type PrivateRequest = Pick<Incoming, 'request'>

/**
 * The VPC endpoint that a request to a private API came through: the one its host names
 * (`API-VPCE.execute-api.REGION.amazonaws.com`, `VPCE-ID.execute-api.REGION.vpce.amazonaws.com`), else the first that the
 * API is bound to, as if the request had been sent there.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export function vpcEndpointOf({ request }: PrivateRequest, api: Api): string | undefined {
  const host = lastField(request.headers, 'host') ?? ''
  const named = /(?:^|-)(vpce-[0-9a-f]+)(?:-[a-z0-9]+)*\.execute-api\./.exec(host)?.[1]
  const bound = api.type === 'rest' ? api.vpcEndpointIds : undefined
  return named ?? bound?.flatMap(fact => valueOf(fact) ?? [])[0]
}

/**
 * What the VPC endpoint adds to a request, recorded in events of private APIs. Without an endpoint in host or API both ids
 * are stand-ins.
 */
export function privateRequestHeaders(
  headers: Fields,
  incoming: Incoming,
  served: ServedApi<RestApi>,
): Fields {
  const { tls } = incoming.request
  const { vpcId, vpceId } = networkOf(incoming, served)
  const added: Fields = [
    ['x-amzn-cipher-suite', tls?.cipherSuite ?? 'ECDHE-RSA-AES128-GCM-SHA256'],
    ['x-amzn-tls-version', tls?.version ?? 'TLSv1.2'],
    ['x-amzn-vpc-id', vpcId],
    ['x-amzn-vpce-config', '1'],
    ['x-amzn-vpce-id', vpceId],
  ]
  return added.reduce((result: Fields, [name, value]) => withField(result, name, value), headers)
}

/** `vpcId` and `vpceId` of `$context.identity`. Which VPC an endpoint is in, is a stand-in that stays the same for it. */
export function networkOf(
  incoming: PrivateRequest,
  { api, definition }: { readonly api: RestApi; readonly definition: Definition },
): { readonly vpcId: string; readonly vpceId: string } {
  const vpceId = vpcEndpointOf(incoming, api) ?? `vpce-${stableHex(`${definition.kind} ${api.id}`, 17)}`
  return { vpcId: `vpc-${stableHex(vpceId, 17)}`, vpceId }
}
