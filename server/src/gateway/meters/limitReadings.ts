import type { Definition, Stage } from '../../api/api.ts'
import type { Api } from '../../api/api.ts'
import { valueOf } from '../../base/origin.ts'
import type { BucketReading, LimitsReading, QuotaReading } from '../../protocol/gatewayMeters.ts'
import type { PlanKey } from '../limits/apiKeys.ts'
import { keysOfStage } from '../limits/apiKeys.ts'
import {
  accountBucket,
  clientBucket,
  clientMethodBucket,
  clientName,
  methodBucket,
  quotaOf,
  routeBucket,
} from '../limits/limitsOf.ts'
import type { Bucket } from '../limits/tokenBuckets.ts'
import { placeOf } from '../servedApi.ts'
import type { GatewayState } from '../state.ts'
import { sourceLineOf } from '../trace.ts'
import { connectionsBucket, socketRouteBucket } from '../websocket/routeLimits.ts'

/** A bucket, and what it stands for in a list. */
export interface ListedBucket {
  readonly bucket: Bucket
  readonly scope: BucketReading['scope']
  readonly name: string
}

/** A stage of an API with the definition around it. */
export interface Place {
  readonly definition: Definition
  readonly api: Api
  readonly stage: Stage
}

/** How many buckets are listed. */
const mostBuckets = 200

/** The buckets and quotas that requests to a stage are counted in, as they are now. */
export function readLimits(place: Place, state: GatewayState, now: number): LimitsReading {
  const buckets = bucketsOfStage(place).map(listed => bucketReading(listed, state, now))
  const isUsed = ({ tokens, burst, refused }: BucketReading) => tokens < burst || refused > 0
  const sorted = [...buckets.filter(isUsed), ...buckets.filter(each => !isUsed(each))]
  return {
    buckets: sorted.slice(0, mostBuckets),
    bucketCount: sorted.length,
    quotas: quotasOf(place).flatMap(client => quotaReading(client, state, now) ?? []),
  }
}

/** By what the refusals of a stage are told from those of others. */
export function refusingKeys(place: Place): ReadonlySet<string> {
  const buckets = bucketsOfStage(place).map(({ bucket }) => bucket.key)
  return new Set([...buckets, ...quotasOf(place).map(clientName)])
}

function bucketsOfStage(place: Place): ListedBucket[] {
  const { definition, api } = place
  const account = placeOf(definition)
  const listed = (scope: BucketReading['scope'], name: string) => (bucket: Bucket) => ({
    bucket,
    scope,
    name,
  })
  const shared = listed('account', 'account')(accountBucket(account))
  const clients = api.type === 'http' ? [] : keysOfStage(definition, api, place.stage)
  const ofClients = clients.flatMap(client => clientBucket(client).map(listed('key', clientLabel(client))))
  switch (api.type) {
    case 'http':
      return [
        ...api.routes.flatMap(({ routeKey }) => routeBucket(place, routeKey).map(listed('route', routeKey))),
        shared,
      ]
    case 'websocket': {
      const routes = api.routes.flatMap(({ routeKey }) =>
        socketRouteBucket(place, routeKey).map(listed('route', routeKey)),
      )
      const connections = listed('connections', 'new connections')(connectionsBucket(account))
      return [...ofClients, ...routes, connections, shared]
    }
    case 'rest': {
      const methods = api.resources.flatMap(({ path, methods: all }) =>
        all.map(({ httpMethod }) => ({ path, httpMethod })),
      )
      const own = methods.flatMap(method =>
        methodBucket(place, method).map(listed('method', `${method.httpMethod} ${method.path}`)),
      )
      const ofBoth = clients.flatMap(client =>
        methods.flatMap(method =>
          clientMethodBucket(place, method, method.httpMethod, client).map(
            listed('keyAndMethod', `${method.httpMethod} ${method.path}, ${clientLabel(client)}`),
          ),
        ),
      )
      return [...ofBoth, ...ofClients, ...own, shared]
    }
  }
}

function bucketReading(
  { bucket, scope, name }: ListedBucket,
  state: GatewayState,
  now: number,
): BucketReading {
  const { key, limit, origin } = bucket
  const tokens = state.buckets.tokens(bucket, now)
  const missing = limit.burst - tokens
  return {
    key,
    scope,
    name,
    ...limit,
    tokens,
    fullIn: missing === 0 ? 0 : limit.rate > 0 ? Math.ceil((missing / limit.rate) * 1000) : null,
    ...refusedBy(key, state),
    ...(origin && { source: sourceLineOf(origin) }),
  }
}

function quotasOf({ definition, api, stage }: Place): PlanKey[] {
  if (api.type === 'http') return []
  return keysOfStage(definition, api, stage).filter(({ plan }) => quotaOf(plan?.plan.quota) !== undefined)
}

function quotaReading(client: PlanKey, state: GatewayState, now: number): QuotaReading | undefined {
  const plan = client.plan?.plan
  const quota = quotaOf(plan?.quota)
  if (!plan || !quota) return undefined
  const key = clientName(client)
  return {
    key,
    keyName: valueOf(client.key.name) ?? client.key.id,
    planName: valueOf(plan.name) ?? plan.id,
    ...state.usage.of(key, quota, now),
    period: quota.period,
    ...refusedBy(key, state),
    source: sourceLineOf((plan.quota ?? plan).origin),
  }
}

function refusedBy(key: string, state: GatewayState): Pick<BucketReading, 'refused' | 'refusedAt'> {
  const refused = state.refusals.of(key)
  return { refused: refused?.count ?? 0, ...(refused && { refusedAt: refused.lastAt }) }
}

function clientLabel({ key, plan }: PlanKey): string {
  const name = valueOf(key.name) ?? key.id
  return plan ? `${name} in plan ${valueOf(plan.plan.name) ?? plan.plan.id}` : name
}
