import { describe, expect, it } from 'vitest'
import { nodeAtPointer, originOf, pointerOf, toValue } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { findings, sketch } from '../support/sketch.ts'

const json = (text: string) => parseText('/api.json', text)
const told = (text: string, file = '/api.json') => {
  const document = parseText(file, text)
  return findings(document.diagnostics, document)
}

describe('JSON', () => {
  it('keeps the range of every key and value', () => {
    const document = json('{ "a": [1, true, null],\r\n\t"b": { "c": "d" } }')
    expect(sketch(document)).toBe('{"a": [1, true, null], "b": {"c": "d"}}')
    expect(toValue(document.root)).toEqual({ a: [1, true, null], b: { c: 'd' } })
    const d = nodeAtPointer(document.root, '/b/c')
    expect(d && originOf(d)).toMatchObject({
      file: '/api.json',
      pointer: '/b/c',
      range: { start: { line: 1, character: 13 }, end: { line: 1, character: 16 } },
    })
  })

  it('counts a byte order mark as one character', () => {
    const document = json('\ufeff{"a": 1}')
    expect(document.diagnostics).toEqual([])
    expect(document.root).toMatchObject({ start: 1, end: 9 })
  })

  it('takes escapes in keys and values', () => {
    const document = json('{"a\\/b": "\\u00e9\\n"}')
    expect(toValue(document.root)).toEqual({ 'a/b': 'é\n' })
    const value = nodeAtPointer(document.root, '/a~1b')
    expect(value && pointerOf(value)).toBe('/a~1b')
  })

  it('has no tree and no error for an empty text', () => {
    expect(json(' \n')).toMatchObject({ root: undefined, diagnostics: [] })
  })

  it('keeps both of two equal keys and reports the second', () => {
    const document = json('{"a": 1, "a": 2}')
    expect(toValue(document.root)).toEqual({ a: 2 })
    expect(document.diagnostics).toMatchObject([
      {
        code: 'duplicate-key',
        severity: 'error',
        range: { start: { line: 0, character: 9 } },
        related: [{ file: '/api.json', range: { start: { line: 0, character: 1 } } }],
      },
    ])
  })

  it('is told by its first character where the extension says nothing', () => {
    expect(parseText('/api.template', '{"a": 1}').language).toBe('json')
    expect(parseText('/api.template', 'a: 1').language).toBe('yaml')
    expect(parseText('/api.yaml', '{"a": 1}').language).toBe('yaml')
  })

  it('takes comments and trailing commas in JSONC only', () => {
    const text = '{\n  // list\n  "a": [1, 2,],\n}'
    expect(told(text, '/api.jsonc')).toEqual([])
    expect(told(text)).toEqual([
      'error syntax «// list» JSON has no comments, and AWS refuses a file with one; remove it, or write the file in YAML',
      "error syntax «]» This follows a trailing ',', which JSON does not allow and AWS refuses; remove the comma",
      "error syntax «}» This follows a trailing ',', which JSON does not allow and AWS refuses; remove the comma",
    ])
    expect(toValue(json(text).root)).toEqual({ a: [1, 2] })
  })
})

describe('broken JSON', () => {
  const cases: [what: string, text: string, kept: string, told: string[]][] = [
    [
      'a key without a value',
      '{"a": , "b": 1}',
      '{"a": ~, "b": 1}',
      ['error syntax «,» A value is expected here'],
    ],
    [
      'a missing comma',
      '{"a": 1 "b": 2}',
      '{"a": 1, "b": 2}',
      ['error syntax «"b"» A \',\' is missing before this; without it the rest cannot be read for sure'],
    ],
    [
      'a word',
      '{"a": tru, "b": 1}',
      '{"a": ~, "b": 1}',
      [
        'error syntax «tru» This word is no JSON value; write a string in double quotes, a number, true, false or null',
      ],
    ],
    [
      'an open string',
      '{"a": "x\n, "b": 1}',
      '{"a": "x, "b": 1}',
      ['error syntax «"x» This string has no end on its line; close it with \'"\''],
    ],
    [
      'open brackets at the end of the file',
      '{"a": [1, 2\n\n',
      '{"a": [1, 2}',
      ["error syntax «2» A ']' is missing; close the array"],
    ],
    [
      'a second value',
      '{"a": 1} {"b": 2}',
      '{"a": 1}',
      ['error syntax «{» Only one value may stand in a JSON file; remove what follows it'],
    ],
  ]
  it.each(cases)('%s', (_, text, kept, expected) => {
    expect(sketch(json(text)).replaceAll(']', '')).toBe(kept.replaceAll(']', ''))
    expect(told(text)).toEqual(expected)
  })

  it('tells the first 50 errors of a text that is no JSON', () => {
    expect(told('- a\n'.repeat(500))).toHaveLength(50)
  })

  it.each(['[', '{"a":'])('nesting without end (%s) gives one finding', open => {
    expect(told(open.repeat(100_000))).toEqual([
      `error syntax «${open[0]}» This file nests deeper than 250 levels and was not read; remove levels of nesting`,
    ])
  })

  it('counts no levels that a bracket of the other kind closes', () => {
    const found = told(`[${'[},'.repeat(300)}]`)
    expect(found).toHaveLength(50)
    expect(found.join()).not.toContain('nests deeper')
  })

  it('does not count brackets in strings and comments', () => {
    const text = `{"a": "${'['.repeat(300)}" /* ${'{'.repeat(300)} */ }`
    expect(parseText('/api.jsonc', text).diagnostics).toEqual([])
  })

  it('a file of 10 MB is not read', () => {
    const document = json(`{"a": "${'x'.repeat(10_000_000)}"}`)
    expect(document.root).toBeUndefined()
    expect(document.diagnostics.map(({ message }) => message)).toEqual([
      'This file has about 11 MB and was not read: the limit is 10 MB; split it',
    ])
  })
})
