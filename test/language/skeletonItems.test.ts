import { expect, it } from 'vitest'
import { shippedBeginnings } from '../../server/src/commands/lspSnippets.ts'
import { skeletonItems } from '../../server/src/language/completion/skeletonItems.ts'

const items = (file: string, text: string) => skeletonItems(file, text, shippedBeginnings)

it('an empty file begins with a whole definition, in its own notation', () => {
  const found = items('/work/new.yaml', '')
  expect(found.map(({ detail }) => detail)).toEqual(expect.arrayContaining(['apigw-openapi', 'sam-template']))
  const [first] = items('/work/new.json', '\nopen\n')
  expect(first?.textEdit).toMatchObject({
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } },
    newText: expect.stringMatching(/^\{\n/) as string,
  })
})

it('or with a policy', () => {
  const policy = items('/work/policy.json', 'policy-api').find(
    ({ detail }) => detail === 'policy-api-ip-allow',
  )
  expect(policy?.textEdit?.newText).toMatch(/^\{\n\t"Version": "2012-10-17",/)
})

it('nothing is proposed in files of others', () => {
  expect(items('/work/compose.yaml', 'services:\n  ')).toEqual([])
  expect(items('/work/notes.txt', '')).toEqual([])
})
