import path from 'node:path'
import { expect, it } from 'vitest'
import { fuzzFeatures } from './features.ts'

// A slice with a fixed seed; `npm run fuzz -- features` runs as many as one likes.
it('every feature answers at any place of mutated examples, with places of the document', async () => {
  const seeds = path.join(import.meta.dirname, '../../examples')
  expect(await fuzzFeatures({ inputs: 60, seed: 11, seeds, limitMs: 10_000 })).toEqual([])
}, 60_000)
