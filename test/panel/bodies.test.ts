import { describe, expect, it } from 'vitest'
import { hexDump, maxIndentedBytes, shownBody } from '../../client/panel/body.ts'
import { diffLines } from '../../client/panel/diff.ts'
import { indentJson, isJsonType, jsonTokens } from '../../client/panel/jsonText.ts'
import { responseOf } from './scenarios.ts'

describe('JSON over lines', () => {
  it('keeps short inner objects and lists on one line', () => {
    expect(
      indentJson('{"items":[{"id":"b-1","n":2},{"id":"b-2","n":1}],"tags":["a","b"],"none":[],"o":{}}'),
    ).toBe(
      `{
  "items": [
    { "id": "b-1", "n": 2 },
    { "id": "b-2", "n": 1 }
  ],
  "tags": ["a", "b"],
  "none": [],
  "o": {}
}`,
    )
  })

  it('leaves values as they were sent', () => {
    const text = '{"big":12345678901234567890,"one":1.0,"a":"\\u00e9\\"{,","a":2}'
    expect(indentJson(text)).toBe(
      '{\n  "big": 12345678901234567890,\n  "one": 1.0,\n  "a": "\\u00e9\\"{,",\n  "a": 2\n}',
    )
  })

  it.each(['{}', '[]', '7', '"a, b"', 'null'])('leaves %s as it is', text =>
    expect(indentJson(text)).toBe(text),
  )

  it('gives the same value as the text', () => {
    const text = JSON.stringify({ a: [[1, [2]], {}, { b: { c: ['x'.repeat(90)] } }], 'd,e': '[{' })
    expect(JSON.parse(indentJson(text) ?? '')).toEqual(JSON.parse(text))
  })

  it('is refused for what is no JSON', () => expect(indentJson('{"a":')).toBeUndefined())

  it('is coloured by names, strings, numbers and words', () => {
    expect(jsonTokens('  "a": ["b", -1.5e3, true]').map(token => `${token.kind} ${token.text}`)).toEqual([
      'plain   ',
      'name "a"',
      'plain : [',
      'string "b"',
      'plain , ',
      'number -1.5e3',
      'plain , ',
      'word true',
      'plain ]',
    ])
  })

  it('is known by its media type', () => {
    const types = [
      'application/json',
      'application/problem+json; charset=utf-8',
      'text/html',
      'application/jsonp',
    ]
    expect(types.map(isJsonType)).toEqual([true, true, false, false])
  })
})

describe('the body of an answer', () => {
  it('is JSON by its type or by its look', () => {
    expect(shownBody(responseOf(200, '{"a":1}'))).toMatchObject({
      kind: 'json',
      label: 'JSON',
      size: 7,
      raw: '{"a":1}',
    })
    expect(shownBody(responseOf(200, '{"a":1}', 'text/plain'))).toMatchObject({ kind: 'json' })
  })

  it('is text when it only claims to be JSON', () => {
    expect(shownBody(responseOf(200, 'Not JSON'))).toMatchObject({
      kind: 'text',
      text: 'Not JSON',
      label: 'text',
    })
  })

  it('is shown as it came above two megabytes', () => {
    const raw = JSON.stringify(['x'.repeat(maxIndentedBytes)])
    expect(shownBody(responseOf(200, raw))).toMatchObject({ kind: 'json', isTooLong: true, text: raw })
  })

  it('is bytes when it is no UTF-8', () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff])
    const body = shownBody(responseOf(200, png, 'image/png'))
    expect(body).toMatchObject({ kind: 'binary', label: 'PNG', size: 9 })
    expect(body.kind === 'binary' && hexDump(body.bytes)).toBe(
      `00000000  89 50 4e 47 0d 0a 1a 0a  ff${' '.repeat(21)}  .PNG.....`,
    )
  })

  it('may be missing', () => expect(shownBody(responseOf(204, ''))).toEqual({ kind: 'none', size: 0 }))
})

describe('before and after', () => {
  const marked = (before: string[], after: string[]) => {
    const diff = diffLines(before, after)
    return (
      diff && [
        ...before.filter((_, index) => diff.removed[index]).map(line => `- ${line}`),
        ...after.filter((_, index) => diff.added[index]).map(line => `+ ${line}`),
      ]
    )
  }

  it('differ in the lines that came and went', () => {
    expect(marked(['{', 'a', 'b', 'c', '}'], ['{', 'a', 'x', 'c', '}'])).toEqual(['- b', '+ x'])
  })

  it('do not differ by a comma that JSON moved', () => {
    expect(marked(['{', '"a": 1', '}'], ['{', '"a": 1,', '"b": 2', '}'])).toEqual(['+ "b": 2'])
  })

  it('are not compared when they have nothing in common', () => {
    expect(marked(['{', '"a": 1', '}'], ['{', '"b": 2', '}'])).toBeUndefined()
  })

  it('are compared quickly at any length', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}`)
    const started = performance.now()
    expect(marked(lines, [...lines.slice(0, 10_000), 'new', ...lines.slice(10_001)])).toEqual([
      '- line 10000',
      '+ new',
    ])
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
