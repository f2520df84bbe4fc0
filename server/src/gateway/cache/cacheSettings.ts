import { valueOf } from '../../base/origin.ts'
import type { MethodSetting } from '../../api/stage.ts'
import { effectiveSetting } from '../limits/methodSettings.ts'
import type { MethodCall } from '../methodCall.ts'
import { integrationOf } from '../methodCall.ts'
import { mappingSourcesOf, mappingValues } from '../parameterMapping.ts'
import { isStreamed } from '../streaming.ts'
import type { CacheKey } from './responseCache.ts'

/** How answers of a method are cached. */
export interface CacheSettings {
  /** 1 to 3600 seconds, in milliseconds. */
  readonly ttlMs: number
  /** In bytes. */
  readonly capacity: number
  readonly requiresAuthorization: boolean
  /** What becomes of a request that may not make the cache forget. */
  readonly strategy: string
  /** The setting that switched caching on, where one did. */
  readonly setting: MethodSetting | undefined
}

/** Undefined for a method whose answers are not cached, with the reason where its stage has a cache. */
export type Caching =
  | { readonly type: 'cached'; readonly settings: CacheSettings }
  | { readonly type: 'off'; readonly reason?: string }

/**
 * Whether a method's answers are cached: its stage has a cache cluster, and the method is a GET or says so itself.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export function cachingOf(
  call: Pick<MethodCall, 'method' | 'resource'> & { readonly served: Pick<MethodCall['served'], 'stage'> },
): Caching {
  const { stage } = call.served
  if (valueOf(stage.cacheCluster?.isEnabled) !== true) return { type: 'off' }
  if (call.method.integration && isStreamed(call.method.integration))
    return { type: 'off', reason: 'an answer that is streamed is not cached' }
  const method = { path: call.resource.path, httpMethod: call.method.httpMethod }
  const enabled = effectiveSetting(stage, method, setting => setting.cachingEnabled)
  if (enabled?.value === false) return { type: 'off', reason: 'caching is switched off for this method' }
  if (!enabled?.isOwn && method.httpMethod !== 'GET')
    return { type: 'off', reason: 'only GET is cached unless a setting of the method says so' }
  const ttl = effectiveSetting(stage, method, setting => setting.cacheTtlInSeconds)?.value ?? defaultTtl
  if (ttl <= 0) return { type: 'off', reason: 'its time to live is 0' }
  return {
    type: 'cached',
    settings: {
      ttlMs: Math.min(ttl, longestTtl) * 1000,
      capacity: capacityOf(valueOf(stage.cacheCluster?.size)),
      requiresAuthorization:
        effectiveSetting(stage, method, setting => setting.requireAuthorizationForCacheControl)?.value ??
        true,
      strategy:
        effectiveSetting(
          stage,
          method,
          setting => setting.unauthorizedCacheControlHeaderStrategy,
        )?.value.toUpperCase() ?? 'SUCCEED_WITH_RESPONSE_HEADER',
      setting: enabled?.setting,
    },
  }
}

/**
 * Under what an answer is kept: the cache namespace (the resource, unless the integration names another), the method and
 * the values of the cache key parameters, each with its name. Other parameters make no difference, the path's neither.
 */
export function cacheKeyOf(call: MethodCall): CacheKey {
  const integration = integrationOf(call)
  const namespace = valueOf(integration.cacheNamespace) ?? call.resource.path
  const sources = mappingSourcesOf(call)
  const parameters = integration.cacheKeyParameters.flatMap(fact => valueOf(fact) ?? [])
  const values = [...new Set(parameters)].sort().map((parameter): CacheKey['parameters'][number] => {
    const mapped = valueOf(integration.requestParameters.get(parameter))
    const expression = parameter.startsWith('method.request.') ? parameter : mapped
    const found = expression === undefined ? [] : mappingValues(expression, sources)
    const name = parameter.replace(/^(method|integration)\.request\./, '')
    return [name, found.length === 0 ? '' : JSON.stringify(found.length === 1 ? found[0] : found)]
  })
  const { method } = call.incoming.request
  const text = [`${method} ${namespace}`, ...values.map(([name, value]) => `${name}=${value}`)].join(' ')
  return { text, method, namespace, parameters: values }
}

const defaultTtl = 300
const longestTtl = 3600

/** This machine's memory is not a cache cluster's. */
const largestLocal = 256 * 1024 * 1024

// Gigabytes as AWS's sizes are named, 0.5 when none is.
function capacityOf(size: string | undefined): number {
  const gigabytes = Number(size ?? '0.5')
  const bytes = (Number.isFinite(gigabytes) && gigabytes > 0 ? gigabytes : 0.5) * 1024 ** 3
  return Math.min(bytes, largestLocal)
}
