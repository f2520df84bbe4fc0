import { expect, it, vi } from 'vitest'
import { longFormOf } from '../../server/src/syntax/shortTags.ts'

vi.mock('vscode', () => ({}))
const { customTags, usesUnknownTag } = await import('../../client/src/customTags.ts')

it('lists the short tags that CloudFormation has, each with a kind that the YAML extension knows', () => {
  expect(customTags.filter(tag => longFormOf(tag.split(' ')[0] ?? '') === undefined)).toEqual([])
  expect(customTags.filter(tag => !/^!\w+ (scalar|sequence|mapping)$/.test(tag))).toEqual([])
  expect(new Set(customTags).size).toBe(customTags.length)
})

it.each([
  ['Value: !Ref Table', [], true],
  ['Value: !Ref Table', ['!Ref'], false],
  ['Value: !Sub ["a", {}]', ['!Ref', '!Sub sequence'], false],
  ['- !GetAtt Table.Arn', ['!Ref'], true],
  ['Value: !Own thing', [], false],
  ['Value: "so!Ref me"', [], false],
])('knows whether a template has tags that the list lacks: %s', (text, known, isUnknown) => {
  expect(usesUnknownTag(text, known)).toBe(isUnknown)
})
