import type { Api } from '../api/api.ts'
import { valueOf } from '../base/origin.ts'
import type { Fact } from '../base/origin.ts'
import type { Door, EndpointType } from './door.ts'

/**
 * By which kind of endpoint a request came: that of the custom domain name it named, else that of its API. A REST API that
 * states none is edge-optimized, as AWS's imports and templates make it: so it is at its execute-api host. At the bare
 * port of this machine, before which no distribution stands, it is as a regional one; HTTP APIs always are.
 */
export function endpointTypeOf(api: Api, { door }: { readonly door?: Door }): EndpointType {
  if (api.type !== 'rest') return 'REGIONAL'
  const entered = door?.type === 'open' ? door : undefined
  if (entered?.endpointType) return entered.endpointType
  if (api.endpointTypes.length > 0) return statedEndpointType(api.endpointTypes)
  return entered ? 'EDGE' : 'REGIONAL'
}

/** The first of the stated types; regional, which adds nothing to a request, where it cannot be known here. */
export function statedEndpointType(types: readonly Fact<string>[]): EndpointType {
  const [first] = types
  const name = first && valueOf(first)?.toUpperCase()
  return name === 'EDGE' || name === 'PRIVATE' ? name : 'REGIONAL'
}
