import type { Api } from '../../api/api.ts'
import { lastField } from '../../base/headers.ts'
import { valueOf } from '../../base/origin.ts'
import type { Fields } from '../../base/headers.ts'
import type { Incoming } from '../incoming.ts'
import type { ServedApi } from '../servedApi.ts'

/** What policies hear of a call, whatever API takes it. */
export interface PolicyCall {
  readonly served: ServedApi
  readonly incoming: Incoming
  /** The client's headers as AWS keeps them. */
  readonly headers: Fields
}

/**
 * The condition keys that every request to an API has, by their names in lower case. The ones of a signed caller come on
 * top. Clients of AWS always speak TLS, so `aws:SecureTransport` is true here as well.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
export function conditionKeysOf(call: PolicyCall): Map<string, readonly string[]> {
  const { incoming, headers, served } = call
  const { sourceIp } = incoming.request
  const endpoint = isPrivate(served.api) ? vpcEndpointOf(call) : undefined
  const keys: [string, string | undefined][] = [
    ['aws:currenttime', new Date(incoming.startedAt).toISOString().replace(/\.\d+Z$/, 'Z')],
    ['aws:epochtime', String(Math.floor(incoming.startedAt / 1000))],
    ['aws:securetransport', 'true'],
    ['aws:referer', lastField(headers, 'referer')],
    ['aws:useragent', lastField(headers, 'user-agent')],
    // A private API's callers have no address of the internet: policies test `aws:VpcSourceIp` there.
    [isPrivate(served.api) ? 'aws:vpcsourceip' : 'aws:sourceip', sourceIp],
    ['aws:sourcevpce', endpoint],
  ]
  return new Map(keys.flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]] as const])))
}

/** Whether an API can be called through VPC endpoints only. */
export function isPrivate(api: Api): boolean {
  if (api.type !== 'rest') return false
  return api.endpointTypes.some(fact => valueOf(fact)?.toUpperCase() === 'PRIVATE')
}

/**
 * The VPC endpoint that a request to a private API came through: the one its host names
 * (`API-VPCE.execute-api.REGION.amazonaws.com`, `VPCE-ID.execute-api.REGION.vpce.amazonaws.com`), else the first that the
 * API is bound to, as if the request had been sent there.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-test-invoke-url.html
 */
export function vpcEndpointOf({
  incoming,
  served,
}: Pick<PolicyCall, 'incoming' | 'served'>): string | undefined {
  const host = lastField(incoming.request.headers, 'host') ?? ''
  const named = /(?:^|-)(vpce-[0-9a-f]+)(?:-[a-z0-9]+)*\.execute-api\./.exec(host)?.[1]
  const bound = served.api.type === 'rest' ? served.api.vpcEndpointIds : undefined
  return named ?? bound?.flatMap(fact => valueOf(fact) ?? [])[0]
}
