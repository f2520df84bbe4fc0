import type { Check } from './modelRun.ts'

/**
 * The check of a `format`; undefined for a format that API Gateway's validator does not know, such as `int32` or `date`,
 * which it passes over.
 */
export function formatCheck(format: unknown): Check | undefined {
  const known = typeof format === 'string' && formats.has(format) ? formats.get(format) : undefined
  if (!known) return undefined
  return (value, run) => {
    if (typeof value !== 'string') return
    run.spend(value.length / 100)
    const error = known(value)
    if (error !== undefined) run.errors.push(error)
  }
}

/** What is wrong with a text, undefined when nothing is. */
type Format = (text: string) => string | undefined

function unless(isRight: (text: string) => boolean, words: (text: string) => string): Format {
  return text => (isRight(text) ? undefined : words(text))
}

function isDateTime(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,12})?(?:Z|[+-](\d\d):?(\d\d))$/.exec(
    text,
  )
  if (!match) return false
  const [year = 0, month = 0, day = 0, ...time] = match.slice(1).map(part => Number(part ?? 0))
  const [hour = 0, minute = 0, second = 0, offsetHour = 0, offsetMinute = 0] = time
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
  const isDate = month >= 1 && month <= 12 && day >= 1 && day <= lastDay
  return isDate && hour < 24 && minute < 60 && second < 60 && offsetHour < 24 && offsetMinute < 60
}

// What Java's InternetAddress takes in its strict mode.
function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(0, at))
  const domain = text.slice(at + 1)
  const isLocal =
    /^"[^"\r\n]*"$/.test(local) ||
    (/^[^\s()<>,;:\\"[\]@]+$/.test(local) && !local.includes('..') && !/^\.|\.$/.test(local))
  if (at < 0 || !isLocal) return false
  return /^\[.+\]$/.test(domain) || isDomain(domain)
}

function isDomain(domain: string): boolean {
  return /^[A-Za-z0-9.-]+$/.test(domain) && !domain.includes('..') && !/^\.|\.$/.test(domain)
}

function isHostname(text: string): boolean {
  const name = text.replace(/\.$/, '')
  const labels = name.split(/[.\u3002\uff0e\uff61]/)
  if (name === '' || name.length > 253 || labels.length > 127) return false
  const areLabels = labels.every(label => /^[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?$/u.test(label))
  return areLabels && !/^\d/.test(labels.at(-1) ?? '')
}

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every(part => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
}

function isIpv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2) return false
  const last = text.slice(text.lastIndexOf(':') + 1)
  const hasIpv4 = last.includes('.')
  if (hasIpv4 && !isIpv4(last)) return false
  const groups = halves.flatMap(half => (half === '' ? [] : half.split(':')))
  const hexadecimal = hasIpv4 ? groups.slice(0, -1) : groups
  if (!hexadecimal.every(group => /^[0-9A-Fa-f]{1,4}$/.test(group))) return false
  const size = hexadecimal.length + (hasIpv4 ? 2 : 0)
  return halves.length === 2 ? size < 8 : size === 8
}

// Java's URI: RFC 2396, relative references too; other letters than ASCII's are taken.
function isUri(text: string): boolean {
  if (/[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})/.test(text) || text.split('#').length > 2) return false
  const scheme = /^([^/?#]*?):/.exec(text)?.[1]
  if (scheme === undefined) return !text.startsWith('//') || text.length > 2
  return /^[A-Za-z][A-Za-z0-9+.-]*$/.test(scheme) && text.length > scheme.length + 1
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

function hexadecimal(length: number): Format {
  return text => {
    if (text.length !== length)
      return `input string has incorrect length (${text.length}, expected ${length})`
    const index = text.search(/[^0-9A-Fa-f]/)
    return index < 0 ? undefined : `illegal character "${text[index]}" in input at index ${index}`
  }
}

function base64(text: string): string | undefined {
  if (text.length % 4 !== 0) return `input has illegal length (must be a multiple of 4, found ${text.length})`
  const index = text.replace(/={1,2}$/, '').search(/[^A-Za-z0-9+/]/)
  return index < 0
    ? undefined
    : `illegal character "${text[index]}" at index ${index} (not in Base64 alphabet)`
}

const formats: ReadonlyMap<string, Format> = new Map([
  ['base64', base64],
  [
    'date-time',
    unless(
      isDateTime,
      text =>
        `string "${text}" is invalid against requested date format(s) [yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]`,
    ),
  ],
  ['email', unless(isEmail, text => `string "${text}" is not a valid email address`)],
  ['hostname', unless(isHostname, text => `string "${text}" is not a valid hostname`)],
  ['ipv4', unless(isIpv4, text => `string "${text}" is not a valid IPv4 address`)],
  ['ipv6', unless(isIpv6, text => `string "${text}" is not a valid IPv6 address`)],
  [
    'json-pointer',
    unless(
      text => /^(?:\/(?:[^~/]|~[01])*)*$/.test(text),
      text => `input string "${text}" is not a valid JSON Pointer`,
    ),
  ],
  [
    'mac',
    unless(
      text => /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/.test(text),
      text => `input string "${text}" is not a valid MAC address`,
    ),
  ],
  ['md5', hexadecimal(32)],
  ['regex', unless(isRegex, text => `string "${text}" is not a valid ECMA 262 regular expression`)],
  ['sha1', hexadecimal(40)],
  ['sha256', hexadecimal(64)],
  ['sha512', hexadecimal(128)],
  ['uri', unless(isUri, text => `string "${text}" is not a valid URI`)],
  [
    'uuid',
    unless(
      text => /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/.test(text),
      text => `input string "${text}" is not a valid UUID`,
    ),
  ],
])
