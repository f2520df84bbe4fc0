import { expect, test } from 'vitest'
import { matchesWhole } from '../../server/src/gateway/selectionPattern.ts'

test.each<[string, string, boolean]>([
  ['4\\d{2}', '404', true],
  ['.*timed out.*', 'Task timed out after 3.00 seconds', true],
  ['.*timed out.*', 'a line\nTask timed out', false],
  ['(?s).*timed out.*', 'a line\nTask timed out', true],
  ['(?i)not found', 'Not Found', true],
  ['\\QBad (1)\\E', 'Bad (1)', true],
  ['bad', 'bad luck', false],
  ['', '', false],
])('%s on %j', (pattern, text, matches) => expect(matchesWhole(pattern, text)).toBe(matches))

test('a pattern that would take for ever ends, and one that is none is a configuration error', () => {
  expect(() => matchesWhole('(a|a|b)*c(a+)+$', 'a'.repeat(60))).toThrow('takes too long')
  expect(() => matchesWhole('(', 'x')).toThrow('Internal server error')
})
