import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Files } from '../../server/src/base/files.ts'
import { loadDefinition } from '../../server/src/definitions/load.ts'
import { diskFiles } from '../../server/src/io/files.ts'
import { diagnose } from '../../server/src/language/diagnostics.ts'

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url))

/** Always the same numbers, so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state % below
  }
}

const pieces = [
  'null',
  '{}',
  '[]',
  '"x"',
  '7',
  '"aws_api_gateway_method"',
  '"module.reviews"',
  '{"Ref": "Reviews"}',
]

/** Puts another value in the place of some, or loses a stretch of the text. */
function mutate(text: string, next: (below: number) => number): string {
  if (next(4) === 0) {
    const at = next(text.length)
    return text.slice(0, at) + text.slice(at + next(60))
  }
  const values = [...text.matchAll(/: ("[^"]*"|\d+|true|false|\[|\{)/g)]
  const found = values[next(values.length)]
  const value = found?.[1] ?? ''
  if (!found || value === '') return text
  const start = found.index + 2
  const end = /[[{]/.test(value) ? closing(text, start) : start + value.length
  return text.slice(0, start) + (pieces[next(pieces.length)] ?? '') + text.slice(end)
}

function closing(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (/[[{]/.test(text[at] ?? '')) depth++
    if (/[\]}]/.test(text[at] ?? '') && --depth === 0) return at + 1
  }
  return text.length
}

describe('mutated documents of several parts', () => {
  it.each([
    ['cdk/cdk.out/manifest.json', 'cdk/cdk.out/manifest.json'],
    ['cdk/cdk.out/manifest.json', 'cdk/cdk.out/Bookshop.template.json'],
    ['cdk/cdk.out/manifest.json', 'cdk/cdk.out/BookshopReviews43B0A5B0.nested.template.json'],
    ['cdk/cdk.out/manifest.json', 'cdk/cdk.out/Bookshop.assets.json'],
    ['terraform/plan.json', 'terraform/plan.json'],
  ])('are read and checked without an exception: %s with changes in %s', (root, changed) => {
    const changedFile = path.join(fixtures, changed)
    const text = diskFiles.read(changedFile) ?? ''
    const next = randomNumbers(7)
    let read = 0
    for (let round = 0; round < 60; round++) {
      const mutated = Array.from({ length: 1 + next(3) }).reduce<string>(each => mutate(each, next), text)
      const files: Files = {
        ...diskFiles,
        read: file => (file === changedFile ? mutated : diskFiles.read(file)),
      }
      const result = loadDefinition(path.join(fixtures, root), files)
      if (result.definition) read++
      expect(Array.isArray(diagnose(result, files))).toBe(true)
    }
    expect(read).toBeGreaterThan(20)
  })
})
