import { describe, expect, it } from 'vitest'
import { matchesTokens, readPattern } from '../../server/src/policy/evaluate/pattern.ts'
import type { Tokens } from '../../server/src/policy/evaluate/pattern.ts'
import { sharedText } from '../../server/src/policy/evaluate/sharedText.ts'
import { patternsMeet } from '../../server/src/policy/wildcard.ts'

describe('a text that two patterns both match', () => {
  it.each([
    ['api/dev/GET/books/42', 'api/dev/GET/books/*', 'api/dev/GET/books/42'],
    ['api/*/GET/books/4?', 'api/dev/*/books/*', 'api/dev/GET/books/4x'],
    ['*', '*', ''],
    ['a*', '*b', 'ab'],
    ['GET/*', 'POST/*', undefined],
    ['books', 'books/*', undefined],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(sharedText(tokens(a), tokens(b))).toBe(expected)
  })

  it('is there exactly when the patterns meet, and both match it', () => {
    const alphabet = ['a', 'b', '*', '?']
    const all = ['']
    for (let length = 1; length <= 3; length++) {
      for (const start of all.filter(text => text.length === length - 1)) {
        for (const character of alphabet) all.push(start + character)
      }
    }
    for (const a of all) {
      for (const b of all) {
        const text = sharedText(tokens(a), tokens(b))
        expect(text !== undefined, `${a} and ${b}`).toBe(patternsMeet(a, b))
        if (text === undefined) continue
        expect(matchesTokens(tokens(a), text) && matchesTokens(tokens(b), text), `${a} and ${b}`).toBe(true)
      }
    }
  })
})

function tokens(text: string): Tokens {
  const pattern = readPattern(text, { hasVariables: false, hasWildcards: true })
  return pattern.type === 'fixed' ? pattern.tokens : []
}
