import { expect, it } from 'vitest'
import { includedFiles } from '../../server/src/definitions/includedFiles.ts'

const included = (definitions: Record<string, string[]>) => [
  ...includedFiles(Object.entries(definitions).map(([file, documents]) => ({ file, documents }))),
]

it('a file that another definition reads is a part of it, whichever comes first', () => {
  expect(included({ api: ['api', 'models'], models: ['models'] })).toEqual(['models'])
  expect(included({ models: ['models'], template: ['template', 'models'] })).toEqual(['models'])
})

it('of files that read each other, the first stands', () => {
  expect(included({ a: ['a', 'b', 'c'], b: ['b', 'a', 'c'], c: ['c'] })).toEqual(['b', 'c'])
})
