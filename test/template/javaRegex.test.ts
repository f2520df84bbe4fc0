import { describe, expect, it, test } from 'vitest'
import { compileJavaRegex } from '../../server/src/template/javaRegex/javaRegex.ts'
import { regexReplace, regexSplit } from '../../server/src/template/regexText.ts'

/** The texts of the matches, or why there are none. */
function found(source: string, text: string): string[] | string {
  try {
    const regex = compileJavaRegex(source)
    const matches: string[] = []
    for (let from = 0; from <= text.length;) {
      const match = regex.find(text, from)
      if (!match) break
      matches.push(text.slice(match.start, match.end))
      from = match.end > match.start ? match.end : match.end + 1
    }
    return matches
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

// Each answer was taken from java.util.regex (Java 17), also where JavaScript's differs.
describe('finds what Java finds', () => {
  test.each([
    ['[a-z&&[^aeiou]]+', 'banana', ['b', 'n', 'n']],
    ['[a[0-9]]+', 'a1b2', ['a1', '2']],
    ['(?i)AB(?-i)c', 'abc abC', ['abc']],
    ['\\Qa.b\\E+', 'a.bb aXb', ['a.bb']],
    ['a++a', 'aaa', []],
    ['(?>a|ab)c', 'abc', []],
    ['\\p{Upper}\\p{Lower}+', 'One two Éa', ['One']],
    ['\\p{Lu}', 'aÉ', ['É']],
    ['(?<y>\\d{4})-\\k<y>', '2020-2020', ['2020-2020']],
    ['(?<=\\$)\\d+', '$12 13', ['12']],
    ['a$', 'a\n', ['a']],
    ['.', '\u0085a', ['a']],
    ['\\R', 'a\r\nb\n', ['\r\n', '\n']],
    ['\\h+', 'a \tb', [' \t']],
    ['x{2,3}?', 'xxxx', ['xx', 'xx']],
    ['😀+', 'a😀😀', ['😀😀']],
  ])('%s in %j', (source, text, expected) => {
    expect(found(source, text)).toEqual(expected)
  })
})

describe('refuses what Java refuses', () => {
  test.each([
    ['*a', "Dangling meta character '*'"],
    ['a{,2}', 'Illegal repetition'],
    ['[a', 'Unclosed character class'],
    ['(a', 'Unclosed group'],
    ['a)', "Unmatched closing ')'"],
    ['\\y', 'Illegal/unsupported escape sequence'],
    ['(?<=(ab)+)c', 'Look-behind group does not have an obvious maximum length'],
    ['\\p{Nope}', 'Unknown character property name {Nope}'],
  ])('%s', (source, message) => {
    expect(found(source, 'a')).toContain(`PatternSyntaxException: ${message}`)
  })
})

it('gives groups, of the last turn', () => {
  const match = compileJavaRegex('(?:(a)|(b))+').find('xab', 0)
  expect(match).toEqual({
    start: 1,
    end: 3,
    groups: [
      [1, 3],
      [1, 2],
      [2, 3],
    ],
  })
})

it('bounds all searches of one call together', () => {
  // Each search is cheap and finds nothing to repeat; there are as many as the text has characters.
  const text = 'ab'.repeat(20_000)
  expect(() => regexReplace(text, 'a(?=(?:[ab]{0,200})c)|b', '-', 'all')).toThrow('more than 1000000 steps')
  expect(() => regexSplit(text, 'a(?=(?:[ab]{0,200})c)|b', 0)).toThrow('more than 1000000 steps')
  expect(regexReplace('ab'.repeat(3), 'b', '-', 'all')).toBe('a-a-a-')
})

it('is bounded where Java is not', () => {
  expect(found('(a+)+b', 'a'.repeat(60))).toContain('more than 1000000 steps')
  expect(found('(a|b|ab)*c', 'ab'.repeat(30_000))).toMatch(/StackOverflowError|more than/)
  expect(found(`${'('.repeat(4000)}a${')'.repeat(4000)}`, 'a')).toContain('StackOverflowError')
})
