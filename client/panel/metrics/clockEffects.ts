import type { AlarmReading, GatewayMeters, QuotaReading } from '../../../server/src/protocol/gatewayMeters.ts'
import { counted } from '../format.ts'

/** How far the clock can be moved at once, in milliseconds; the first is not at all. */
export const clockSteps: readonly number[] = [
  0, 1, 10, 30, 60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_678_400,
].map(seconds => seconds * 1000)

/** What time did between two readings, one sentence part each; at least one, which may say that nothing happened. */
export function effectsBetween(before: GatewayMeters, after: GatewayMeters): string[] {
  const expired = Math.max(0, before.cache.count - after.cache.count)
  const later = new Map(after.limits.buckets.map(bucket => [bucket.key, bucket]))
  // The account's bucket fills within a second whatever happens: only stated ones are told.
  const filled = before.limits.buckets.filter(({ key, tokens, burst, source }) => {
    const then = later.get(key)
    return source !== undefined && tokens < burst && then !== undefined && then.tokens >= then.burst
  })
  const effects = [
    ...(expired > 0 ? [`${counted(expired, 'cache entry', 'cache entries')} expired`] : []),
    ...someOf(
      filled.map(({ name }) => name),
      'bucket',
      'full',
    ),
    ...someOf(
      before.limits.quotas.filter(quota => begins(quota, after)).map(({ keyName }) => keyName),
      'quota',
      'reset',
    ),
    ...before.alarms.flatMap(alarm => alarmEffect(alarm, after)),
  ]
  return effects.length > 0 ? effects : ['nothing that is kept here changed']
}

/** A reading as it would be after some time without requests; alarms stay as they are, since metrics decide them. */
export function afterTime(meters: GatewayMeters, ms: number): GatewayMeters {
  const now = meters.clock.now + ms
  const { cache, limits } = meters
  const entries = cache.entries.filter(({ expiresAt }) => expiresAt > now)
  return {
    ...meters,
    clock: { ...meters.clock, now },
    cache: { ...cache, entries, count: cache.count - (cache.entries.length - entries.length) },
    limits: {
      ...limits,
      buckets: limits.buckets.map(bucket => ({
        ...bucket,
        tokens: Math.min(bucket.burst, bucket.tokens + (bucket.rate * ms) / 1000),
      })),
      quotas: limits.quotas.map(quota =>
        quota.resetsAt <= now ? { ...quota, used: 0, resetsAt: now + 1 } : quota,
      ),
    },
  }
}

// Whoever has used nothing sees nothing begin anew.
function begins({ key, used, resetsAt }: QuotaReading, after: GatewayMeters): boolean {
  const then = after.limits.quotas.find(quota => quota.key === key)
  return used > 0 && then !== undefined && then.resetsAt > resetsAt
}

function alarmEffect({ name, state }: AlarmReading, after: GatewayMeters): string[] {
  const then = after.alarms.find(alarm => alarm.name === name)?.state
  return then === undefined || then === state ? [] : [`alarm ${name} is ${then}`]
}

function someOf(names: readonly string[], what: string, how: string): string[] {
  if (names.length === 0) return []
  return names.length <= 2
    ? [`${what} ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} ${how}`]
    : [`${counted(names.length, what)} are ${how}`]
}
