import path from 'node:path'
import { expect, it } from 'vitest'
import { fuzzDefinitions } from './definition.ts'

// A slice with a fixed seed; `npm run fuzz -- definition` runs as many as one likes.
it('mutated examples are read, checked and outlined without an exception or a hang', () => {
  const seeds = path.join(import.meta.dirname, '../../examples')
  expect(fuzzDefinitions({ inputs: 150, seed: 7, seeds, limitMs: 5000 })).toEqual([])
}, 60_000)
