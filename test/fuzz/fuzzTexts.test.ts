import { expect, it } from 'vitest'
import { fuzzJsonPaths, fuzzPayloads } from './fuzzTexts.ts'

// Slices with a fixed seed; `npm run fuzz -- jsonpath` and `npm run fuzz -- json` run as many as one likes.
it('mutated paths are read without an exception or a hang', () => {
  expect(fuzzJsonPaths({ inputs: 8000, seed: 11, limitMs: 1500 })).toEqual([])
}, 60_000)

it('mutated payloads are read without an exception or a hang', () => {
  expect(fuzzPayloads({ inputs: 8000, seed: 12, limitMs: 500 })).toEqual([])
}, 60_000)
