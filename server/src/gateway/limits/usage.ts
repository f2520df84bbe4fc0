/** How many requests a key may send in a period. */
export interface QuotaLimit {
  readonly limit: number
  /** Taken off the limit of the period in which the key is used first. */
  readonly offset: number
  readonly period: 'DAY' | 'WEEK' | 'MONTH'
}

/** What is used of a quota. */
export interface Used {
  readonly used: number
  /** Of the running period. */
  readonly limit: number
  /** Milliseconds since 1970 at which the next period begins. */
  readonly resetsAt: number
}

interface Count {
  readonly start: number
  readonly isFirst: boolean
  used: number
}

/**
 * The requests that keys sent in their plans' running periods. Periods begin at midnight UTC: of each day, of Sunday, of
 * the first day of a month. https://docs.aws.amazon.com/apigateway/latest/api/API_QuotaSettings.html
 */
export class Usage {
  readonly #counts = new Map<string, Count>()

  /** What a plan's key has used; counts nothing. */
  of(key: string, quota: QuotaLimit, now: number): Used {
    const { used, isFirst } = this.#count(key, quota, now)
    const limit = Math.max(0, quota.limit - (isFirst ? quota.offset : 0))
    return { used, limit, resetsAt: nextPeriod(quota.period, now) }
  }

  /** Counts a request. */
  add(key: string, quota: QuotaLimit, now: number): void {
    const count = this.#count(key, quota, now)
    count.used++
    this.#counts.set(key, count)
  }

  /** Forgets all that was used. */
  reset(): void {
    this.#counts.clear()
  }

  #count(key: string, { period }: QuotaLimit, now: number): Count {
    const start = periodStart(period, now)
    const known = this.#counts.get(key)
    if (known?.start === start) return known
    return { start, isFirst: known === undefined, used: 0 }
  }
}

function periodStart(period: QuotaLimit['period'], now: number): number {
  const date = new Date(now)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (period === 'MONTH') return Date.UTC(year, month, 1)
  return Date.UTC(year, month, period === 'WEEK' ? day - date.getUTCDay() : day)
}

function nextPeriod(period: QuotaLimit['period'], now: number): number {
  const start = new Date(periodStart(period, now))
  const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()]
  if (period === 'MONTH') return Date.UTC(year, month + 1, 1)
  return Date.UTC(year, month, day + (period === 'WEEK' ? 7 : 1))
}
