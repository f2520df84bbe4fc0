import path from 'node:path'
import { expect, it } from 'vitest'
import { inEveryStyle } from '../support/vtlStyles.ts'
import { templatesBelow } from './templatePrefixes.ts'
import { editorFault, fuzzVtlEditor } from './vtlEditor.ts'

// A slice with a fixed seed; `npm run fuzz -- vtl` runs as many as one likes.
it('random templates are edited in every style of a string without an exception', () => {
  expect(fuzzVtlEditor({ inputs: 10, seed: 4 })).toEqual([])
}, 120_000)

it('every feature answers at the places of the examples, whole and cut off, with tokens that do not overlap', () => {
  const root = path.join(import.meta.dirname, '../..')
  const all = templatesBelow(['examples', 'test/fixtures'].map(each => path.join(root, each)))
  expect(all.length).toBeGreaterThan(5)
  for (const [index, { text }] of all.entries()) {
    const write = inEveryStyle[index % inEveryStyle.length]?.[1]
    const whole = write?.(text) ?? text
    expect(
      editorFault(whole, offset => offset % 41 === index % 41),
      whole,
    ).toBeUndefined()
    const cut = text.slice(0, Math.floor(text.length / 2))
    expect(
      editorFault(cut, offset => offset % 23 === index % 23 || offset === cut.length),
      cut,
    ).toBeUndefined()
  }
}, 120_000)
