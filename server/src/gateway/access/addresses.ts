import type { IpRange } from '../../policy/ipRange.ts'
import { rangeHolds, readIpRange, textOfAddress } from '../../policy/ipRange.ts'

/** An address that none of the ranges holds; a range of all addresses is no range. Undefined when there is none. */
export function addressOutside(ranges: readonly IpRange[]): string | undefined {
  const real = ranges.filter(({ prefix }) => prefix > 0)
  return outsiders.find(text => !real.some(range => holds(range, text)))
}

/** An address of a range, of a part that none of the smaller ranges holds where there is such a part. */
export function addressIn(range: IpRange, others: readonly IpRange[]): string {
  const inner = others.filter(each => each.prefix > range.prefix && rangeHolds(range, each))
  const behind = inner.flatMap(each => after(each) ?? [])
  const candidates = [firstOf(range), lastOf(range), ...behind]
  return (
    candidates.find(text => holds(range, text) && !inner.some(each => holds(each, text))) ?? firstOf(range)
  )
}

// Addresses for documentation, then one of a public network.
const outsiders = ['203.0.113.10', '198.51.100.10', '192.0.2.10', '8.8.8.8', '1.1.1.1', '151.101.1.1']

function holds(range: IpRange, text: string): boolean {
  const address = readIpRange(text)
  return address !== undefined && rangeHolds(range, address)
}

function firstOf({ bytes, prefix }: IpRange): string {
  return textOfAddress(bytes.map((byte, index) => byte & mask(prefix, index)))
}

function lastOf({ bytes, prefix }: IpRange): string {
  return textOfAddress(
    bytes.map((byte, index) => (byte & mask(prefix, index)) | (~mask(prefix, index) & 0xff)),
  )
}

/** The address behind a range; undefined behind the last one. */
function after(range: IpRange): string | undefined {
  const last = readIpRange(lastOf(range))?.bytes
  if (!last) return undefined
  const bytes = [...last]
  for (let index = bytes.length - 1; index >= 0; index--) {
    const byte = (bytes[index] ?? 0) + 1
    bytes[index] = byte & 0xff
    if (byte <= 0xff) return textOfAddress(bytes)
  }
  return undefined
}

function mask(prefix: number, index: number): number {
  const bits = Math.min(8, Math.max(0, prefix - index * 8))
  return (0xff << (8 - bits)) & 0xff
}
