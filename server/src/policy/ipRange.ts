/** An IP address, or a range of them in CIDR notation. */
export interface IpRange {
  readonly bytes: readonly number[]
  /** Bits of the prefix: 0 to 32, or to 128 for IPv6. */
  readonly prefix: number
}

/** Reads `203.0.113.0/24`, `2001:db8::/32` or an address alone; undefined for anything else. */
export function readIpRange(text: string): IpRange | undefined {
  const [address = '', length, ...rest] = text.split('/')
  if (rest.length > 0) return undefined
  const bytes = address.includes(':') ? readIpv6(address) : readIpv4(address)
  if (!bytes) return undefined
  const bits = bytes.length * 8
  if (length === undefined) return { bytes, prefix: bits }
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : NaN
  return prefix <= bits ? { bytes, prefix } : undefined
}

/** Whether `range` holds the whole of `inner`; never across the two versions. */
export function rangeHolds(range: IpRange, inner: IpRange): boolean {
  if (range.bytes.length !== inner.bytes.length || inner.prefix < range.prefix) return false
  return samePrefix(range.bytes, inner.bytes, range.prefix)
}

/** The range with the bits behind its prefix set to zero, as text. */
export function networkOf({ bytes, prefix }: IpRange): string {
  const masked = bytes.map((byte, index) => byte & maskOf(prefix, index))
  return `${textOfAddress(masked)}/${prefix}`
}

/** Whether bits behind the prefix are set: `203.0.113.77/24`. */
export function hasHostBits({ bytes, prefix }: IpRange): boolean {
  return bytes.some((byte, index) => (byte & ~maskOf(prefix, index)) !== 0)
}

const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '127.0.0.0/8',
  'fc00::/7',
]
  .map(readIpRange)
  .filter(range => range !== undefined)

/** Whether no address of the range comes from the public internet. */
export function isPrivate(range: IpRange): boolean {
  return privateRanges.some(known => rangeHolds(known, range))
}

function maskOf(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8))
  return (0xff << (8 - bits)) & 0xff
}

function samePrefix(a: readonly number[], b: readonly number[], prefix: number): boolean {
  for (let index = 0; index * 8 < prefix; index++) {
    if ((((a[index] ?? 0) ^ (b[index] ?? 0)) & maskOf(prefix, index)) !== 0) return false
  }
  return true
}

function readIpv4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(part => /^\d{1,3}$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every(byte => byte <= 255) ? bytes : undefined
}

function readIpv6(text: string): number[] | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map(readGroups)
  if (!head || (halves.length === 2 && !tail)) return undefined
  if (!tail) return head.length === 16 ? head : undefined
  const gap = 16 - head.length - tail.length
  return gap >= 2 ? [...head, ...Array.from({ length: gap }, () => 0), ...tail] : undefined
}

function readGroups(text: string): number[] | undefined {
  if (text === '') return []
  const groups = text.split(':')
  const bytes: number[] = []
  for (const [index, group] of groups.entries()) {
    if (index === groups.length - 1 && group.includes('.')) {
      const last = readIpv4(group)
      if (!last) return undefined
      bytes.push(...last)
      continue
    }
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined
    const value = parseInt(group, 16)
    bytes.push(value >> 8, value & 0xff)
  }
  return bytes.length <= 16 ? bytes : undefined
}

/** An address as text, IPv6 with its longest run of zeros left out. */
export function textOfAddress(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.')
  const groups: string[] = []
  for (let index = 0; index < 16; index += 2) {
    groups.push((((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0)).toString(16))
  }
  // The longest run of zero groups is written `::`.
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort(
    (a, b) => b[0].length - a[0].length,
  )
  const [run] = runs
  if (!run) return groups.join(':')
  const joined = groups.join(':')
  return `${joined.slice(0, run.index)}::${joined.slice(run.index + run[0].length).replace(/^:/, '')}`
}
