import type { ThrottleSettings } from '../../api/stage.ts'
import type { Quota } from '../../api/usagePlan.ts'
import { valueOf } from '../../base/origin.ts'
import type { MethodCall } from '../methodCall.ts'
import type { Known } from '../onceServed.ts'
import { once } from '../onceServed.ts'
import type { RouteCall } from '../routeCall.ts'
import type { ServedApi } from '../servedApi.ts'
import type { PlanKey } from './apiKeys.ts'
import type { MethodName } from './methodSettings.ts'
import { effectiveSetting } from './methodSettings.ts'
import type { Bucket, Limit } from './tokenBuckets.ts'
import type { QuotaLimit } from './usage.ts'

/**
 * What AWS gives an account in a region unless it asks for more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export const accountLimit: Limit = { rate: 10_000, burst: 5000 }

/** Where a bucket stands: an API at one of its stages. */
export type LimitPlace = Pick<ServedApi, 'api' | 'stage'>

/**
 * The buckets that a request takes a token of, in AWS's order: the client's in its plan, the method's in its stage, the
 * account's. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function bucketsOf(call: MethodCall, client: PlanKey | undefined): readonly Bucket[] {
  const { served } = call
  const method = { path: call.resource.path, httpMethod: call.method.httpMethod }
  const shared = once(knownBuckets, served, call.method, () => [
    ...methodBucket(served, method),
    accountBucket(served),
  ])
  if (!client) return shared
  return [
    ...clientMethodBucket(served, method, call.incoming.request.method, client),
    ...clientBucket(client),
    ...shared,
  ]
}

const knownBuckets: Known<readonly Bucket[]> = new WeakMap()

/** A method's own bucket in its stage; none where nothing is stated for it. */
export function methodBucket(place: LimitPlace, method: MethodName): Bucket[] {
  const own = effectiveSetting(place.stage, method, setting => setting.throttle)
  const name = `method \`${method.httpMethod} ${method.path}\``
  return bucket(name, `method ${methodKeyOf(place, method)}`, own?.value)
}

/** A key's bucket in its plan. */
export function clientBucket(client: PlanKey): Bucket[] {
  return bucket(planKeyName(client), `client ${clientName(client)}`, client.plan?.plan.throttle)
}

/** A key's bucket for one method, which its plan may state; `verb` is the request's where the method takes any. */
export function clientMethodBucket(
  place: LimitPlace,
  method: MethodName,
  verb: string,
  client: PlanKey,
): Bucket[] {
  const { path, httpMethod } = method
  const throttle = client.plan?.stage.throttle
  const stated = [httpMethod, verb]
    .map(each => throttle?.get(`${path}/${each}`) ?? throttle?.get(`/${path}/${each}`))
    .find(found => found !== undefined)
  const key = `client ${clientName(client)} ${methodKeyOf(place, method)}`
  return bucket(`${planKeyName(client)} for this method`, key, stated)
}

/** What all APIs of an account share in a region. */
export function accountBucket({ accountId, region }: Pick<ServedApi, 'accountId' | 'region'>): Bucket {
  return { name: 'the account', key: `account ${accountId} ${region}`, limit: accountLimit }
}

function methodKeyOf({ api, stage }: LimitPlace, { path, httpMethod }: MethodName): string {
  return `${api.id}/${stage.name}${path}/${httpMethod}`
}

function planKeyName({ key, plan }: PlanKey): string {
  return `key **${key.id}** in plan **${plan?.plan.id ?? ''}**`
}

/**
 * The same of a request to an HTTP API: the route's in its stage, each figure its own or that of the stage's default, and
 * the account's. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function routeBucketsOf({ served, route }: Pick<RouteCall, 'served' | 'route'>): Bucket[] {
  return [...routeBucket(served, route.routeKey), accountBucket(served)]
}

/** The bucket of a route of an HTTP API. */
export function routeBucket({ api, stage }: LimitPlace, routeKey: string): Bucket[] {
  const own = stage.routeSettings?.get(routeKey)?.throttle
  const shared = stage.defaultRouteSettings?.throttle
  const [first] = [own, shared].flatMap(settings => settings ?? [])
  const settings = first && {
    origin: first.origin,
    ...firstFigure('rateLimit', own, shared),
    ...firstFigure('burstLimit', own, shared),
  }
  return bucket(`route \`${routeKey}\``, `route ${api.id}/${stage.name} ${routeKey}`, settings)
}

function firstFigure(
  name: 'rateLimit' | 'burstLimit',
  own: ThrottleSettings | undefined,
  shared: ThrottleSettings | undefined,
): Partial<ThrottleSettings> {
  const figure = own?.[name] ?? shared?.[name]
  return figure ? { [name]: figure } : {}
}

/** The quota of a plan; undefined where it has none, or none that is known here. */
export function quotaOf(quota: Quota | undefined): QuotaLimit | undefined {
  const limit = valueOf(quota?.limit)
  const period = valueOf(quota?.period)
  if (limit === undefined || (period !== 'DAY' && period !== 'WEEK' && period !== 'MONTH')) return undefined
  return { limit, period, offset: valueOf(quota?.offset) ?? 0 }
}

/** Under what name requests of a key in its plan are counted. */
export function clientName({ key, plan }: PlanKey): string {
  return `${plan?.plan.id ?? ''}/${key.id}`
}

/** The bucket of stated figures. One that is not stated, or negative as AWS's -1 for none, is that of the account. */
export function bucket(name: string, key: string, settings: ThrottleSettings | undefined): Bucket[] {
  const rate = stated(valueOf(settings?.rateLimit))
  const burst = stated(valueOf(settings?.burstLimit))
  if (!settings || (rate === undefined && burst === undefined)) return []
  const limit = { rate: rate ?? accountLimit.rate, burst: burst ?? accountLimit.burst }
  return [{ name, key, limit, origin: settings.origin }]
}

function stated(figure: number | undefined): number | undefined {
  return figure === undefined || figure < 0 ? undefined : figure
}
