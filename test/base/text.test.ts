import { describe, expect, it } from 'vitest'
import { createLineIndex, offsetAt, positionAt } from '../../server/src/base/text.ts'

describe('a position', () => {
  const text = 'one\r\ntwo\nthree\rfour'
  const lines = createLineIndex(text)

  it.each([
    ['\\r\\n', 0, 'one'],
    ['\\n', 1, 'two'],
    ['a lone \\r', 2, 'three'],
    ['the text', 3, 'four'],
  ])('past the end of a line that %s ends stands at that end', (_, line, word) => {
    const end = text.indexOf(word) + word.length
    for (const past of [0, 1, 2, 100]) {
      expect(offsetAt(lines, { line, character: word.length + past }, text)).toBe(end)
    }
    expect(positionAt(lines, end)).toEqual({ line, character: word.length })
  })

  it('past the last line stands at the end of the text', () => {
    expect(offsetAt(lines, { line: 9, character: 0 }, text)).toBe(text.length)
  })
})
