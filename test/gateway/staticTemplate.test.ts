import { expect, test } from 'vitest'
import { readStaticTemplate } from '../../server/src/gateway/staticTemplate.ts'

test.each([
  ['{"price": "$5"}', '{"price": "$5"}'],
  ['# heading, #1 and #if-less', undefined],
  ['# heading and #1', '# heading and #1'],
  ['a $ b', 'a $ b'],
  ['a #[[ $raw #if ]]# b', 'a  $raw #if  b'],
  ['ends with $', undefined],
  ['ends with #', undefined],
  ['$input.body', undefined],
  ['$!{x}', undefined],
  ['a ## comment', undefined],
  ['a #* comment *# b', undefined],
  ['#{else}', undefined],
  ['\\$escaped', undefined],
  ['#[[ never closed', undefined],
  ['#endless is a word', '#endless is a word'],
])('%s', (template, expected) => {
  const read = readStaticTemplate(template)
  expect(read.type === 'static' ? read.text : undefined).toBe(expected)
})
