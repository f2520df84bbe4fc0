import { expect, it } from 'vitest'
import { traceStem, wordsName } from '../../client/src/traceNames.ts'

it('a trace is saved under the name of its route', () => {
  expect(traceStem('GET /books/{bookId}')).toBe('GET-books-bookId')
  expect(traceStem('$connect')).toBe('connect')
})

it('a trace in words is no JSON for VS Code', () => {
  expect(wordsName('GET-books.trace.json')).toBe('GET-books.trace')
  expect(wordsName('saved.json')).toBe('saved.trace')
  expect(wordsName('this request')).toBe('this request')
})
