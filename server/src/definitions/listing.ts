import type { Api } from '../api/api.ts'
import type { RestListing } from './listingRest.ts'
import type { RouteListing } from './listingRoutes.ts'
import { listRestApi } from './listingRest.ts'
import { listRouteApi } from './listingRoutes.ts'

export type { RestListing, RouteListing }

/**
 * What AWS lists of an API once it is imported or deployed, as plain data in the words of its control plane: those of
 * API Gateway (v1) for a REST API, those of its V2 for HTTP and WebSocket APIs. What one call returns under a name or key
 * is a mapping by that name. Ids, ARNs, URIs and credentials are left out; a value that cannot be known on this machine
 * is null, one that AWS does not list is not there.
 */
export type Listing = RestListing | RouteListing

/** Lists an API. */
export function listApi(api: Api): Listing {
  return api.type === 'rest' ? listRestApi(api) : listRouteApi(api)
}
