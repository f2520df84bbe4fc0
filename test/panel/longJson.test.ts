import { describe, expect, it } from 'vitest'
import { firstJsonLines, indentJson, spreadJson } from '../../client/panel/jsonText.ts'
import { axisFor, percentile, spreads } from '../../client/panel/repeatState.ts'

describe('the first lines of long JSON', () => {
  const books = Array.from({ length: 3000 }, (_, index) => ({
    id: index,
    tags: ['a', 'b'],
    text: 'x'.repeat(60),
  }))
  const text = JSON.stringify({ books, next: null })

  it.each([1, 7, 100, 2000])('are those of the whole: %i', most => {
    const whole = indentJson(text)?.split('\n') ?? []
    expect(firstJsonLines(text, most)).toEqual({ text: whole.slice(0, most).join('\n'), isWhole: false })
  })

  it('are all of a short text, and none of what is no JSON', () => {
    expect(firstJsonLines('{"a":[1,2]}', 2000)).toEqual({ text: '{\n  "a": [1, 2]\n}', isWhole: true })
    expect(firstJsonLines('{"a":', 2000)).toBeUndefined()
  })

  it('do not read a string as JSON that is cut where they end', () => {
    const long = JSON.stringify({ id: 1, text: '{"a": [1, '.repeat(9000), rest: [1, 2] })
    expect(firstJsonLines(long, 2)?.text).toBe('{\n  "id": 1,')
    expect(firstJsonLines(long, 2000)).toEqual({ text: indentJson(long), isWhole: true })
  })

  it.each(['<p>one, two</p>'.repeat(9000), '{"a":1}}}]]]'.repeat(9000), "{'a': 1}".repeat(9000)])(
    'are none, or harmless, of what only says it is JSON: %.12s…',
    text => {
      expect(() => firstJsonLines(text, 100)).not.toThrow()
      expect(firstJsonLines(text, 1_000_000)).toBeUndefined()
    },
  )

  it('have every member on a line of its own where two texts are compared', () => {
    expect(spreadJson('{"a":[1,{}],"b":{"c":[]}}')).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": {\n    "c": []\n  }\n}',
    )
  })
})

describe('the spread of times', () => {
  it('is told by the nearest rank', () => {
    const times = Array.from({ length: 10 }, (_, index) => index + 1)
    expect([50, 90, 99, 100].map(percent => percentile(times, percent))).toEqual([5, 9, 10, 10])
    expect(percentile([7], 1)).toBe(7)
    expect(percentile([], 50)).toBe(0)
  })

  it('has a row for each status, most frequent first', () => {
    const results = [200, 429, 200, undefined, 200].map((status, index) => ({
      number: index + 1,
      durationMs: index,
      ...(status !== undefined && { status }),
    }))
    expect(spreads(results).map(({ status, count, max }) => [status, count, max])).toEqual([
      [200, 3, 4],
      [429, 1, 1],
      [undefined, 1, 3],
    ])
  })

  it.each([0, 0.3, 7, 118, 372, 29_000])('has an axis of few round numbers for %d ms', greatest => {
    const { top, step } = axisFor(greatest)
    expect(top).toBeGreaterThanOrEqual(greatest)
    expect(top / step).toBeLessThanOrEqual(4)
  })
})
