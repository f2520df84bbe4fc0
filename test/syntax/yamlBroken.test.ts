import { describe, expect, it } from 'vitest'
import { toValue } from '../../server/src/syntax/node.ts'
import { parseText } from '../../server/src/syntax/parse.ts'
import { findings, sketch } from '../support/sketch.ts'

const yaml = (text: string) => parseText('/api.yaml', text)

describe('broken YAML keeps what stands around the fault', () => {
  const cases: [what: string, text: string, kept: unknown, told: string][] = [
    [
      'a word on a line of its own',
      'a:\n  b: 1\n  half\n  d: 2\ne: 3\n',
      { a: { b: 1, half: null, d: 2 }, e: 3 },
      "«half» This line has no ':', so it runs into the key below; add the ':' or remove the line",
    ],
    [
      'an open quote',
      'a:\n  b: "x\n  c: 2\nd: "y"\n',
      { a: { b: 'x', c: 2 }, d: 'y' },
      '«x» This string has no closing quote; add it',
    ],
    [
      'an open bracket',
      'a:\n  b: [x\n  c: 2\nd: 3\n',
      { a: { b: ['x'], c: 2 }, d: 3 },
      '«c» A bracket is not closed; add the missing ] or }',
    ],
    [
      'a second colon in a value',
      'a:\n  title: Books: all of them\n  c: 2\nd: 3\n',
      { a: { title: 'Books: all of them', c: 2 }, d: 3 },
      "«B» A second ': ' stands in this value, so it reads as a mapping inside a line; put the value in quotes",
    ],
    [
      'a line indented too far',
      'a: x\n  b: 1\nc: 2\n',
      { a: 'x', b: 1, c: 2 },
      "«x» A second ': ' stands in this value, so it reads as a mapping inside a line; put the value in quotes",
    ],
    [
      'a line between two levels',
      'a:\n    b: 1\n  c: 2\nd: 3\n',
      { a: { b: 1 }, c: 2, d: 3 },
      '«c» This line is indented in a way that fits nothing above it; align it with its neighbours',
    ],
    [
      'a tab as indentation',
      'a:\n\tb: 1\nc: 2\n',
      { a: null, b: 1, c: 2 },
      '«\t» A tab cannot indent YAML; use spaces',
    ],
    [
      'a value that needs quotes',
      'a: @x\nb: 1\n',
      { a: '@x', b: 1 },
      '«@» A value without quotes cannot begin with this character; put the value in quotes',
    ],
    [
      'a placeholder of another tool',
      'a: {{ stage }}\nb: 1\n',
      { a: { '{ stage }': null }, b: 1 },
      '«{ stage }» A list or mapping cannot be a key, AWS takes text only; put it in quotes if text was meant',
    ],
  ]
  it.each(cases)('%s', (_, text, kept, told) => {
    const document = yaml(text)
    expect(toValue(document.root)).toEqual(kept)
    expect(findings(document.diagnostics, document)).toEqual([`error syntax ${told}`])
  })
})

describe('lines that stand too far left', () => {
  it('may continue a bracket, as in YAML 1.1', () => {
    const document = yaml('a:\n  b: {"x": "y", # first\n  "z": [1,\n2]}\n  c: 3\n')
    expect(document.diagnostics).toEqual([])
    expect(toValue(document.root)).toEqual({ a: { b: { x: 'y', z: [1, 2] }, c: 3 } })
    expect(sketch(document)).toBe('{a: {b: {"x": "y", "z": [1, 2]}, c: 3}}')
  })

  it('may continue a quoted text, which is folded as usual', () => {
    const document = yaml("a:\n  b: \"one\n  two\n\n  three\"\n  c: 'it''s\n  me'\n")
    expect(document.diagnostics).toEqual([])
    expect(toValue(document.root)).toEqual({ a: { b: 'one two\nthree', c: "it's me" } })
  })
})

describe('YAML that would exhaust its reader', () => {
  it.each(['[', '{"a":', '- ', '? '])('nesting without end: %s', open => {
    expect(yaml(open.repeat(100_000))).toMatchObject({
      root: undefined,
      diagnostics: [
        { message: 'This file nests deeper than 250 levels and was not read; remove levels of nesting' },
      ],
    })
  })

  it('brackets in texts are no nesting', () => {
    const document = yaml(`a: "${'['.repeat(300)}"\nb: |\n  ${'{'.repeat(300)}\n`)
    expect(document.diagnostics).toEqual([])
    expect(toValue(document.root)).toEqual({ a: '['.repeat(300), b: `${'{'.repeat(300)}\n` })
  })

  it('aliases that nest deeper than the text', () => {
    const levels = Array.from({ length: 300 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`)
    const messages = yaml(`a0: &a0 x\n${levels.join('\n')}\n`).diagnostics.map(({ message }) => message)
    expect(messages[0]).toBe('The aliases of this file expand to too many values; write some of them out')
  })
})
