import { expect, it } from 'vitest'
import { fuzzPolicies } from './policy.ts'

// A slice of `npm run fuzz -- policy`.
it('lints and evaluates mutated policies without breaking', { timeout: 60_000 }, () => {
  expect(fuzzPolicies({ inputs: 1500, seed: 5, limitMs: 5000 })).toEqual([])
})
