import { describe, expect, it } from 'vitest'
import { namedPlaces, traceStem, wordsName } from '../../client/src/traceNames.ts'

it('a trace is saved under the name of its route', () => {
  expect(traceStem('GET /books/{bookId}')).toBe('GET-books-bookId')
  expect(traceStem('$connect')).toBe('connect')
})

it('a trace in words is no JSON for VS Code', () => {
  expect(wordsName('GET-books.trace.json')).toBe('GET-books.trace')
  expect(wordsName('saved.json')).toBe('saved.trace')
  expect(wordsName('this request')).toBe('this request')
})

describe('a trace in words', () => {
  it('names places on lines of their own, which lead there', () => {
    const text = [
      'POST /orders of Market, stage dev',
      '  host: 127.0.0.1:37211',
      '  market/my template.yaml:58:13',
      '  /shop/template.yaml:1:1\r',
      'template.yaml:1:1 is no line of a step',
    ].join('\n')
    expect(namedPlaces(text)).toEqual([
      { at: { line: 2, start: 2, end: 31 }, file: 'market/my template.yaml', line: 57, character: 12 },
      { at: { line: 3, start: 2, end: 25 }, file: '/shop/template.yaml', line: 0, character: 0 },
    ])
  })
})
