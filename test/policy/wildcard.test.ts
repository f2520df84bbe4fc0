import { describe, expect, it } from 'vitest'
import { hasHostBits, networkOf, readIpRange } from '../../server/src/policy/ipRange.ts'
import { matchesWildcard, patternsMeet } from '../../server/src/policy/wildcard.ts'

describe('wildcards', () => {
  it.each([
    ['*', '', true],
    ['a*c', 'abbc', true],
    ['a*c', 'abcd', false],
    ['a?c', 'ac', false],
    ['*ab*ab*', 'xabyabz', true],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected)
  })

  it('take no long time on a hostile pattern', () => {
    const started = performance.now()
    expect(matchesWildcard(`${'*a'.repeat(2000)}b`, 'a'.repeat(20_000))).toBe(false)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it.each([
    ['function:*', 'function:a', true],
    ['function:*', 'books', false],
    ['*/a', 'b/*', true],
    ['a*', '*b', true],
    ['a?', 'a', false],
    ['', '*', true],
  ])('%s and %s meet: %s', (a, b, expected) => {
    expect([patternsMeet(a, b), patternsMeet(b, a)]).toEqual([expected, expected])
  })
})

describe('IP ranges', () => {
  it.each([
    ['203.0.113.77/24', '203.0.113.0/24', true],
    ['2001:db8::1/32', '2001:db8::/32', true],
    ['::1/128', '::1/128', false],
    ['1:0:0:2::/64', '1:0:0:2::/64', false],
    ['::ffff:1.2.3.4/128', '::ffff:102:304/128', false],
  ])('%s is the network %s', (text, network, hasHost) => {
    const range = readIpRange(text)
    expect(range && [networkOf(range), hasHostBits(range)]).toEqual([network, hasHost])
  })

  it.each([
    '1.2.3',
    '1.2.3.256',
    '1.2.3.4/33',
    '1.2.3.4/',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    '',
  ])("'%s' is none", text => {
    expect(readIpRange(text)).toBeUndefined()
  })
})
