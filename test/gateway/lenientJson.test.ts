import { expect, test } from 'vitest'
import { readLenientJson } from '../../server/src/gateway/lenientJson.ts'

test.each([
  ['{"statusCode": 200}', { statusCode: 200 }],
  ['{statusCode: 200}', { statusCode: 200 }],
  ["{'statusCode': 200,}", { statusCode: 200 }],
  [' {"a": {"b": [1, true, null, word, "q\\"q"]}} ', { a: { b: [1, true, null, 'word', 'q"q'] } }],
  ['{}', {}],
  ['"statusCode": 200', undefined],
  ['{"statusCode: 200}', undefined],
  ['{"statusCode": 200', undefined],
  ['{"statusCode" 200}', undefined],
  ['{"a": 1 "b": 2}', undefined],
  ['', undefined],
])('%s', (text, expected) => {
  expect(readLenientJson(text)).toEqual(expected)
})
