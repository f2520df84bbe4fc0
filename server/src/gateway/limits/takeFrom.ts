import { because, GatewayError } from '../gatewayError.ts'
import { sourceLineOf } from '../trace.ts'
import type { World } from '../world.ts'
import type { Bucket } from './tokenBuckets.ts'

/**
 * Takes a token of every bucket, or of none and throws AWS's 429; `loggedOf` words it for an execution log. Tells for the trace what is left in those that the
 * definition states: `; method \`GET /books\` takes 3 more at once`.
 */
export function takeFrom(
  buckets: readonly Bucket[],
  world: World,
  loggedOf?: (empty: Bucket) => string,
): string {
  const now = world.now()
  const empty = world.state.buckets.take(buckets, now)
  if (!empty)
    return buckets
      .filter(({ origin }) => origin)
      .map(each => `; ${each.name} takes ${world.state.buckets.left(each, now)} more at once`)
      .join('')
  const { name, limit, origin } = empty
  throw new GatewayError(
    'THROTTLED',
    `throttled: ${name} takes ${limit.rate} ${limit.rate === 1 ? 'request' : 'requests'} a second and ${limit.burst} at once`,
    {
      ...(loggedOf && { logged: loggedOf(empty) }),
      details: because({ type: 'throttle', name, ...limit }, origin && sourceLineOf(origin)),
    },
  )
}
