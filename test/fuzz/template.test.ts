import path from 'node:path'
import { expect, it } from 'vitest'
import { parseTemplate } from '../../server/src/template/parser.ts'
import { fuzzTemplates, treeFaults } from './template.ts'
import { generateTemplate } from './templateGenerator.ts'
import { prefixFault, templatesBelow } from './templatePrefixes.ts'
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
  const own = templatesBelow(
    ['examples', 'test/fixtures', 'test/editor/fixtures'].map(each => path.join(root, each)),
  )
  expect(own.length).toBeGreaterThan(5)
  const random = seededNumbers(3)
  const generated = Array.from({ length: 8 }, () => generateTemplate(random).template)
  for (const text of [...own.map(each => each.text), ...generated]) expect(prefixFault(text)).toBeUndefined()
}, 60_000)
