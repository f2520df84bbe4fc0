import type { JWTPayload } from 'jose'

/**
 * The claims as a REST API hands them on: every value as text, times as Java prints a Date, lists joined with commas.
 * Seen in published captures of events behind user pools.
 */
export function claimTexts(claims: JWTPayload): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(claims).map(([name, value]) => {
      const isTime = (name === 'exp' || name === 'iat') && typeof value === 'number'
      return [name, isTime ? javaDate(value) : textOf(value)]
    }),
  )
}

/** `Thu Nov 28 04:24:11 UTC 2019` */
function javaDate(seconds: number): string {
  const [weekday = '', day, month, year, time] = new Date(seconds * 1000).toUTCString().split(' ')
  return `${weekday.replace(',', '')} ${month} ${day} ${time} UTC ${year}`
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.map(textOf).join(',') : JSON.stringify(value)
}
