import type { ThrottleSettings } from '../../api/stage.ts'
import type { Quota } from '../../api/usagePlan.ts'
import { valueOf } from '../../base/origin.ts'
import type { MethodCall } from '../methodCall.ts'
import type { RouteCall } from '../routeCall.ts'
import type { PlanKey } from './apiKeys.ts'
import { effectiveSetting } from './methodSettings.ts'
import type { Bucket, Limit } from './tokenBuckets.ts'
import type { QuotaLimit } from './usage.ts'

/**
 * What AWS gives an account in a region unless it asks for more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
const accountLimit: Limit = { rate: 10_000, burst: 5000 }

/**
 * The buckets that a request takes a token of, in AWS's order: the client's in its plan, the method's in its stage, the
 * account's. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
export function bucketsOf(call: MethodCall, client: PlanKey | undefined): Bucket[] {
  const { api, stage, accountId, region } = call.served
  const method = { path: call.resource.path, httpMethod: call.method.httpMethod }
  const methodKey = `${api.id}/${stage.name}${method.path}/${method.httpMethod}`
  const own = effectiveSetting(stage, method, setting => setting.throttle)
  return [
    ...(client ? clientBuckets(call, client, methodKey) : []),
    ...bucket(`method \`${method.httpMethod} ${method.path}\``, `method ${methodKey}`, own?.value),
    { name: 'the account', key: `account ${accountId} ${region}`, limit: accountLimit },
  ]
}

/**
 * The same of a request to an HTTP API: the route's in its stage, each figure its own or that of the stage's default, and
 * the account's. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export function routeBucketsOf({ served, route }: Pick<RouteCall, 'served' | 'route'>): Bucket[] {
  const { api, stage, accountId, region } = served
  const { routeKey } = route
  const own = stage.routeSettings?.get(routeKey)?.throttle
  const shared = stage.defaultRouteSettings?.throttle
  const [first] = [own, shared].flatMap(settings => settings ?? [])
  const settings = first && {
    origin: first.origin,
    ...firstFigure('rateLimit', own, shared),
    ...firstFigure('burstLimit', own, shared),
  }
  return [
    ...bucket(`route \`${routeKey}\``, `route ${api.id}/${stage.name} ${routeKey}`, settings),
    { name: 'the account', key: `account ${accountId} ${region}`, limit: accountLimit },
  ]
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

function clientBuckets(call: MethodCall, client: PlanKey, methodKey: string): Bucket[] {
  const { key, plan } = client
  if (!plan) return []
  const { path } = call.resource
  const ofMethod = [call.method.httpMethod, call.incoming.request.method]
    .map(verb => plan.stage.throttle.get(`${path}/${verb}`) ?? plan.stage.throttle.get(`/${path}/${verb}`))
    .find(found => found !== undefined)
  const name = `key **${key.id}** in plan **${plan.plan.id}**`
  const client_ = clientName(client)
  return [
    ...bucket(`${name} for this method`, `client ${client_} ${methodKey}`, ofMethod),
    ...bucket(name, `client ${client_}`, plan.plan.throttle),
  ]
}

// A figure that is not stated, or negative as AWS's -1 for none, is that of the account.
function bucket(name: string, key: string, settings: ThrottleSettings | undefined): Bucket[] {
  const rate = stated(valueOf(settings?.rateLimit))
  const burst = stated(valueOf(settings?.burstLimit))
  if (!settings || (rate === undefined && burst === undefined)) return []
  const limit = { rate: rate ?? accountLimit.rate, burst: burst ?? accountLimit.burst }
  return [{ name, key, limit, origin: settings.origin }]
}

function stated(figure: number | undefined): number | undefined {
  return figure === undefined || figure < 0 ? undefined : figure
}
