import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { filesBelow } from '../../server/src/io/files.ts'
import { parseTemplate } from '../../server/src/template/parser.ts'
import { fuzzTemplates, treeFaults } from './template.ts'
import { generateTemplate } from './templateGenerator.ts'
import { seededNumbers } from '../support/treeChecks.ts'

// A slice with a fixed seed; `npm run fuzz -- template` runs as many as one likes. The time of one is left to that run.
it('random and broken templates are read and rendered without an exception, into trees that cover them', () => {
  expect(fuzzTemplates({ inputs: 20_000, seed: 11, limitMs: 5000 })).toEqual([])
}, 120_000)

it('a fault before what is read already, on an earlier line, does not end its statement there', () => {
  const text = '#macro($a.b("\n")) c#end'
  const parsed = parseTemplate(text)
  expect(parsed.diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining("'#macro' has no name"),
  ])
  expect(treeFaults(text, parsed)).toEqual([])
})

it('every prefix of every template is read into a tree that covers it', () => {
  const root = path.join(import.meta.dirname, '../..')
  const files = ['examples', 'test/fixtures'].flatMap(folder =>
    filesBelow(path.join(root, folder), name => /\.(?:vtl|vm)$/.test(name)),
  )
  const random = seededNumbers(3)
  const texts = [
    ...files.map(file => readFileSync(file, 'utf8')),
    ...Array.from({ length: 8 }, () => generateTemplate(random).template),
  ]
  for (const text of texts) {
    for (let end = 0; end <= text.length; end++) {
      const prefix = text.slice(0, end)
      expect(treeFaults(prefix, parseTemplate(prefix)), prefix).toEqual([])
    }
  }
}, 60_000)
