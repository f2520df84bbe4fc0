import { describe, expect, it, test } from 'vitest'
import { readFilterPattern } from '../../server/src/gateway/metrics/filterPattern/filterPattern.ts'
import { fidelity } from '../support/fidelity.ts'

fidelity(
  'Logs, metrics and alarms',
  'Metric filters: patterns of terms, of JSON and of fields between spaces',
  {
    by: 'documentation',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html',
  },
)

// Patterns and events of https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

function matches(pattern: string, event: string): boolean {
  const read = readFilterPattern(pattern)
  if (typeof read === 'string') throw new Error(read)
  return read(event) !== undefined
}

describe('terms', () => {
  const events = ['ERROR WARN message', 'ERROR message', 'WARN message']

  test.each([
    ['ERROR', [true, true, false]],
    ['?ERROR ?WARN', [true, true, true]],
    ['ERROR WARN', [true, false, false]],
    ['ERROR -WARN', [false, true, false]],
    ['"ERROR" - "WARN"', [false, true, false]],
    ['?NEVER ERROR', [true, true, false]],
    ['"ERROR message"', [false, true, false]],
    ['%^WARN%', [false, false, true]],
    ['error', [false, false, false]],
    ['', [true, true, true]],
    ['" "', [true, true, true]],
  ])('%s', (pattern, expected) => {
    expect(events.map(event => matches(pattern, event))).toEqual(expected)
  })
})

describe('JSON', () => {
  const event = JSON.stringify({
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
    users: [1, 2, 3],
    status: '503',
    latency: 512.5,
    'cluster.name': 'c',
    coordinates: [
      [0, 1],
      [4, 5],
    ],
  })

  test.each([
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{$.eventType=Update*}', true],
    ['{ $.eventType = *Trail }', true],
    ['{ $.eventType = Up*ail }', false],
    ['{ $.eventType = %Trail$% }', true],
    ['{ $.sourceIPAddress != 123.123.* }', true],
    ['{ $.arrayKey[0] = "value" }', true],
    ['{ $.arrayKey[*] = "another value" }', true],
    ['{ $.objectList[1].id = 2 }', true],
    ['{ $.SomeObject IS NULL }', true],
    ['{ $.SomeOtherObject NOT EXISTS }', true],
    ['{ $.SomeOtherObject != 1 }', false],
    ['{ $.ThisFlag IS TRUE }', true],
    ['{ $.ThisFlag IS FALSE }', false],
    ['{ $.users = 1 }', false],
    ['{ $.users != 1 }', false],
    ['{ $.coordinates[1][0] = 4 }', true],
    ['{ $.status = 5* && $.latency >= 5e2 }', true],
    ['{ $.status >= 500 }', true],
    ['{ $.status = 503 }', true],
    ['{ $.latency < -1 || $.latency > +512 }', true],
    ['{ $.["cluster.name"] = "c" }', true],
    ['{ ($.eventType = nothing || $.ThisFlag IS TRUE) && $.status = 2* }', false],
    ['{ $.eventType = nothing || $.ThisFlag IS TRUE && $.status = 5* }', true],
  ])('%s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected)
    expect(matches(pattern, 'no JSON')).toBe(false)
  })

  it('gives the values of its fields', () => {
    const read = readFilterPattern('{ $.latency = * }')
    const match = typeof read === 'string' ? undefined : read(event)
    expect([match?.field('$.latency'), match?.field('$.objectList[0].name'), match?.field('$.none')]).toEqual(
      ['512.5', 'a', undefined],
    )
  })
})

describe('fields between spaces', () => {
  const event = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'

  test.each([
    ['[ip, user, username, timestamp, request, status_code, bytes]', true],
    ['[ip, user, username, timestamp, request, status_code]', false],
    ['[..., status_code, bytes]', true],
    ['[ip, user, ..., status_code = 4*, bytes]', true],
    ['[ip, user, ...]', true],
    ['[..., bytes > 2000]', false],
    ['[..., status_code = 4* && status_code != 403, bytes]', true],
    ['[..., request=*.html*, status_code=4*,]', true],
    ['[..., status_code = 500 || status_code = 404, bytes]', true],
    ['[ip, user, username =! frank, ...]', false],
    ['[ip = %^127%, ...]', true],
  ])('%s', (pattern, expected) => {
    expect(matches(pattern, event)).toBe(expected)
  })

  it('gives them by name and by number', () => {
    const read = readFilterPattern('[..., request, status_code, bytes]')
    const match = typeof read === 'string' ? undefined : read(event)
    expect(['$request', '$status_code', '$4', '$9'].map(name => match?.field(name))).toEqual([
      'GET /index.html HTTP/1.0',
      '404',
      '10/Oct/2000:13:25:15 -0700',
      undefined,
    ])
  })
})

test.each([
  ['{ $.a = 1', "it begins with '{' and does not end with '}'"],
  ['{ a = 1 }', "'a = 1' does not begin with a selector as $.status"],
  ['{ $.a }', "'' is no comparison"],
  ['{ ($.a = 1 }', "a ')' is missing"],
  ['{ $.a = 1 $.b = 2 }', "'$.b = 2' is not understood"],
  ['{ $.a = %(b)% }', "'(' cannot be part of a regular expression"],
  ['[a, b', "it begins with '[' and does not end with ']'"],
  ['[..., a, ...]', "it has more than one '...'"],
  ['[a = %[% ]', '%[% is no regular expression'],
])('%s is none', (pattern, fault) => {
  expect(readFilterPattern(pattern)).toBe(fault)
})
